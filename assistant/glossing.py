"""Everyday words beside those of the text: sentences that people wrote glosses for are also found by these.

How near a question comes to each gloss is compared over all glosses in scope, since one question is near to everything
and another to nothing; the nearest counts 1, what is no nearer than most of them 0.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ingest.documents import Span
from ingest.passages import Passage
from ingest.reading import squeeze
from vectorstore.likeness import UNREAD, Untold
from vectorstore.store import Index

# Of the scores by the index and by terms, each 0 to 1. Chosen between 2 and 3 and between 0.5 and 1, which are alike, on
# everyday questions of two authors and on those in the words of the text, which lose nothing.
MEANING_SHARE = 2.5
WORD_SHARE = 0.75
# By which a question is nearer to a sentence than to what texts leave unanswered, of inner products between about 0.8 and
# 1: of 63 everyday and formal questions that were refused wrongly 53 are nearer, of 18 refused rightly none.
NEARER = 0.01
SURELY = 0.03  # what is as much nearer is nearer whatever else a question says
_CLEARLY = 0.5  # how much a question must be about a sentence for it to be meant beyond other ways to read it
_RICH = 8  # lines a sentence, of which several hands write many more
WHOLE = MEANING_SHARE + WORD_SHARE

Place = tuple[str, int]  # a document and where in it a sentence begins


@dataclass(frozen=True)  # without slots: what is asked again and again is kept
class Glossed:
    """How near a question is to the sentences that have glosses, 0 to 1, and these; by document and place.

    `measured` is how near each is by meaning as the model has it, `unsaid` how near questions are that texts leave
    open; `told` how much the question is about each and `untold` how much about none, `closely` and `closely_untold` the same
    beside what single sentences leave open. These are not numbers where no model read the question.
    """

    meaning: Mapping[Place, float]
    words: Mapping[Place, float]
    lines: Mapping[Place, str]
    measured: Mapping[Place, float]
    unsaid: float = math.nan
    told: Mapping[Place, float] = field(default_factory=dict)
    untold: Untold = UNREAD
    closely: Mapping[Place, float] = field(default_factory=dict)
    closely_untold: Untold = UNREAD

    def score(self, document_id: str, span: Span) -> float:
        """What the best gloss in a part of a document adds to a score, 0 to WHOLE."""
        places = self._places(document_id, span)
        return MEANING_SHARE * max((self.meaning[place] for place in places), default=0.0) + WORD_SHARE * max(
            (self.words[place] for place in places), default=0.0
        )

    def nearer(self, document_id: str, span: Span) -> float:
        """By how much a question is nearer to what a part of a document says than to what texts leave unanswered."""
        nearest = max((self.measured[place] for place in self._places(document_id, span)), default=math.nan)
        return nearest - self.unsaid

    @cached_property
    def is_rich(self) -> bool:
        """Whether the lines are so many that what they are not near to is likely not said."""
        counted = sum(lines.count("\n") + 1 for lines in self.lines.values())
        return counted >= _RICH * len(self.lines) > 0

    def apart(self, document_id: str, span: Span) -> tuple[float, float]:
        """How much a question is about a part of a document, and by how much more than about any other sentence."""
        return _apart(self.told, self._places(document_id, span))

    def closely_apart(self, document_id: str, span: Span) -> tuple[float, float]:
        """The same beside what single sentences leave open."""
        return _apart(self.closely, self._places(document_id, span))

    def recognises(self, document_id: str, span: Span) -> bool:
        """Whether a question is nearer to what a part of a document says than to what texts leave unanswered."""
        return self.nearer(document_id, span) >= NEARER

    def surely(self, document_id: str, span: Span) -> float:
        """By how much a question is beyond doubt nearer to what a part of a document says, 0 where it is not."""
        nearer = self.nearer(document_id, span)
        return max(0.0, nearer - SURELY) if math.isfinite(nearer) else 0.0

    def openness(self) -> float:
        """By how much a question is nearer to what texts leave unanswered than to all they say; not a number where unknown."""
        return self.unsaid - max(self.measured.values(), default=math.nan)

    @cached_property
    def clarity(self) -> float:
        """How much a question is about one sentence; where nothing has learnt that, by how much it is nearer than to what is left open."""
        return max(self.told.values()) if self.is_rich else -self.openness()

    def idleness(self) -> float:
        """By how much a question is rather one that concerns no administration than any other; not a number where unknown."""
        return self.untold.idle - max(self.untold.left_open, *self.told.values()) if self.told else math.nan

    def otherness(self) -> float:
        """By how much a question is rather one about other matters than about any sentence; not a number where unknown."""
        return self.untold.elsewhere - max(self.told.values()) if self.told else math.nan

    def lent(self, document_id: str, span: Span) -> str:
        """The everyday words for a part of a document, squeezed, a line each."""
        return "\n".join(self.lines[place] for place in self._places(document_id, span))

    def _places(self, document_id: str, span: Span) -> list[tuple[str, int]]:
        return [place for place in self.lines if place[0] == document_id and span.start <= place[1] < span.end]


NOTHING = Glossed({}, {}, {}, {})


def clearest(readings: Iterable[Glossed]) -> Glossed:
    """The first of several readings of a question that is clear, else the clearest; no more are made than needed, each takes time."""
    found = []
    for reading in readings:
        if reading.clarity >= _CLEARLY:
            return reading
        found.append(reading)
    return max(found, key=lambda reading: reading.clarity)


def glossed(index: Index, question: str, *, document_ids: Collection[str] | None = None,
            by_words: bool = False) -> Glossed:  # fmt: skip
    """How near a question comes to the glosses of the documents in scope; nothing where none has any.

    `by_words`: without the embeddings, of which a search has just heard that they cannot be had.
    """
    near = index.likenesses(question, document_ids=document_ids, by_words=by_words)
    if not near.found:
        return NOTHING
    names = [(item.document_id, item.start) for item in near.found]
    return Glossed(
        meaning=dict(zip(names, _scaled([item.told for item in near.found]), strict=True)),
        words=dict(zip(names, _scaled([item.words for item in near.found]), strict=True)),
        lines=dict(zip(names, (_lent(item.lines) for item in near.found), strict=True)),
        measured={name: item.meaning for name, item in zip(names, near.found, strict=True)},
        unsaid=near.unsaid,
        told={name: item.told for name, item in zip(names, near.found, strict=True)},
        untold=near.untold,
        closely={name: item.closely for name, item in zip(names, near.found, strict=True)},
        closely_untold=near.closely,
    )


def _apart(told: Mapping[Place, float], own: Collection[Place]) -> tuple[float, float]:
    """The most of some places, and by how much it is more than that of any other."""
    here = max((told[place] for place in own if place in told), default=0.0)
    return here, here - max((value for place, value in told.items() if place not in own), default=0.0)


@lru_cache(maxsize=4096)  # sentences; their lines are the same for every question
def _lent(lines: tuple[str, ...]) -> str:
    """Lines as words are looked for in them: squeezed, one below the other."""
    return "\n".join(map(squeeze, lines))


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
    added = [near.score(passage.document_id, passage.span) for passage in passages]
    total = [score + more for score, more in zip(scores, added, strict=True)]
    documents = {name for name, _ in near.lines}
    told = [place for place, passage in enumerate(passages) if passage.document_id in documents]
    if len(told) == len(passages):
        return total
    kept = list(scores)
    best_first = sorted(told, key=lambda place: (-total[place], place))
    for place, score in zip(best_first, sorted((scores[place] for place in told), reverse=True), strict=True):
        kept[place] = score
    return kept
