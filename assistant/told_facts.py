"""Facts that people tell in words no rule knows, by the meaning of each fragment of what they say.

`data/told_facts.toml` holds such fragments by fact and value, `data/told_facts.npz` their vectors and the fit that tells
them apart (`vectorstore.telling`); `python -m eval.fact_training` writes it. A fragment that asks, wishes, supposes or
speaks of others tells nothing, and the rules win.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from assistant.fact_proofs import only_tells, says_of
from assistant.fact_words import clauses_of, stated_in
from assistant.facts import StatedFact
from vectorstore.bundled_embeddings import BundledEmbeddings, is_bundled
from vectorstore.line_vectors import Vectors
from vectorstore.telling import Lines

FILE = "told_facts.npz"
NOTHING = ("nothing", "nothing")
# How much more a fragment must be of a value than of any other, and how much it must be of one that it tells beside another
# fact: of fragments by hands that were not fitted on two thirds are told, one in forty wrongly, and none that tells nothing.
APART, SURE = 0.2, 0.4
_IDLE = 0.5  # from which it is of nothing beyond doubt
SHORTEST = 3  # characters of a fragment that can tell anything
_WISHED = frozenset({"planned", "candidate"})  # what is told in the words of a wish


@dataclass(frozen=True, slots=True)
class ToldFacts:
    """The values (fact, value) and the fit that tells which of them a fragment's vector speaks of.

    `lines` are the vectors it was made of (fragments × dimension), `owners` the place of the value of each.
    """

    values: tuple[tuple[str, str], ...]
    fit: Lines
    lines: Vectors
    owners: NDArray[np.int64]

    def lines_of(self, value: tuple[str, str]) -> Vectors:
        """The vectors of the fragments that tell a value."""
        found: Vectors = self.lines[self.owners == self.places()[value]]
        return found

    def places(self) -> Mapping[tuple[str, str], int]:
        """Where each value stands in what the fit says."""
        return {value: place for place, value in enumerate(self.values)}

    def of(self, vector: Vectors) -> list[tuple[str, str]]:
        """What a vector tells."""
        return self.told_by(self.fit.of(vector))

    def told_by(self, found: Vectors) -> list[tuple[str, str]]:
        """What is told by how much it is of each value: that which it is far more than any other, and others which it surely is."""
        best, next_best = np.argsort(-found, kind="stable")[:2]
        clear = [int(best)] if found[best] - found[next_best] >= APART else []
        beside = [int(place) for place in np.flatnonzero(found >= SURE) if self.values[place] != NOTHING]
        told = [*clear, *(place for place in beside if place not in clear and self._is_apart(found, place))]
        return [self.values[place] for place in told if self.values[place] != NOTHING]

    def _is_apart(self, found: Vectors, place: int) -> bool:
        """Whether a vector is more of a value than of any other of the same fact, and than of nothing."""
        beside = [
            float(found[other])
            for other, value in enumerate(self.values)
            if other != place and value[0] in {self.values[place][0], NOTHING[0]}
        ]
        return float(found[place]) - max(beside) >= APART


def facts_told(said: str) -> list[StatedFact]:
    """The facts that the fragments of a plain text tell by their meaning; none without the bundled model."""
    return list(_told(said)) if is_bundled() else []


def tells_nothing(fragment: str) -> bool:
    """Whether a fragment beyond doubt tells nothing of anybody (心里没底); never without the bundled model."""
    if not is_bundled():
        return False
    return bool(reading_of(fragment)[told_facts().places()[NOTHING]] >= _IDLE)


def telling_fragments(said: str) -> list[str]:
    """The fragments of a plain text that tell something of somebody, or wish it."""
    return [part for part in clauses_of(said) if len(part) >= SHORTEST and only_tells(part, wishes=True)]


@lru_cache(maxsize=1024)  # the facts, whose case it is and what is no lack are read in the same fragments
def reading_of(fragment: str) -> Vectors:
    """How much a fragment tells each of the values, in their order; not to be changed."""
    return told_facts().fit.of(BundledEmbeddings().vector(fragment))


@cache
def lines_that_tell_nothing() -> Vectors:
    """The vectors of the fragments that tell nothing (fragments × dimension)."""
    return told_facts().lines_of(NOTHING)


def _told(said: str) -> Iterator[StatedFact]:
    for fragment in telling_fragments(said):
        if stated_in(fragment):
            continue
        for name, value in told_facts().told_by(reading_of(fragment)):
            if (value in _WISHED or only_tells(fragment)) and says_of(name, fragment):
                yield StatedFact(name, value, fragment)


def lines_by_hand() -> Mapping[tuple[str, str], Mapping[str, Collection[str]]]:
    """The fragments by fact and value, and by who wrote them."""
    table = tomllib.loads((files("assistant") / "data" / "told_facts.toml").read_text("utf-8"))
    return {(name, value): hands for name, values in table.items() for value, hands in values.items()}


@cache
def told_facts() -> ToldFacts:
    """The shipped fit."""
    with as_file(files("assistant") / "data" / FILE) as file, np.load(file, allow_pickle=False) as stored:
        lines = stored["lines"].astype(np.float32)
        values = tuple((str(name), str(value)) for name, value in stored["values"])
        fit = Lines(lines, stored["weights"].astype(np.float32))
        return ToldFacts(values, fit, lines, stored["owners"].astype(np.int64))
