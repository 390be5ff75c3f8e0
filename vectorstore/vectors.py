"""The embedded Chroma collection of one generation: passages, their embeddings and metadata."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexUnusable
from ingest.passages import Passage
from vectorstore.embeddings import NamedEmbeddings, is_semantic

_COLLECTION = "passages"
_BATCH = 1000  # rows a call; larger batches are no faster
# Inner product, since the hash embedding carries its term weights in the vector's length.
_CONFIGURATION = {"hnsw": {"space": "ip", "ef_construction": 200, "max_neighbors": 32, "ef_search": 400}}


# Chroma's client fails with an AttributeError of its own when it cannot be closed after it could not be opened.
_OPENING_ERRORS = (OSError, ValueError, AttributeError, RuntimeError)


def _first_cause(error: BaseException) -> str:
    """The error that came first, in one line."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return " ".join(str(error).split())[:200]


class PassageVectors:
    """Passages in Chroma under a directory; opened by one writer or by any number of readers."""

    def __init__(self, directory: Path, *, for_writing: bool = False) -> None:
        self._copy: TemporaryDirectory[str] | None = None
        try:
            if for_writing or os.access(directory, os.W_OK) or not directory.exists():
                try:
                    self._open(directory)
                except _OPENING_ERRORS:
                    if for_writing or not directory.exists():
                        raise
                    self._open(self._copied(directory))  # a full disk: Chroma writes even to read
            else:
                self._open(self._copied(directory))
        except _OPENING_ERRORS as error:
            self._drop_copy()
            raise IndexUnusable(
                f"the vector index in {directory} cannot be opened ({_first_cause(error)}); free space, or rebuild it with: wence ingest --replace"
            ) from error

    def _open(self, directory: Path) -> None:
        import chromadb
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        try:
            self._client = chromadb.PersistentClient(path=str(directory), settings=Settings(anonymized_telemetry=False))
            self._collection = self._client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration=_CONFIGURATION,  # type: ignore[arg-type]
            )
        except ChromaError as error:
            raise OSError(str(error)) from error

    def _copied(self, directory: Path) -> Path:
        """A copy that can be written, in the folder for temporary files."""
        self._copy = TemporaryDirectory(prefix="wence-vectors-")
        copied = Path(self._copy.name)
        shutil.copytree(directory, copied, dirs_exist_ok=True, copy_function=shutil.copyfile)
        for folder in (copied, *(path for path in copied.rglob("*") if path.is_dir())):
            folder.chmod(0o700)
        return copied

    def _drop_copy(self) -> None:
        if self._copy:
            self._copy.cleanup()

    def close(self) -> None:
        """Release the files of the collection."""
        self._client.close()  # type: ignore[attr-defined]
        self._drop_copy()

    def __len__(self) -> int:
        return self._collection.count()

    def add(self, passages: Sequence[Passage], embedder: NamedEmbeddings) -> Iterable[int]:
        """Store passages with their embeddings; yields the number stored so far after each batch."""
        done, semantic = 0, is_semantic(embedder)
        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            vectors = embedder.embed_documents([embedded_text(passage, semantic=semantic) for passage in batch])
            self._collection.upsert(
                ids=[passage.passage_id for passage in batch],
                embeddings=np.asarray(vectors, dtype=np.float32),
                documents=[passage.text for passage in batch],
                metadatas=[_metadata(passage) for passage in batch],
            )
            done += len(batch)
            yield done

    def remove_document(self, document_id: str) -> None:
        """Delete the passages of one document."""
        self._collection.delete(where={"document_id": document_id})

    def nearest(self, vector: Sequence[float], *, limit: int,
                document_ids: Collection[str] | None = None) -> list[tuple[str, float]]:  # fmt: skip
        """The ids of the nearest passages with their inner products, best first."""
        where: dict[str, Any] | None = None
        if document_ids is not None:
            where = {"document_id": {"$in": sorted(document_ids)}}
        query: NDArray[np.float32] = np.asarray([vector], dtype=np.float32)
        found = self._collection.query(query_embeddings=query, n_results=limit, where=where, include=["distances"])
        distances = found["distances"]
        return [] if distances is None else [(i, 1.0 - d) for i, d in zip(found["ids"][0], distances[0], strict=True)]


def embedded_text(passage: Passage, *, semantic: bool) -> str:
    """What is embedded of a passage: its headings, then its words.

    The title is left out for a model that reads meaning, since it says the same of every passage of a document.
    """
    return " ".join((*passage.path[1 if semantic else 0 :], passage.text))


def _metadata(passage: Passage) -> dict[str, str | int]:
    return {
        "document_id": passage.document_id,
        "clause_id": passage.clause_id,
        "label": passage.label,
        "path": " > ".join(passage.path),
        "start": passage.span.start,
        "end": passage.span.end,
        "offices": "、".join(passage.offices),
        "tokens": passage.tokens,
    }
