"""How much of a machine one file may take; every limit has a default that fits an office's documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on reading one file. What is beyond a bound is refused with a way out, never cut silently.

    Sizes are in bytes and characters; `seconds` is the longest a reader may stay silent (a scan speaks after every page);
    `memory_bytes` bounds the process that reads, where the operating system can bound it.
    """

    file_bytes: int = 50_000_000
    text_bytes: int = 20_000_000
    unpacked_bytes: int = 200_000_000
    packed_files: int = 5_000
    pages: int = 500
    scanned_pages: int = 100
    cells: int = 500_000
    characters: int = 5_000_000
    seconds: float = 180.0
    memory_bytes: int = 4_000_000_000


DEFAULT_LIMITS = Limits()
