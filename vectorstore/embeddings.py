"""Embeddings: the model that comes along, a stateless hash of character grams, a model in a directory or of an endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.errors import ConfigurationError, IndexUnusable
from vectorstore.bundled_embeddings import MOST_TOKENS, BundledEmbeddings, is_bundled
from vectorstore.bundled_embeddings import NAME as BUNDLED
from vectorstore.endpoint_calls import Failure
from vectorstore.grams import gram_keys, is_pair

NO_KEY = "none"  # what a local endpoint without keys is sent, since the client insists on one
HASH = "hash"
_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd constant that spreads neighbouring keys over the dimensions
_SINGLE_WEIGHT = 0.35  # a pair of characters says more than one of them
_TYPICAL_GRAMS = 260.0  # of a clause with its headings


class NamedEmbeddings(Protocol):
    """Embeddings with what the index records of them."""

    name: str
    dimension: int

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""


class HashEmbeddings(Embeddings):
    """Each gram adds its weight, with a sign, at a dimension that its hash chooses; compare by inner product.

    Stateless: the same text gives the same vector everywhere and nothing is fitted or fetched. `dimension`
    bounds collisions: 2,048 keeps 98% of the clauses that full BM25 finds among 200 candidates.
    """

    def __init__(self, dimension: int = 2048) -> None:
        self.dimension = dimension
        self.name = f"{HASH}-{dimension}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a passage: repetition saturates, long passages weigh their grams less."""
        return [self._vector(text, saturate=True) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question: each gram once."""
        return self._vector(text, saturate=False)

    def _vector(self, text: str, *, saturate: bool) -> list[float]:
        keys, counts = np.unique(gram_keys(text), return_counts=True)
        weights = np.where(is_pair(keys), 1.0, _SINGLE_WEIGHT)
        if saturate:
            weights = weights * counts * 1.3 / (counts + 0.3 * (0.5 + 0.5 * counts.sum() / _TYPICAL_GRAMS))
        mixed = keys * _MIX
        places = (mixed >> np.uint64(32)) % np.uint64(self.dimension)
        signs = np.where(mixed >> np.uint64(63), 1.0, -1.0)
        vector = np.zeros(self.dimension)
        np.add.at(vector, places.astype(np.int64), signs * weights)
        return [float(value) for value in vector / np.sqrt(self.dimension)]


def is_semantic(embeddings: NamedEmbeddings) -> bool:
    """Whether vectors are near by meaning and not by shared characters alone."""
    return not embeddings.name.startswith(f"{HASH}-")


def embed_questions(embeddings: NamedEmbeddings, texts: Sequence[str]) -> list[list[float]]:
    """One vector a text that is worded as questions are; a model that tells them from passages reads them as questions."""
    if isinstance(embeddings, BundledEmbeddings):
        return [embeddings.embed_query(text) for text in texts]
    return embeddings.embed_documents(list(texts)) if texts else []


def embeddings_for(configured: NamedEmbeddings, *, tokens: int) -> NamedEmbeddings:
    """What an index of so many tokens is embedded with: above MOST_TOKENS the hash takes the place of the bundled model."""
    if _is_default(configured) and tokens > MOST_TOKENS:
        return HashEmbeddings()
    return configured


def embeddings_of(recorded: tuple[str, int], configured: NamedEmbeddings) -> NamedEmbeddings:
    """What an index with the recorded (name, dimension) is searched with; IndexUnusable where the configuration names another.

    An index that was made with the hash is searched with it wherever nothing is configured.
    """
    hashed = HashEmbeddings()
    for embeddings in (configured, *([hashed] if _is_default(configured) else [])):
        if (embeddings.name, embeddings.dimension) == recorded:
            return embeddings
    raise IndexUnusable(
        f"the index was embedded with {recorded[0]}, the configuration names {configured.name};"
        " set WENCE_EMBEDDING_MODEL back or rebuild with: wence ingest --replace"
    )


def _is_default(embeddings: NamedEmbeddings) -> bool:
    return isinstance(embeddings, BundledEmbeddings) and not embeddings.named


def open_embeddings(model: str | None, *, api_key: str | None = None, base_url: str | None = None,
                    home: Path | None = None, batch_size: int = 64) -> NamedEmbeddings:  # fmt: skip
    """The configured embeddings: `hash`, the bundled model by its name, one in a directory, or one of an OpenAI-compatible endpoint.

    When none is named it is the bundled model, or the hash on a machine where that does not run.
    `home` is where vectors of an endpoint are kept. An endpoint with an address of its own may need no key.
    """
    if model in {None, BUNDLED} and is_bundled():
        return BundledEmbeddings(named=model is not None)
    if model is None or model == HASH:
        return HashEmbeddings()
    if model == BUNDLED:
        raise ConfigurationError(
            f"WENCE_EMBEDDING_MODEL={BUNDLED} does not run on this machine; use WENCE_EMBEDDING_MODEL={HASH}"
        )
    if is_directory(model):
        from vectorstore.local_models import LocalEmbeddings

        return LocalEmbeddings(Path(model).expanduser())
    if api_key is None and base_url is None:
        raise ConfigurationError(
            f"WENCE_EMBEDDING_MODEL names {model!r} but OPENAI_API_KEY is not set; set it or unset the model"
        )
    from vectorstore.endpoint_embeddings import EndpointEmbeddings

    return EndpointEmbeddings(model, api_key=api_key or NO_KEY, base_url=base_url, home=home, batch_size=batch_size)


def trouble_of(embeddings: NamedEmbeddings) -> Failure | None:
    """Why the endpoint of the embeddings cannot be used now; None where it can, or where there is none."""
    from vectorstore.endpoint_embeddings import EndpointEmbeddings

    return embeddings.trouble() if isinstance(embeddings, EndpointEmbeddings) else None


def is_directory(model: str) -> bool:
    """Whether a model is named by its directory rather than as an endpoint knows it (`maker/model` may be either)."""
    return model.startswith(("/", "./", "../", "~")) or Path(model).is_dir()
