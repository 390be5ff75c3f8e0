"""The lexical index: BM25 over character grams of headings and text, in arrays that open by memory mapping.

Source of the weighting: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexUnusable
from ingest.passages import Passage
from vectorstore.grams import gram_keys, key_of

# Presence counts for more than frequency in clauses, which are short and say a thing once.
K1, B = 0.3, 0.5
_ARRAYS = ("keys", "starts", "rows", "weights")


class LexicalIndex:
    """Postings by gram: `keys` sorted, `starts` into `rows` (passage rows) and `weights` (BM25 weights)."""

    def __init__(self, size: int, arrays: dict[str, NDArray[np.generic]]) -> None:
        self.size = size
        self._keys = arrays["keys"]
        self._starts = arrays["starts"]
        self._rows = arrays["rows"]
        self._weights = arrays["weights"]

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> LexicalIndex:
        """The index of passages; the row of a passage is its place in the sequence."""
        keys, rows, counts, lengths = _counted(passages)
        order = np.lexsort((rows, keys))
        keys, rows, counts = keys[order], rows[order], counts[order]
        distinct, starts = np.unique(keys, return_index=True)
        holding = np.diff(np.append(starts, len(keys)))
        rarity = np.log(1 + (len(passages) - holding + 0.5) / (holding + 0.5))
        average = lengths.mean() if len(lengths) else 1.0
        norm = K1 * (1 - B + B * lengths[rows] / max(average, 1.0))
        weights = np.repeat(rarity, holding) * counts * (K1 + 1) / (counts + norm)
        arrays: dict[str, NDArray[np.generic]] = {"keys": distinct, "starts": np.append(starts, len(keys)).astype(np.int64),
                  "rows": rows.astype(np.int32), "weights": weights.astype(np.float32)}  # fmt: skip
        return cls(len(passages), arrays)

    def save(self, directory: Path) -> None:
        """Write the arrays into a new directory."""
        directory.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(directory / f"{name}.npy", getattr(self, f"_{name}"))
        np.save(directory / "size.npy", np.array([self.size]))

    @classmethod
    def open(cls, directory: Path) -> LexicalIndex:
        """The index saved in a directory, mapped into memory."""
        try:
            # Seen as plain arrays: every look into a mapped one costs the making of another mapped one.
            arrays = {name: np.asarray(np.load(directory / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS}
            return cls(int(np.load(directory / "size.npy")[0]), arrays)
        except (OSError, ValueError) as error:
            raise IndexUnusable(f"{directory} is damaged ({error}); rebuild it with: wence ingest --replace") from error

    def scores(self, query: str) -> NDArray[np.float32]:
        """The BM25 score of every row for a query, each gram of which counts once."""
        total = np.zeros(self.size, dtype=np.float32)
        wanted = np.unique(gram_keys(query))
        places = np.searchsorted(self._keys, wanted)
        for key, place in zip(wanted, places, strict=True):
            if place < len(self._keys) and self._keys[place] == key:
                part = slice(int(self._starts[place]), int(self._starts[place + 1]))
                total[self._rows[part]] += self._weights[part]
        return total

    def rarity(self, grams: Sequence[str]) -> NDArray[np.float64]:
        """The weight of each gram by how few rows hold it (BM25's inverse document frequency)."""
        holding = np.zeros(len(grams))
        if len(self._keys):
            wanted = np.array([key_of(gram) for gram in grams], dtype=np.uint64)
            places = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
            held = self._keys[places] == wanted
            holding[held] = (self._starts[places + 1] - self._starts[places])[held]
        return np.log(1 + (self.size - holding + 0.5) / (holding + 0.5))


def best_rows(scores: NDArray[np.float32], *, limit: int, allowed: Iterable[int] | None = None) -> list[int]:
    """The rows with the highest positive scores, best first, ties by row; only `allowed` rows when given."""
    if allowed is not None:
        mask = np.zeros(len(scores), dtype=bool)
        mask[list(allowed)] = True
        scores = np.where(mask, scores, 0)
    count = min(limit, len(scores))
    if count == 0:
        return []
    nearest = np.argpartition(-scores, count - 1)[:count]
    ordered = nearest[np.lexsort((nearest, -scores[nearest]))]
    return [int(row) for row in ordered if scores[row] > 0]


def _counted(
    passages: Sequence[Passage],
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """Distinct grams of each passage with their counts; a gram of the headings counts once, and only if not in the text."""
    all_keys, all_rows, all_counts = [], [], []
    lengths = np.zeros(len(passages), dtype=np.float32)
    headings: dict[tuple[str, ...], NDArray[np.uint64]] = {}
    for row, passage in enumerate(passages):
        own = gram_keys(passage.text)
        if passage.path not in headings:
            headings[passage.path] = np.unique(gram_keys(" ".join(passage.path)))
        keys, counts = np.unique(own, return_counts=True)
        above = np.setdiff1d(headings[passage.path], keys, assume_unique=True)
        all_keys.append(np.concatenate([keys, above]))
        all_counts.append(np.concatenate([counts, np.ones(len(above))]).astype(np.float32))
        all_rows.append(np.full(len(keys) + len(above), row, dtype=np.int64))
        lengths[row] = len(own)
    if not passages:
        return np.array([], np.uint64), np.array([], np.int64), np.array([], np.float32), lengths
    return np.concatenate(all_keys), np.concatenate(all_rows), np.concatenate(all_counts), lengths
