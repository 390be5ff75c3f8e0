"""Documents into the index: what changed is parsed and embedded, the rest is kept, the whole is published at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from ingest.clauses import parse_clauses
from ingest.documents import Document
from ingest.errors import IndexUnusable, UsageError
from ingest.loading import find_sources, load_documents
from ingest.passages import Passage, passages_of
from vectorstore import generations, records
from vectorstore.embeddings import open_embeddings
from vectorstore.lexical import LexicalIndex
from vectorstore.vectors import Embedder, PassageVectors

Progress = Callable[[str, int, int], None]  # stage, done, total


class Outcome(StrEnum):
    """What became of one input."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class IngestRow:
    """One input of an ingest and what became of it; `reason` says why it was refused."""

    source: str
    document_id: str
    outcome: Outcome
    reason: str = ""
    clauses: int = 0
    tasks: int = 0


def shipped_documents() -> Path:
    """The folder of documents that come with wence."""
    return Path(str(files("documents")))


def ensure_index(home: Path, *, embedder: Embedder | None = None, progress: Progress | None = None) -> None:
    """Ingest the shipped documents when `home` holds no index yet."""
    if generations.is_empty(home):
        ingest_files(home, [shipped_documents()], embedder=embedder, progress=progress)


def ingest_files(home: Path, paths: Sequence[Path], *, replace: bool = False, dry_run: bool = False,
                 embedder: Embedder | None = None, progress: Progress | None = None) -> list[IngestRow]:  # fmt: skip
    """Bring files and folders into the index of `home`; one row per input, refused ones included.

    Documents with the digest of the stored one are skipped. `replace` makes the index hold exactly
    these documents, built from nothing; `dry_run` says what would happen and writes nothing.
    """
    report = progress or _silently
    loaded, rows = _load(paths, report)
    if dry_run:
        stored = {} if replace or generations.is_empty(home) else _stored_digests(home)
        return rows + [_row(source, document, _outcome(document, stored)) for source, document in loaded]
    if replace and not loaded:
        return rows
    with generations.writing(home) as directory:
        fresh = replace or not (directory / "CURRENT").exists()
        stored = {} if fresh else _stored_digests(home)
        rows += [_row(source, document, _outcome(document, stored)) for source, document in loaded]
        changed = [document for _, document in loaded if stored.get(document.document_id) != document.digest]
        if changed:
            previous = None if fresh else directory / generations.current_name(home)
            _build(directory, previous, changed, embedder or open_embeddings(None), report)
    return rows


def _silently(stage: str, done: int, total: int) -> None:
    """Where nobody watches the progress."""
    del stage, done, total


def _load(paths: Sequence[Path], report: Progress) -> tuple[list[tuple[str, Document]], list[IngestRow]]:
    loaded: dict[str, tuple[str, Document]] = {}
    rows: list[IngestRow] = []
    sources: list[Path] = []
    for path in paths:
        try:
            sources += find_sources(path)
        except UsageError as error:
            rows.append(IngestRow(str(path), "", Outcome.REFUSED, str(error)))
    for done, item in enumerate(load_documents(sources), 1):
        source, document = item.file, item.document
        if document is None:
            rows.append(IngestRow(str(source), "", Outcome.REFUSED, item.reason))
            continue
        other, _ = loaded.setdefault(document.document_id, (str(source), document))
        if other != str(source):
            reason = f"{source.name}: the id {document.document_id} is already taken by {other}; rename the file"
            rows.append(IngestRow(str(source), "", Outcome.REFUSED, reason))
        report("reading", done, len(sources))
    return list(loaded.values()), rows


def _stored_digests(home: Path) -> dict[str, str]:
    directory = generations.index_directory(home) / generations.current_name(home)
    generations.read_manifest(directory)
    connection = records.open_records(directory / "records.sqlite")
    try:
        return records.read_digests(connection)
    finally:
        connection.close()


def _outcome(document: Document, stored: dict[str, str]) -> Outcome:
    if document.document_id not in stored:
        return Outcome.ADDED
    return Outcome.UNCHANGED if stored[document.document_id] == document.digest else Outcome.CHANGED


def _row(source: str, document: Document, outcome: Outcome) -> IngestRow:
    root = parse_clauses(document)
    clauses = list(root.walk())[1:]
    return IngestRow(
        source, document.document_id, outcome, "", len(clauses), sum(1 for clause in clauses if clause.task)
    )


def _build(
    directory: Path, previous: Path | None, changed: Sequence[Document], embedder: Embedder, report: Progress
) -> None:
    """Build the next generation from the previous one and the changed documents, then publish it."""
    if previous is not None:
        recorded = generations.read_manifest(previous)
        if (recorded.embedding, recorded.dimension) != (embedder.name, embedder.dimension):
            raise IndexUnusable(
                f"the index was embedded with {recorded.embedding}, the configuration names {embedder.name};"
                " set WENCE_EMBEDDING_MODEL back or rebuild with: wence ingest --replace"
            )
    partial = generations.begin(directory, copy_vectors_of=previous)
    try:
        kept = _kept_documents(previous)
        documents = {document.document_id: document for document in (*kept, *changed)}
        passages = _write_records(partial, list(documents.values()), report)
        _write_vectors(partial, passages, changed, embedder, report)
    except sqlite3.Error as error:
        raise IndexUnusable(
            f"the index in {directory} cannot be written ({error}); the old one is as it was"
        ) from error
    LexicalIndex.build(passages).save(partial / "lexical")
    created = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = generations.Manifest(
        generations.FORMAT, embedder.name, embedder.dimension, len(documents), len(passages), created
    )
    generations.publish(directory, partial, manifest)


def _kept_documents(previous: Path | None) -> list[Document]:
    if previous is None:
        return []
    connection = records.open_records(previous / "records.sqlite")
    try:
        return [document for document, *_ in records.read_documents(connection)]
    finally:
        connection.close()


def _write_records(partial: Path, documents: Sequence[Document], report: Progress) -> list[Passage]:
    connection = records.create_records(partial / "records.sqlite")
    try:
        with connection:
            for done, document in enumerate(documents, 1):
                root = parse_clauses(document)
                records.write_document(connection, document, root, passages_of(document, root))
                report("parsing", done, len(documents))
        return records.read_passages(connection)
    finally:
        connection.close()


def _write_vectors(partial: Path, passages: Sequence[Passage], changed: Sequence[Document], embedder: Embedder,
                   report: Progress) -> None:  # fmt: skip
    vectors = PassageVectors(partial / "chroma")
    try:
        names = {document.document_id for document in changed}
        for name in names if len(vectors) else ():
            vectors.remove_document(name)
        fresh = [passage for passage in passages if passage.document_id in names]
        for done in vectors.add(fresh, embedder):
            report("embedding", done, len(fresh))
        if len(vectors) != len(passages):
            raise IndexUnusable(f"{len(vectors)} of {len(passages)} passages were stored; the old index is as it was")
    finally:
        vectors.close()
