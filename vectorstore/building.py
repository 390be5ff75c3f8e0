"""A generation is built from the next history: what is unchanged is copied, the rest is parsed and embedded."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ingest.clauses import parse_clauses
from ingest.documents import Document
from ingest.errors import IndexUnusable
from ingest.fingerprints import reader_digest
from ingest.passages import Passage, passages_of
from vectorstore import generations, history, records
from vectorstore.embeddings import NamedEmbeddings, embeddings_for
from vectorstore.lexical import LexicalIndex
from vectorstore.likeness import write_glosses
from vectorstore.vectors import PassageVectors

Progress = Callable[[str, int, int], None]  # stage, done, total


def build_generation(partial: Path, previous: Path | None, *, documents: Sequence[Document], versions: history.History,
                     embedder: NamedEmbeddings, report: Progress) -> generations.Manifest:  # fmt: skip
    """Fill the directory `partial` with an index of exactly `documents`; IndexUnusable when it cannot be written.

    `previous` is the generation to copy from; nothing is taken from one that other code has read, and no vectors
    from one that was embedded otherwise.
    """
    from chromadb.errors import ChromaError

    recorded = generations.read_manifest(previous) if previous else None
    source = previous if recorded and recorded.reader == reader_digest() else None
    try:
        held = _held(source)
        kept = frozenset(item.document_id for item in documents if held.get(item.document_id) == item.digest)
        partial.mkdir(parents=True)
        passages = _write_records(partial, source, documents=documents, kept=kept, versions=versions, report=report)
        embedder = embeddings_for(embedder, tokens=sum(passage.tokens for passage in passages))
        if source and kept and recorded and recorded.embedding == embedder.name:
            generations.copy_vectors(source, partial)
        else:
            kept = frozenset()
        _write_vectors(
            partial, passages, kept=kept, dropped=held.keys() - kept if kept else (), embedder=embedder, report=report
        )
        same_model = source and recorded and recorded.embedding == embedder.name
        write_glosses(partial, documents, embedder, earlier=source if same_model else None)
        LexicalIndex.build(passages).save(partial / "lexical")
    except (sqlite3.Error, ChromaError, OSError) as error:
        generations.discard(partial)
        hint = "free space or choose another directory with --home; the old index is as it was"
        raise IndexUnusable(f"the index in {partial.parent} cannot be written ({error}); {hint}") from error
    except BaseException:
        generations.discard(partial)
        raise
    return generations.Manifest(
        format=generations.FORMAT,
        embedding=embedder.name,
        dimension=embedder.dimension,
        documents=len(documents),
        passages=len(passages),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        reader=reader_digest(),
    )


def _held(source: Path | None) -> dict[str, str]:
    """The ids of the documents that the earlier generation holds, with their digests."""
    if source is None:
        return {}
    connection = records.open_records(source / "records.sqlite")
    try:
        return dict(connection.execute("SELECT document_id, digest FROM documents").fetchall())
    finally:
        connection.close()


def _write_records(partial: Path, source: Path | None, *, documents: Sequence[Document], kept: Collection[str],
                   versions: history.History, report: Progress) -> list[Passage]:  # fmt: skip
    connection = records.create_records(partial / "records.sqlite", earlier=source and source / "records.sqlite")
    try:
        with connection:
            history.write_history(connection, versions)
            for done, document in enumerate(documents, 1):
                if document.document_id in kept:
                    records.copy_document(connection, document.document_id)
                else:
                    root = parse_clauses(document)
                    records.write_document(connection, document, root, passages_of(document, root))
                report("parsing", done, len(documents))
        return records.read_passages(connection)
    finally:
        connection.close()


def _write_vectors(partial: Path, passages: Sequence[Passage], *, kept: Collection[str], dropped: Collection[str],
                   embedder: NamedEmbeddings, report: Progress) -> None:  # fmt: skip
    vectors = PassageVectors(partial / "chroma", for_writing=True)
    try:
        for name in dropped:
            vectors.remove_document(name)
        fresh = [passage for passage in passages if passage.document_id not in kept]
        for done in vectors.add(fresh, embedder):
            report("embedding", done, len(fresh))
        if len(vectors) != len(passages):
            raise IndexUnusable(f"{len(vectors)} of {len(passages)} passages were stored; the old index is as it was")
    finally:
        vectors.close()
