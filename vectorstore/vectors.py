"""The embedded Chroma collection of one generation: passages, their embeddings and metadata."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexUnusable
from ingest.passages import Passage

_COLLECTION = "passages"
_BATCH = 1000  # rows a call; larger batches are no faster
# Inner product, since the hash embedding carries its term weights in the vector's length.
_CONFIGURATION = {"hnsw": {"space": "ip", "ef_construction": 200, "max_neighbors": 32, "ef_search": 400}}


class Embedder(Protocol):
    """What turns text into vectors; `name` and `dimension` are recorded in the index."""

    name: str
    dimension: int

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, `dimension` floats each."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""


class PassageVectors:
    """Passages in Chroma under a directory; opened by one writer or by any number of readers."""

    def __init__(self, directory: Path) -> None:
        import chromadb
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        self._copy = None if os.access(directory, os.W_OK) or not directory.exists() else TemporaryDirectory()
        try:
            if self._copy:  # Chroma opens its files for writing even to read them
                shutil.copytree(directory, self._copy.name, dirs_exist_ok=True, copy_function=shutil.copyfile)
                directory = Path(self._copy.name)
                for folder in (directory, *(path for path in directory.rglob("*") if path.is_dir())):
                    folder.chmod(0o700)
            self._client = chromadb.PersistentClient(path=str(directory), settings=Settings(anonymized_telemetry=False))
            self._collection = self._client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration=_CONFIGURATION,  # type: ignore[arg-type]
            )
        except (ChromaError, ValueError, OSError) as error:
            raise IndexUnusable(
                f"the vector index in {directory} cannot be opened ({error}); rebuild it with: wence ingest --replace"
            ) from error

    def close(self) -> None:
        """Release the files of the collection."""
        self._client.close()  # type: ignore[attr-defined]
        if self._copy:
            self._copy.cleanup()

    def __len__(self) -> int:
        return self._collection.count()

    def add(self, passages: Sequence[Passage], embedder: Embedder) -> Iterable[int]:
        """Store passages with their embeddings; yields the number stored so far after each batch."""
        done = 0
        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            vectors = embedder.embed_documents([embedded_text(passage) for passage in batch])
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


def embedded_text(passage: Passage) -> str:
    """What is embedded of a passage: its headings, then its words."""
    return " ".join((*passage.path, passage.text))


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
