"""What a fragment tells of a condition: a small fit to the everyday lines that meet it, fail it and leave it open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from ingest.documents import Document
from ingest.measures import ConditionLines
from vectorstore.line_vectors import Vectors, digest_of, read_vectors
from vectorstore.telling import Lines, fit

MET, UNMET, UNCLEAR, ASIDE = range(4)  # what a fit tells apart; the last is what tells nothing of anybody
# Of 3,384 lines of 47 conditions a fit to two of three hands takes 1 in 40 that meet a condition for such as fail it and 1 in 17
# the other way round; a greater ridge takes more of both for neither.
_RIDGE = 0.05


def condition_lines(documents: Sequence[Document]) -> Iterator[str]:
    """All lines on the conditions of the measures of documents."""
    for document in documents:
        for measure in document.measures:
            for condition in measure.conditions:
                yield from condition.lines.everything()


class ConditionFits:
    """The vectors of the lines on conditions in a file of a generation, and a fit for each condition that was asked for."""

    def __init__(self, file: Path, documents: Sequence[Document]) -> None:
        wanted = {digest_of(line) for line in condition_lines(documents)}
        self._known = {name: vector for name, vector in read_vectors(file).items() if name in wanted} if wanted else {}
        self._fits: dict[ConditionLines, Lines | None] = {}
        self._lock = Lock()

    def of(self, lines: ConditionLines, aside: Vectors) -> Lines | None:
        """The fit that tells MET, UNMET, UNCLEAR and ASIDE apart, `aside` (lines × dimension) being such; None without lines."""
        with self._lock:
            if lines not in self._fits:
                self._fits[lines] = self._fitted(lines, aside)
            return self._fits[lines]

    def _fitted(self, lines: ConditionLines, aside: Vectors) -> Lines | None:
        groups = (lines.met, lines.unmet, lines.unclear)
        names = [digest_of(line) for group in groups for line in group]
        if not names or not all(name in self._known for name in names):
            return None
        vectors = np.concatenate([np.array([self._known[name] for name in names]), aside])
        kinds = np.repeat(np.arange(4), [*map(len, groups), len(aside)])
        weights = fit(vectors, kinds, ridge=_RIDGE)
        return None if weights is None else Lines(vectors, weights)
