"""A watched folder: files that came, changed or went are brought into the index once they rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import UsageError, WenceError
from ingest.loading import find_sources
from ingest.reading_limits import DEFAULT_LIMITS, Limits
from vectorstore import generations
from vectorstore.embeddings import NamedEmbeddings
from vectorstore.indexing import IngestRow, Outcome, ingest_files
from vectorstore.store import open_index

_WAIT_SECONDS = 60.0  # for another writer
_LOOK_MILLISECONDS = 1000  # between looks at files that did not rest yet
_RETRY_SECONDS = 30.0  # after the index could not be written
_UNFINISHED = ("~$", ".~", "~")  # names of programs that have a file open
_Mark = tuple[int, int]  # size and time of the last change


@dataclass
class FolderState:
    """What is known of a watched folder between two looks: how its files stand, and as which they were brought in."""

    home: Path
    folder: Path
    settle_seconds: float
    seen: dict[Path, tuple[_Mark, float]] = field(default_factory=dict)
    done: dict[Path, _Mark] = field(default_factory=dict)
    compared: bool = False

    def look(self, *, now: float) -> tuple[list[Path], bool]:
        """The files that rest and were not brought in as they stand, and whether others are still being written."""
        found: dict[Path, _Mark] = {}
        for file in self._files():
            try:
                stat = file.stat()
            except OSError:
                continue  # it went while we looked
            found[file] = (stat.st_size, stat.st_mtime_ns)
        self.seen = {file: self.seen[file] if file in self.seen and self.seen[file][0] == mark else (mark, now)
                     for file, mark in found.items()}  # fmt: skip
        resting = [file for file, (_, since) in self.seen.items() if now - since >= self.settle_seconds]
        return [file for file in resting if self.done.get(file) != found[file]], len(resting) < len(found)

    def _files(self) -> list[Path]:
        try:
            return [file.absolute() for file in find_sources(self.folder) if not file.name.startswith(_UNFINISHED)]
        except UsageError:  # an empty folder
            return []

    def gone(self) -> list[str]:
        """The ids of the documents that came from a file of this folder which is no longer there."""
        if generations.is_empty(self.home):
            return []
        index = open_index(self.home)
        current = {item.document.document_id for item in index.documents()}
        inside = self.folder.absolute()
        origins = {
            name: Path(versions[-1].source.origin) for name, versions in index.history().items() if name in current
        }
        return [name for name, origin in origins.items() if origin.is_relative_to(inside) and origin not in self.seen]

    def bring_up(
        self, files: list[Path], *, embedder: NamedEmbeddings | None, limits: Limits = DEFAULT_LIMITS
    ) -> list[IngestRow]:
        """Bring the index up to the folder; the rows that say something new."""
        gone = self.gone() if not self.compared or self.done.keys() - self.seen.keys() else []
        if gone and not self.seen:
            hint = f"to take them out: wence withdraw {' '.join(gone)}"
            raise UsageError(f"{self.folder}: all files are gone; nothing is withdrawn, a share may be away; {hint}")
        rows = []
        if files or gone:
            rows = ingest_files(
                self.home, files, gone=gone, embedder=embedder, wait_seconds=_WAIT_SECONDS, limits=limits
            )
        self.compared = True
        self.done = {file: mark for file, mark in self.done.items() if file in self.seen}
        self.done |= {file: self.seen[file][0] for file in files}
        return [row for row in rows if row.outcome is not Outcome.UNCHANGED]


def watch_folder(home: Path, folder: Path, *, embedder: NamedEmbeddings | None = None, settle_seconds: float = 2.0,
                 once: bool = False, report: Callable[[str], None],
                 limits: Limits = DEFAULT_LIMITS) -> Iterator[list[IngestRow]]:  # fmt: skip
    """Yield the rows of each change until interrupted; with `once` after the first that found all files at rest.

    Errors (the folder is away, the index is locked or the disk is full) are reported as one line, the
    index stays as it was, and the work is taken up again by itself. UsageError when there is no folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; name one that exists")
    state = FolderState(home, folder, settle_seconds)
    report(f"watching {folder} (Ctrl-C ends it)")
    last = ""
    for _ in _ticks(folder, once=once):
        if not folder.is_dir():
            last = _told(f"{folder} is away; waiting for it, nothing is withdrawn", last, report)
            continue
        files, unsettled = state.look(now=time.monotonic())
        try:
            rows = [] if unsettled and once else state.bring_up(files, embedder=embedder, limits=limits)
            last = ""
        except WenceError as error:
            last = _told(f"{error}; trying again", last, report)
            time.sleep(0.0 if once else min(_RETRY_SECONDS, settle_seconds * 5))
            rows = []
        if rows:
            yield rows
        if once and not unsettled:
            return


def _told(line: str, last: str, report: Callable[[str], None]) -> str:
    """Report a line unless it is the one reported last."""
    if line != last:
        report(line)
    return line


def _ticks(folder: Path, *, once: bool) -> Iterator[None]:
    """One tick at the start, then one a second or sooner, when the system tells of a change in the folder."""
    yield
    if once:
        while True:
            time.sleep(0.1)
            yield
    import watchfiles

    while True:
        if not folder.is_dir():
            time.sleep(_LOOK_MILLISECONDS / 1000)
            yield
            continue
        try:
            for _ in watchfiles.watch(folder, rust_timeout=_LOOK_MILLISECONDS, yield_on_timeout=True, raise_interrupt=True):  # fmt: skip
                yield
        except (OSError, RuntimeError):  # the folder went away, or its file system tells of no changes
            time.sleep(_LOOK_MILLISECONDS / 1000)
            yield
