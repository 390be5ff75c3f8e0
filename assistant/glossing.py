"""Everyday words beside those of the text: sentences that people wrote glosses for are also found by these.

How near a question comes to each gloss is compared over all glosses in scope, since one question is near to everything
and another to nothing; the nearest counts 1, what is no nearer than most of them 0.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.passages import Passage
from vectorstore.likeness import Likeness
from vectorstore.store import Index

# Of the scores by the index and by terms, each 0 to 1. Chosen between 2 and 3 and between 0.5 and 1, which are alike, on
# everyday questions of two authors and on those in the words of the text, which lose nothing.
MEANING_SHARE = 2.5
WORD_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Glossed:
    """How near a question is to the sentences that have glosses: by document and place, 0 to 1 and as measured."""

    meaning: Mapping[tuple[str, int], float]
    words: Mapping[tuple[str, int], float]
    likenesses: Mapping[tuple[str, int], Likeness]

    def score(self, document_id: str, places: Iterable[int]) -> float:
        """What the best gloss at some places of a document adds to a score."""
        names = [(document_id, place) for place in places]
        return MEANING_SHARE * max((self.meaning[name] for name in names), default=0.0) + WORD_SHARE * max(
            (self.words[name] for name in names), default=0.0
        )

    def places(self, document_id: str, start: int, end: int) -> list[int]:
        """The places of the glosses that stand in a part of a document."""
        return [place for name, place in self.likenesses if name == document_id and start <= place < end]


NOTHING = Glossed({}, {}, {})


def glossed(index: Index, question: str, *, document_ids: Collection[str] | None = None) -> Glossed:
    """How near a question comes to the glosses of the documents in scope; nothing where none has any."""
    found = index.likenesses(question, document_ids=document_ids)
    if not found:
        return NOTHING
    names = [(item.document_id, item.start) for item in found]
    return Glossed(
        dict(zip(names, _scaled([item.meaning for item in found]), strict=True)),
        dict(zip(names, _scaled([item.words for item in found]), strict=True)),
        dict(zip(names, found, strict=True)),
    )


def _scaled(values: Sequence[float]) -> list[float]:
    """Values on 0 to 1; all 0 where they are not numbers, or equal."""
    known = [value for value in values if math.isfinite(value)]
    low, high = min(known, default=0.0), max(known, default=0.0)
    return [(value - low) / (high - low) if math.isfinite(value) and high > low else 0.0 for value in values]


def with_glosses(scores: Sequence[float], passages: Sequence[Passage], near: Glossed) -> list[float]:
    """The scores (0 to about 2) with what the glosses of each passage add.

    Where some passages are of documents without glosses, those with them change places among themselves alone:
    nobody has lent the others their words, and the question may be about them.
    """
    added = [
        near.score(passage.document_id, near.places(passage.document_id, passage.span.start, passage.span.end))
        for passage in passages
    ]
    total = [score + more for score, more in zip(scores, added, strict=True)]
    documents = {name for name, _ in near.likenesses}
    told = [place for place, passage in enumerate(passages) if passage.document_id in documents]
    if len(told) == len(passages):
        return total
    kept = list(scores)
    best_first = sorted(told, key=lambda place: (-total[place], place))
    for place, score in zip(best_first, sorted((scores[place] for place in told), reverse=True), strict=True):
        kept[place] = score
    return kept
