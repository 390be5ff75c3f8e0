"""Generations: an index is built aside as a whole directory and published by switching a pointer file.

    home/index/CURRENT              the name of the generation that readers open
    home/index/lock                 held by the one writer
    home/index/generation-000007/   manifest.json, records.sqlite, lexical/, chroma/

A process killed at any moment leaves the published generation as it was. A reader holds its generation by a shared
lock, which the system lets go with the process; one that is held is removed by a later writer.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
import weakref
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import IndexLocked, IndexNewer, IndexUnusable

FORMAT = 4
_NAME = "generation-{:06d}"
_PATTERN = re.compile(r"generation-(\d{6})")
_PARTIAL = "partial"
_REBUILD = "rebuild it with: wence ingest --replace"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds: format, how it was embedded and read, and its size.

    `reader` is the digest of the code that parsed it: what another one parsed is not mixed with it.
    """

    format: int
    embedding: str
    dimension: int
    documents: int
    passages: int
    created: str
    reader: str = ""


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


@contextlib.contextmanager
def writing(home: Path, *, wait_seconds: float = 0) -> Iterator[Path]:
    """The index directory, held by this process alone; IndexLocked names the process that holds it after the wait."""
    directory = index_directory(home)
    holder = directory / "lock.pid"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = FileLock(directory / "lock", timeout=wait_seconds)
        with lock:
            holder.write_text(str(os.getpid()), "utf-8")
            _remove_unpublished(directory)
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


def partial_of(directory: Path) -> Path:
    """Where the one writer builds the next generation."""
    return directory / _PARTIAL


def copy_vectors(source: Path, partial: Path) -> None:
    """Begin the vectors of a generation with those of an earlier one."""
    shutil.copytree(source / "chroma", partial / "chroma")


def hold(directory: Path, reader: object) -> None:
    """Keep a generation from being removed as long as `reader` lives; without effect on Windows, which has no such lock."""
    if sys.platform != "win32":
        import fcntl

        with contextlib.suppress(OSError):  # a file system without locks, or a generation that has just gone
            descriptor = os.open(directory, os.O_RDONLY)
            weakref.finalize(reader, os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_SH)


def publish(directory: Path, partial: Path, manifest: Manifest) -> str:
    """Name the finished generation, point readers at it, and drop all but it, the one before and those being read."""
    finish(partial, manifest)
    numbers = _numbers(directory)
    previous = _pointed(directory)
    name = _NAME.format(max(numbers) + 1 if numbers else 1)
    partial.rename(directory / name)
    pointer = directory / "CURRENT.new"
    pointer.write_text(name + "\n", "utf-8")
    _to_disk(pointer)
    pointer.replace(directory / "CURRENT")
    _to_disk(directory)
    for older in (directory / _NAME.format(number) for number in numbers):
        if older.name != previous and not _is_held(older):  # a reader may just have read the name of the one before
            shutil.rmtree(older, ignore_errors=True)
    return name


def finish(partial: Path, manifest: Manifest) -> None:
    """Write the manifest of a built index and wait until all of it is on the disk."""
    (partial / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
    for path in (*partial.rglob("*"), partial):
        _to_disk(path)


def discard(partial: Path) -> None:
    """Remove an unfinished generation, so that a full disk is not kept full."""
    shutil.rmtree(partial, ignore_errors=True)


def _is_held(directory: Path) -> bool:
    """Whether a reader of this or another process keeps a generation."""
    if sys.platform == "win32":
        return False
    import fcntl

    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # a file system without locks
        return False
    finally:
        os.close(descriptor)
    return False


def _to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk, so that a power cut cannot undo their order."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _numbers(directory: Path) -> list[int]:
    return sorted(int(match[1]) for path in directory.iterdir() if (match := _PATTERN.fullmatch(path.name)))


def _pointed(directory: Path) -> str:
    """What the pointer file says, empty where it is missing or damaged."""
    try:
        name = (directory / "CURRENT").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return name if _PATTERN.fullmatch(name) else ""


def _remove_unpublished(directory: Path) -> None:
    """Clear what an interrupted writer left: a partial generation, and a finished one that no pointer named."""
    discard(directory / _PARTIAL)
    published = _pointed(directory)
    for number in _numbers(directory) if published else ():
        if number > int(published.rpartition("-")[2]):
            discard(directory / _NAME.format(number))
