"""The router fitted to labelled questions: their wording first, and their meaning to what the wording leaves open."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.queries import Query, Route
from assistant.route_model import RouteMeaning, meant
from assistant.route_signals import signals_of
from vectorstore.bundled_embeddings import BundledEmbeddings

_INNER_FOLDS, _SEED = 4, 20211009
_MIN_FAMILIES = 3  # in which a word must occur to be known
_PENALTY, _STEPS = 1e-4, 250
Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One question as the router sees it, with its route, its family and how much it counts."""

    query: Query
    words: tuple[str, ...]
    route: Route
    family: str
    weight: float


class _Rows:
    """Signals of questions as the few entries of a matrix (questions × signals), each row of length 1."""

    def __init__(self, signals: Sequence[Sequence[int]]) -> None:
        self.size = len(signals)
        rows = np.repeat(np.arange(self.size), [len(each) for each in signals])
        columns = np.array([column for each in signals for column in each], dtype=np.int64)
        values = np.array([1 / len(each) ** 0.5 for each in signals for _ in each], dtype=np.float32)
        order = np.argsort(columns, kind="stable")
        self._by_row, self._by_column = (rows, columns, values), (columns[order], rows[order], values[order])

    def times(self, weights: Floats) -> Floats:
        """The matrix by weights (signals × routes)."""
        return _gathered(*self._by_row, weights, self.size)

    def transposed_times(self, slopes: Floats, signals: int) -> Floats:
        """The matrix, rows for columns, by slopes (questions × routes)."""
        return _gathered(*self._by_column, slopes, signals)


def _gathered(to: Indices, of: Indices, values: Floats, table: Floats, size: int) -> Floats:
    """The rows `of` a table, weighed by `values` and summed by the sorted places `to` which they go, `size` rows."""
    found = np.zeros((size, table.shape[1]), dtype=np.float32)
    if len(to):
        places, starts = np.unique(to, return_index=True)
        found[places] = np.add.reduceat(table[of] * values[:, None], starts, axis=0)
    return found


@dataclass(frozen=True, slots=True)
class Trained:
    """Known words, signals and their weights (signals × routes), and what the meaning adds."""

    known: frozenset[str]
    signals: tuple[str, ...]
    weights: Floats
    meaning: RouteMeaning | None = None

    def rows(self, items: Sequence[Labelled]) -> _Rows:
        """The signals of each question."""
        place = {signal: index for index, signal in enumerate(self.signals)}
        return _Rows([[place[s] for s in signals_of(item.query, self.known) if s in place] for item in items])

    def votes(self, items: Sequence[Labelled]) -> Floats:
        """The votes for each question (questions × routes)."""
        votes = self.rows(items).times(self.weights)
        return votes if self.meaning is None else votes + self.meaning.votes(_vectors(items))

    def right(self, items: Sequence[Labelled]) -> int:
        """For how many of the questions the likeliest route is theirs."""
        likeliest = self.votes(items).argmax(axis=1)
        return sum(list(Route)[best] is item.route for best, item in zip(likeliest, items, strict=True))


def _vectors(items: Sequence[Labelled]) -> Floats:
    """The vectors of questions by the bundled model (questions × dimension)."""
    return np.array([_vector(item.query.plain) for item in items], dtype=np.float32)


@cache
def _vector(text: str) -> tuple[float, ...]:
    return tuple(BundledEmbeddings().embed_query(text))


def _descend(size: int, votes_of: Callable[[Floats], Floats], slopes_of: Callable[[Floats], Floats],
             items: Sequence[Labelled], rate: float) -> Floats:  # fmt: skip
    """The weights (size × routes) that make the labelled routes likely, by accelerated gradient descent."""
    target = np.eye(len(Route), dtype=np.float32)[[list(Route).index(item.route) for item in items]]
    share = np.array([item.weight for item in items], dtype=np.float32)[:, None] / len(items)
    weights = ahead = np.zeros((size, len(Route)), dtype=np.float32)
    pace = 1.0
    for _ in range(_STEPS):
        votes = votes_of(ahead)
        likely = np.exp(votes - votes.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        moved = (ahead - rate * (slopes_of((likely - target) * share) + _PENALTY * ahead)).astype(np.float32)
        following = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = (moved + (pace - 1) / following * (moved - weights)).astype(np.float32)
        weights, pace = moved, following
    return weights


def train_wording(items: Sequence[Labelled]) -> Trained:
    """The model of the wording alone."""
    families: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for word in item.words:
            families[word].add(item.family)
    known = frozenset(word for word, seen in families.items() if len(seen) >= _MIN_FAMILIES)
    counts = Counter(signal for item in items for signal in signals_of(item.query, known))
    signals = tuple(sorted(signal for signal, count in counts.items() if count > 1))
    rows = Trained(known, signals, np.zeros((0, 0), dtype=np.float32)).rows(items)
    total = sum(item.weight for item in items) / len(items)
    weights = _descend(
        len(signals), rows.times, lambda slopes: rows.transposed_times(slopes, len(signals)), items,
        1.5 / (0.5 * total + _PENALTY),
    )  # fmt: skip
    return Trained(known, signals, weights)


def train(items: Sequence[Labelled]) -> Trained:
    """The wording, and what the meaning adds to the votes it has for questions of families that it was not trained on."""
    fold = folds_of(items, _INNER_FOLDS)
    votes = np.zeros((len(items), len(Route)), dtype=np.float32)
    for left_out in range(_INNER_FOLDS):
        places = [place for place, item in enumerate(items) if fold[item.family] == left_out]
        kept = train_wording([item for item in items if fold[item.family] != left_out])
        votes[places] = kept.votes([items[place] for place in places])
    vectors = _vectors(items)
    mean = vectors.mean(axis=0)
    apart = meant(vectors, mean)
    share = np.array([item.weight for item in items], dtype=np.float32)[:, None] / len(items)
    steepest = float(np.linalg.eigvalsh((apart * share).T @ apart)[-1])
    weights = _descend(
        len(mean), lambda ahead: votes + apart @ ahead, lambda slopes: apart.T @ slopes, items,
        1.0 / (0.5 * steepest + _PENALTY),
    )  # fmt: skip
    return replace(train_wording(items), meaning=RouteMeaning(mean, weights))


def folds_of(items: Sequence[Labelled], number: int) -> dict[str, int]:
    """The fold of each family, of so many."""
    names = sorted({item.family for item in items})
    random.Random(_SEED).shuffle(names)  # noqa: S311 - folds, nothing secret
    return {name: index % number for index, name in enumerate(names)}
