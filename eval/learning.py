"""Learns to choose: weights of features and a table from words of questions to words of clauses, fitted together.

The loss is that of picking a right candidate among those of a question (softmax), with a ridge penalty on each part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eval.choices import Choice, Floats
from ingest.reading import squeeze
from vectorstore.grams import gram_keys, grams_of
from vectorstore.translating import Translations, term_key, terms_held, words_of_question

FEATURE_PENALTY, TABLE_PENALTY = 6.0, 2.0
_SHOWN = 60  # candidates of a question that are learned from, best of the first stage first
_STEPS = 45  # of the optimiser
_QUESTION_DOCUMENTS = 12  # whose questions have a word, for it to be a row
_CLAUSE_SHARE, _CLAUSE_WORDS = 0.008, 1200  # of the clauses have a word, for it to be a column; at most so many
LEAST = 0.06  # of a weight that is kept in the table; those below are many and add little
_FEWEST = 10.0  # as in `vectorstore.translating`


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of questions and of clauses that a table may join."""

    asked: dict[str, int]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights of the features and the table."""

    weights: Floats
    table: Translations
    vocabulary: Vocabulary

    def cut(self, least: float) -> Learned:
        """The same with only those weights of the table that are at least so large, above or below 0."""
        kept = np.where(np.abs(self.table.weights) < least, np.float32(0), self.table.weights)
        return replace(self, table=replace(self.table, weights=kept))

    def scores(self, choices: Sequence[Choice]) -> list[Floats]:
        """The scores of the candidates of each choice."""
        return [
            choice.features @ self.weights + self.table.scores(folded(choice), [text.lower() for text in choice.texts])
            for choice in choices
        ]


@dataclass(frozen=True, slots=True)
class _Problem:
    """All candidates in one list: `starts` of each question's, `owner` question of each, terms as (candidate, column, value)."""

    features: NDArray[np.float32]
    right: NDArray[np.bool_]
    starts: NDArray[np.int64]
    owner: NDArray[np.int64]
    asked: NDArray[np.float32]
    term_candidate: NDArray[np.int32]
    term_place: NDArray[np.int64]
    term_value: NDArray[np.float32]


def folded(choice: Choice) -> str:
    """The question as the table reads it."""
    return squeeze(choice.asked.question).lower()


def vocabulary_of(choices: Sequence[Choice]) -> Vocabulary:
    """The words that enough documents' questions and enough clauses have."""
    documents: dict[str, set[str]] = {}
    clauses: dict[str, None] = {}
    for choice in choices:
        for word in words_of_question(folded(choice)):
            documents.setdefault(word, set()).add(choice.asked.document)
        clauses |= dict.fromkeys(choice.texts)
    counts = Counter(word for text in clauses for word in grams_of(text) if not word[0].isascii())
    frequent = [word for word, count in counts.most_common(_CLAUSE_WORDS) if count >= _CLAUSE_SHARE * len(clauses)]
    asked = sorted(word for word, found in documents.items() if len(found) >= _QUESTION_DOCUMENTS)
    return Vocabulary({word: row for row, word in enumerate(asked)}, tuple(sorted(frequent, key=term_key)))


def learn(choices: Sequence[Choice], vocabulary: Vocabulary | None = None, *, penalty: float | None = None,
          least: float = LEAST) -> Learned:  # fmt: skip
    """The weights that make right candidates likely; without a vocabulary those of features alone.

    `penalty` is that of the table, `least` the size of its weights that are kept.
    """
    words = vocabulary or Vocabulary({}, ())
    useful = [choice for choice in choices if choice.right[:_SHOWN].any() and not choice.right[:_SHOWN].all()]
    spread = np.concatenate([choice.features[:_SHOWN] for choice in useful]).std(axis=0).astype(np.float64) + 1e-6
    problem = _problem_of(useful, spread, words)
    size, shape = len(spread), (len(words.asked), len(words.given))
    ridge = np.concatenate(
        [np.full(size, FEATURE_PENALTY), np.full(shape[0] * shape[1], TABLE_PENALTY if penalty is None else penalty)]
    )
    found = _minimise(lambda point: _loss(problem, point, ridge, shape), np.zeros(len(ridge)))
    table = found[size:].reshape(shape).astype(np.float32)
    keys = np.array([term_key(word) for word in words.given], dtype=np.uint64)
    return Learned(found[:size] / spread, Translations(words.asked, keys, table), words).cut(least)


def _problem_of(choices: Sequence[Choice], spread: Floats, words: Vocabulary) -> _Problem:
    sizes = np.array([min(len(choice.rows), _SHOWN) for choice in choices])
    keys = np.array([term_key(word) for word in words.given], dtype=np.uint64)
    asked = np.zeros((len(choices), len(words.asked)), dtype=np.float32)
    candidates, places, values = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    first = 0
    for number, choice in enumerate(choices):
        if len(keys):
            question = folded(choice)
            asked[number, [words.asked[word] for word in words_of_question(question) if word in words.asked]] = 1
            held = terms_held([text.lower() for text in choice.texts[:_SHOWN]], keys)
            held[:, np.isin(keys, gram_keys(question))] = False
            row, column = np.nonzero(held)
            counted = np.maximum(held.sum(axis=1), _FEWEST)
            candidates.append((first + row).astype(np.int32))
            places.append(number * len(keys) + column)
            values.append((1 / np.sqrt(counted[row])).astype(np.float32))
        first += int(sizes[number])
    return _Problem(
        features=np.concatenate([choice.features[:_SHOWN] / spread for choice in choices]).astype(np.float32),
        right=np.concatenate([choice.right[:_SHOWN] for choice in choices]),
        starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]),
        owner=np.repeat(np.arange(len(choices)), sizes),
        asked=asked,
        term_candidate=np.concatenate(candidates),
        term_place=np.concatenate(places),
        term_value=np.concatenate(values),
    )


def _loss(problem: _Problem, point: Floats, penalty: Floats, shape: tuple[int, int]) -> tuple[float, Floats]:
    """The loss at a point and its slope."""
    size = problem.features.shape[1]
    scores = (problem.features @ point[:size].astype(np.float32)).astype(np.float64)
    if shape[1]:
        wanted = problem.asked @ point[size:].reshape(shape).astype(np.float32)
        parts = problem.term_value * wanted.ravel()[problem.term_place]
        scores += np.bincount(problem.term_candidate, weights=parts, minlength=len(scores))
    likely = np.exp(scores - np.maximum.reduceat(scores, problem.starts)[problem.owner])
    target = likely * problem.right
    total, right = np.add.reduceat(likely, problem.starts), np.add.reduceat(target, problem.starts) + 1e-30
    difference = (likely / total[problem.owner] - target / right[problem.owner]).astype(np.float32)
    slopes = [(difference @ problem.features).astype(np.float64)]
    if shape[1]:
        weights = problem.term_value * difference[problem.term_candidate]
        by_question = np.bincount(problem.term_place, weights=weights, minlength=len(problem.asked) * shape[1])
        slopes.append(
            (problem.asked.T @ by_question.reshape(-1, shape[1]).astype(np.float32)).ravel().astype(np.float64)
        )
    loss = float(np.log(total).sum() - np.log(right).sum() + 0.5 * (penalty * point * point).sum())
    return loss, np.concatenate(slopes) + penalty * point


def _minimise(function: Callable[[Floats], tuple[float, Floats]], point: Floats, *, memory: int = 8) -> Floats:
    """The least of a smooth convex function by L-BFGS with backtracking (Nocedal and Wright, "Numerical Optimization", 7.2)."""
    value, slope = function(point)
    pairs: list[tuple[Floats, Floats]] = []
    for _ in range(_STEPS):
        direction = -_turned(slope, pairs[-memory:])
        rate, descent = 1.0 if pairs else 1.0 / max(float(np.abs(slope).sum()), 1.0), float(slope @ direction)
        stepped = point + rate * direction
        next_value, next_slope = function(stepped)
        while next_value > value + 1e-4 * rate * descent:
            rate *= 0.5
            if rate < 1e-10:
                return point
            stepped = point + rate * direction
            next_value, next_slope = function(stepped)
        step, turn = stepped - point, next_slope - slope
        if float(step @ turn) > 1e-10:
            pairs.append((step, turn))
        point, value, slope = stepped, next_value, next_slope
    return point


def _turned(slope: Floats, pairs: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The slope times the estimate of the inverse curvature."""
    turned, shares = slope.copy(), []
    for step, turn in reversed(pairs):
        shares.append(float(step @ turned) / float(step @ turn))
        turned -= shares[-1] * turn
    if pairs:
        step, turn = pairs[-1]
        turned *= float(step @ turn) / float(turn @ turn)
    for (step, turn), share in zip(pairs, reversed(shares), strict=True):
        turned += step * (share - float(turn @ turned) / float(step @ turn))
    return turned
