"""What tells that a file was read before: its bytes, the files that speak of it, and the code that would read it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from ingest.errors import DocumentRefused
from ingest.loading import METADATA_FILE, WRITTEN_BESIDE


def fingerprint(file: Path) -> str:
    """SHA-256 over a source file, its name and folder, and the metadata beside it; DocumentRefused when unreadable."""
    beside = [file.with_suffix(suffix) for suffix in (".toml", *(f".{name}" for name in WRITTEN_BESIDE))]
    beside += [file.parent / name for name in (METADATA_FILE, *WRITTEN_BESIDE)]
    known = hashlib.sha256(f"{file.parent.name}\x1f{file.name}".encode())
    try:
        for path in (file, *(path for path in beside if path.is_file())):
            with path.open("rb") as opened:
                known.update(hashlib.file_digest(opened, "sha256").digest())
    except OSError as error:
        raise DocumentRefused(f"{file.name}: cannot be read ({error.strerror})") from error
    return known.hexdigest()


@cache
def reader_digest() -> str:
    """The digest of the code and tables that turn files into clauses; another one reads the same file anew."""
    known = hashlib.sha256()
    folder = Path(str(files("ingest")))
    for path in sorted((*folder.glob("*.py"), *(folder / "data").glob("*"))):
        known.update(path.name.encode())
        known.update(path.read_bytes())
    return known.hexdigest()[:16]
