"""What people tell of the conditions of a measure in words no rule reads, fragment by fragment, by its meaning.

A condition that known facts leave open is met, or not met, where a fragment of what was told says so far more than anything
else. What is asked says nothing; what is supposed is held against the conditions as if it were so.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from assistant.answers import ConditionState
from assistant.case_facts import begins_another
from assistant.fact_proofs import FORMAL, asks
from assistant.fact_words import clauses_of
from assistant.reasoning import JudgedCondition, JudgedMeasure
from assistant.sources import Sources
from assistant.told_facts import SHORTEST, lines_that_tell_nothing
from ingest.measures import facts_of
from vectorstore.bundled_embeddings import BundledEmbeddings
from vectorstore.condition_fits import MET, UNMET
from vectorstore.telling import Lines

# By how much a fragment must say that a condition is met, or not met, rather than anything else. Nobody is told lightly that
# they meet one: of 570 cases of ten authors these right 13 and wrong 3, and tell nobody wrongly to meet a measure.
_MEETS, _FAILS = 0.4, 0.2
_SENTENCE = re.compile(r"(?<=[。!?;])|\n|(?<=[.!?])\s")


def with_told(item: JudgedMeasure, heard: str, sources: Sources) -> JudgedMeasure:
    """The measure with the conditions decided that facts leave open and `heard`, all that was told of the case, does not."""
    fragments = list(dict.fromkeys(_fragments(heard)))
    conditions = [_decided(condition, fragments, sources) for condition in item.conditions]
    return replace(item, conditions=tuple(conditions))


def _decided(judged: JudgedCondition, fragments: Sequence[str], sources: Sources) -> JudgedCondition:
    if judged.state is not ConditionState.NOT_STATED or not fragments or not judged.condition.lines.met:
        return judged
    fit = sources.index.condition_fit(judged.condition.lines, lines_that_tell_nothing())
    if fit is None:
        return judged
    known = facts_of(judged.condition) and not judged.waits_for  # and yet they leave it open: it takes clearer words
    state, words = _told(fragments, fit, fails=_MEETS if known else _FAILS)
    if state is None or (state is ConditionState.MET and FORMAL in facts_of(judged.condition)):
        return judged
    return replace(judged, state=state, waits_for=(), words=words)


def _told(fragments: Sequence[str], fit: Lines, *, fails: float) -> tuple[ConditionState | None, str]:
    """The state that fragments tell and the one that tells it most; none where they tell another thing more, or too little."""
    found = np.array([fit.of(BundledEmbeddings().vector(part)) for part in fragments])
    others = [np.delete(found, kind, axis=1).max(axis=1) for kind in range(found.shape[1])]
    more = np.array([found[:, kind] - others[kind] for kind in range(found.shape[1])])  # kinds × fragments
    most = more.max(axis=1)
    best = int(np.argmax(most[:-1]))  # what tells nothing says nothing against the rest
    words = fragments[int(np.argmax(more[best]))]
    if best == MET and most[best] >= _MEETS:
        return ConditionState.MET, words
    if best == UNMET and most[best] >= fails:
        return ConditionState.NOT_MET, words
    return None, ""


def _fragments(heard: str) -> Iterator[str]:
    """The clauses of a text that ask nothing, and what those of one sentence say together; all from where another case was begun."""
    turns = heard.split("\n")
    first = max((place for place, turn in enumerate(turns) if begins_another(turn)), default=0)
    for sentence in itertools.chain.from_iterable(map(_SENTENCE.split, turns[first:])):
        telling = [part for part in clauses_of(sentence) if len(part) >= SHORTEST and not asks(part)]
        yield from telling
        if len(telling) > 1:
            yield sentence[sentence.find(telling[0]) : sentence.rfind(telling[-1]) + len(telling[-1])]
