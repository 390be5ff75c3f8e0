"""What the second stage chooses from: the candidates of each question of a benchmark, and which of them are right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.benchmarks import DEPTHS, Asked
from ingest.reading import squeeze
from vectorstore.store import Index

FOLDS, SEED = 5, 20211009
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """One question's candidates in the order of the first stage.

    `rows` are those of the index, `features` candidates × FEATURES, `held` quotes × candidates: where each quote stands.
    """

    asked: Asked
    rows: NDArray[np.int64]
    texts: tuple[str, ...]
    features: NDArray[np.float32]
    held: NDArray[np.bool_]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which candidates hold a quote."""
        return np.asarray(self.held.any(axis=0), dtype=bool)


def choices_of(index: Index, questions: Sequence[Asked], *, inside: bool) -> list[Choice]:
    """The candidates of the first stage for each question, with the features of the second."""
    known: dict[str, str] = {}
    found = []
    for asked in questions:
        documents = [asked.document] if inside else None
        listed = index.searcher.candidates(asked.question, document_ids=documents)
        candidates = [candidate for candidate, _ in listed.values()]
        texts = tuple(known.setdefault(text, text) for text in (squeeze(c.passage.text) for c in candidates))
        own = np.array([candidate.passage.document_id == asked.document for candidate in candidates], dtype=bool)
        held = np.array([[squeeze(quote) in text for text in texts] for quote in asked.quotes], dtype=bool)
        features = index.searcher.features(asked.question, candidates).astype(np.float32)
        rows = np.array(list(listed), dtype=np.int64)
        found.append(Choice(asked, rows, texts, features, held.reshape(-1, len(texts)) & own))
    return found


def folds_of(choices: Sequence[Choice], *, folds: int = FOLDS) -> NDArray[np.int64]:
    """The fold of each choice; questions on one document are in one fold."""
    documents = sorted({choice.asked.document for choice in choices})
    np.random.default_rng(SEED).shuffle(documents)
    place = {document: number % folds for number, document in enumerate(documents)}
    return np.array([place[choice.asked.document] for choice in choices])


def measures(choices: Sequence[Choice], scores: Sequence[Floats]) -> dict[str, list[float]]:
    """Recall at each depth and the reciprocal rank at 10 of every question, by the order that the scores give."""
    found: dict[str, list[float]] = {name: [] for name in (*(f"recall@{depth}" for depth in DEPTHS), "mrr@10")}
    for choice, score in zip(choices, scores, strict=True):
        order = np.lexsort((choice.rows, -score))[: max(DEPTHS)]
        held = choice.held[:, order]
        for depth in DEPTHS:
            found[f"recall@{depth}"].append(float(held[:, :depth].any(axis=1).sum()) / min(depth, len(held)))
        first = np.flatnonzero(held.any(axis=0))
        found["mrr@10"].append(1 / (1 + int(first[0])) if len(first) else 0.0)
    return found


def left_out(groups: Sequence[Sequence[Choice]], fit: Callable[[list[Choice]], Callable[[list[Choice]], list[Floats]]],
             *, folds: int = FOLDS) -> list[list[Floats]]:  # fmt: skip
    """The scores of each group's choices by what was fitted on the choices of other documents, of all groups together."""
    places = [folds_of(group, folds=folds) for group in groups]
    scores: list[list[Floats]] = [[np.zeros(0)] * len(group) for group in groups]
    for fold in range(folds):
        kept = [choice for group, place in zip(groups, places, strict=True) for choice in _where(group, place != fold)]
        scored = fit(kept)
        for group, place, into in zip(groups, places, scores, strict=True):
            tested = np.flatnonzero(place == fold).tolist()
            for number, score in zip(tested, scored([group[number] for number in tested]), strict=True):
                into[number] = score
    return scores


def _where(group: Sequence[Choice], wanted: NDArray[np.bool_]) -> list[Choice]:
    return [choice for choice, kept in zip(group, wanted, strict=True) if kept]
