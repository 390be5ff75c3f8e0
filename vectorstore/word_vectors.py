"""Words with a vector each, so that words of like meaning can be told without a model.

`data/word_vectors.npz` holds the words that several documents use, how rare each is among clauses, and a short vector
of its meaning in bytes; `eval/word_fitting.py` makes it once with the bundled model and says from what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
FILE = "word_vectors.npz"
_SCALE = 127


@dataclass(frozen=True)
class WordVectors:
    """`places` of words in `vectors` (of length 1) and `rarities`; a last row of zeros stands for no word."""

    places: Mapping[str, int]
    vectors: Vectors
    rarities: Vectors

    @property
    def none(self) -> int:
        """The place that stands for no word."""
        return len(self.places)

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        """How long words are that begin with a character, the longest first."""
        found: dict[str, set[int]] = {}
        for word in self.places:
            found.setdefault(word[0], set()).add(len(word))
        return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}

    def words_of(self, text: str) -> list[int]:
        """The places of the words of a text, cut from its front, the longest that is known first."""
        found, start = [], 0
        while start < len(text):
            step = 1
            for length in self._lengths.get(text[start], ()):
                place = self.places.get(text[start : start + length])
                if place is not None:
                    found.append(place)
                    step = length
                    break
            start += step
        return found


def write_words(file: Path, words: Mapping[str, float], vectors: Vectors) -> None:
    """Write words with their rarities and vectors, which are brought to length 1 and stored as bytes."""
    units = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    np.savez_compressed(
        file,
        words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        vectors=np.rint(units * _SCALE).astype(np.int8),
        rarities=np.array(list(words.values()), dtype=np.float16),
    )


def read_words(file: Path) -> WordVectors:
    """The words of a file."""
    with np.load(file, allow_pickle=False) as stored:
        words = stored["words"].tobytes().decode().split("\n")
        vectors = stored["vectors"].astype(np.float32)
        rarities = stored["rarities"].astype(np.float32)
    units = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    nothing = np.zeros((1, vectors.shape[1]), dtype=np.float32)
    return WordVectors(
        {word: place for place, word in enumerate(words)},
        np.concatenate([units, nothing]),
        np.append(rarities, np.float32(0)),
    )


@cache
def shipped_words() -> WordVectors:
    """The words that come with wence."""
    with as_file(files("vectorstore") / "data" / FILE) as file:
        return read_words(file)
