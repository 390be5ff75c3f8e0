"""Where the words of a question stand in texts: for each character of it, the longest run that ends there.

One pass over all texts at once gives the characters, pairs and longer grams that each shares with the question,
its longest common run, and the same for each sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]
Runs = NDArray[np.uint8]
_BREAKS = tuple(map(ord, ";。\n"))
_LONGEST_TEXT = 4000  # characters of a text that are compared


@dataclass(frozen=True, slots=True)
class Matches:
    """Runs by text (texts × characters of the question) and by sentence, with the first sentence of each text."""

    texts: Runs
    sentences: Runs
    first_sentences: NDArray[np.int64]
    owners: NDArray[np.int64]


@lru_cache(maxsize=50_000)
def codes_of(text: str) -> Codes:
    """The UTF-16 codes of a folded text, closed by a line end so that runs stay inside it."""
    cut = text[:_LONGEST_TEXT] + "\n"
    return np.frombuffer(cut.encode("utf-16-le", errors="replace"), dtype=np.uint16)


def is_word(codes: Codes) -> NDArray[np.bool_]:
    """Which codes are Han characters, Latin letters or digits."""
    held: NDArray[np.bool_] = (
        ((codes >= 0x4E00) & (codes <= 0x9FFF)) | ((codes >= 48) & (codes <= 57)) | ((codes >= 97) & (codes <= 122))
    )
    return held


def matches_of(question: Codes, texts: Sequence[str]) -> Matches:
    """The runs of a question's characters in each text; a run is a length in characters, 0 where there is none."""
    parts = [codes_of(text) for text in texts]
    flat = np.concatenate(parts)
    lengths = np.array([len(part) for part in parts])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    after_break = np.flatnonzero(np.isin(flat[:-1], _BREAKS)) + 1
    sentence_starts = np.union1d(starts, after_break)
    by_sentence = np.zeros((len(question), len(sentence_starts)), dtype=np.uint8)
    previous = np.zeros(len(flat) + 1, dtype=np.uint8)
    places: dict[int, NDArray[np.int64]] = {}
    for column, (code, counts) in enumerate(zip(question.tolist(), is_word(question), strict=True)):
        current = np.zeros(len(flat) + 1, dtype=np.uint8)
        if counts:
            if code not in places:
                places[code] = np.flatnonzero(flat == code)
            at = places[code]
            current[at + 1] = np.minimum(previous[at], 254) + 1
            by_sentence[column] = np.maximum.reduceat(current[1:], sentence_starts)
        previous = current
    first = np.searchsorted(sentence_starts, starts)
    by_text = np.maximum.reduceat(by_sentence, first, axis=1)
    owners = np.searchsorted(starts, sentence_starts, side="right") - 1
    return Matches(by_text.T, by_sentence.T, first, owners)
