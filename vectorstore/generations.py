"""Generations: an index is built aside as a whole directory and published by switching a pointer file.

    home/index/CURRENT              the name of the generation that readers open
    home/index/lock                 held by the one writer
    home/index/generation-000007/   manifest.json, records.sqlite, lexical/, chroma/

A process killed at any moment leaves the published generation as it was.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import IndexLocked, IndexNewer, IndexUnusable

FORMAT = 2
_NAME = "generation-{:06d}"
_PATTERN = re.compile(r"generation-(\d{6})")
_PARTIAL = "partial"
_REBUILD = "rebuild it with: wence ingest --replace"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds: format, how it was embedded, and its size."""

    format: int
    embedding: str
    dimension: int
    documents: int
    passages: int
    created: str


def index_directory(home: Path) -> Path:
    """Where the generations of a home live."""
    return home / "index"


def is_empty(home: Path) -> bool:
    """Whether no generation was ever published or left behind in `home`."""
    directory = index_directory(home)
    return not (directory / "CURRENT").exists() and not any(directory.glob("generation-*"))


def current_name(home: Path) -> str:
    """The name of the published generation; IndexUnusable when there is none."""
    pointer = index_directory(home) / "CURRENT"
    try:
        name = pointer.read_text("utf-8").strip()
    except FileNotFoundError:
        hint = "run: wence ingest" if is_empty(home) else f"the pointer file is missing; {_REBUILD}"
        raise IndexUnusable(f"no index in {home}; {hint}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnusable(f"{pointer} cannot be read ({error}); {_REBUILD}") from error
    if not _PATTERN.fullmatch(name):
        raise IndexUnusable(f"{pointer} is damaged; {_REBUILD}")
    return name


def read_manifest(directory: Path) -> Manifest:
    """The manifest of a generation; IndexNewer when a newer version of wence wrote it."""
    try:
        stored = json.loads((directory / "manifest.json").read_text("utf-8"))
        if isinstance(stored, dict) and isinstance(stored.get("format"), int) and stored["format"] > FORMAT:
            raise IndexNewer(
                f"{directory.parent} was written by a newer wence (format {stored['format']}); upgrade wence or choose another --home"
            )
        manifest = Manifest(**stored)
    except (OSError, ValueError, TypeError) as error:
        raise IndexUnusable(f"the index in {directory.parent} is damaged (manifest.json); {_REBUILD}") from error
    missing = [name for name in ("records.sqlite", "lexical", "chroma") if not (directory / name).exists()]
    if missing:
        raise IndexUnusable(f"the index in {directory.parent} is damaged ({', '.join(missing)} missing); {_REBUILD}")
    if manifest.format < FORMAT:
        raise IndexUnusable(f"the index in {directory.parent} is of an older format; {_REBUILD}")
    return manifest


@contextmanager
def writing(home: Path) -> Iterator[Path]:
    """The index directory, held by this process alone; IndexLocked names the process that holds it."""
    directory = index_directory(home)
    holder = directory / "lock.pid"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = FileLock(directory / "lock", timeout=0)
        with lock:
            holder.write_text(str(os.getpid()), "utf-8")
            _remove_partial(directory)
            yield directory
            holder.unlink(missing_ok=True)
    except Timeout:
        pid = holder.read_text("utf-8").strip() if holder.exists() else "unknown"
        raise IndexLocked(
            f"{home} is being written by process {pid}; wait until it ends or choose another --home"
        ) from None
    except PermissionError as error:
        raise IndexUnusable(
            f"{home} cannot be written ({error.strerror}); choose another directory with --home"
        ) from error
    except OSError as error:
        raise IndexUnusable(
            f"{home} cannot be written ({error.strerror or error}); free space or choose another directory with --home"
        ) from error


def begin(directory: Path, *, copy_vectors_of: Path | None = None) -> Path:
    """A directory for the next generation, with the vectors of an earlier one when some can be kept."""
    partial = directory / _PARTIAL
    partial.mkdir()
    if copy_vectors_of is not None:
        shutil.copytree(copy_vectors_of / "chroma", partial / "chroma")
    return partial


def publish(directory: Path, partial: Path, manifest: Manifest) -> str:
    """Name the finished generation, point readers at it, and drop all but it and the one before."""
    (partial / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
    numbers = sorted(int(match[1]) for path in directory.iterdir() if (match := _PATTERN.fullmatch(path.name)))
    name = _NAME.format(numbers[-1] + 1 if numbers else 1)
    partial.rename(directory / name)
    pointer = directory / "CURRENT.new"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(directory / "CURRENT")
    for number in numbers[:-1]:  # the last one before may still be read
        shutil.rmtree(directory / _NAME.format(number), ignore_errors=True)
    return name


def _remove_partial(directory: Path) -> None:
    """Clear what an interrupted writer left; it was never published."""
    shutil.rmtree(directory / _PARTIAL, ignore_errors=True)
