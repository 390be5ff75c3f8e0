"""The index as of a day: an index of exactly the texts that were in force then, built once and kept beside the generations.

home/index/views/<digest of the texts>/   like a generation, read through no pointer
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from ingest.documents import Document
from ingest.errors import IndexUnusable
from ingest.fingerprints import reader_digest
from ingest.versions import version_at
from vectorstore import generations
from vectorstore.building import build_generation
from vectorstore.embeddings import NamedEmbeddings, open_embeddings
from vectorstore.store import Index

_KEPT = 8  # views; the ones used longest ago are dropped
_ABANDONED_SECONDS = 3600.0  # after which an unfinished view is one whose writer was killed


def texts_at(index: Index, day: date) -> list[Document]:
    """The texts in force on a day, one for each document that had one; withdrawn documents have none."""
    found = (version_at(versions, day) for versions in index.history().values())
    return [version.document for version in found if version is not None]


def open_at(index: Index, day: date, *, embeddings: NamedEmbeddings | None = None) -> Index:
    """The index of the texts of a day: `index` itself where they are its own, else a view of them."""
    texts = texts_at(index, day)
    if {text.digest for text in texts} == {summary.document.digest for summary in index.documents()}:
        return index
    embedder = embeddings or open_embeddings(None)
    manifest = index.manifest
    known = "\x1f".join(
        [str(generations.FORMAT), manifest.embedding, reader_digest(), *(text.digest for text in texts)]
    )
    name = hashlib.sha256(known.encode()).hexdigest()[:24]
    folder = generations.index_directory(index.home) / "views"
    if not (folder / name / "manifest.json").exists():
        folder = _built(index, texts, folder, name, embedder)
    with suppress(OSError):
        os.utime(folder / name)
    return Index(index.home, f"views/{name}", embeddings=embeddings, reranker=index.reranker, directory=folder / name)


def _built(index: Index, texts: Sequence[Document], folder: Path, name: str, embedder: NamedEmbeddings) -> Path:
    """Build a view and return the folder it is in: a temporary one where the home cannot be written."""
    try:
        folder.mkdir(exist_ok=True)
        partial = Path(mkdtemp(prefix="partial-", dir=folder))
    except OSError:
        folder = Path(_temporary_folder())
        partial = Path(mkdtemp(prefix="partial-", dir=folder))
    partial.rmdir()
    history = index.history()
    chosen = {text.document_id: history[text.document_id] for text in texts}
    current = {text.document_id: [version for version in chosen[text.document_id] if version.document == text][:1]
               for text in texts}  # fmt: skip
    manifest = build_generation(partial, index.directory, documents=texts, versions=current, embedder=embedder, report=_silently)  # fmt: skip
    try:
        generations.finish(partial, manifest)
        with suppress(FileExistsError):
            partial.rename(folder / name)
    except OSError as error:
        if not (folder / name / "manifest.json").exists():  # no other process has built it meanwhile
            raise IndexUnusable(f"{folder} cannot be written ({error.strerror}); free space or choose another directory with --home") from error  # fmt: skip
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _prune(folder, name)
    return folder


def _prune(folder: Path, name: str) -> None:
    """Drop views beyond the kept number and what killed writers left."""
    views = sorted((path for path in folder.iterdir() if not path.name.startswith("partial-")), key=_used, reverse=True)
    for path in views[_KEPT:]:
        if path.name != name:
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob("partial-*"):
        if time.time() - _used(path) > _ABANDONED_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


_temporary: list[TemporaryDirectory[str]] = []


def _temporary_folder() -> str:
    """One folder of this process for views of homes that cannot be written; it goes with the process."""
    if not _temporary:
        _temporary.append(TemporaryDirectory(prefix="wence-views-"))
    return _temporary[0].name


def _silently(stage: str, done: int, total: int) -> None:
    """A view is built while a question waits; nobody watches its progress."""
    del stage, done, total
