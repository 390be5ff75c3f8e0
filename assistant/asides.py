"""What a question says beside the question: who calls, how one feels; it is no topic to be covered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import questions
from assistant.evidence import Evidence, weigh
from assistant.glossing import Glossed
from assistant.language import Language, chinese_terms
from assistant.queries import Query, weight_of
from assistant.remarks import asks_something, parts_of
from assistant.sources import Sources
from assistant.terms import Term, content_terms, coverage
from ingest.passages import Passage
from ingest.reading import squeeze

_KNOWN = 0.34  # share of the terms of a part that the documents must know for it to be more than an aside
_MANY = 20  # documents whose words are looked through


def without_asides(query: Query, sources: Sources) -> Query:
    """The query without the terms of parts that ask nothing and that the documents know nothing of."""
    parts = parts_of(query.plain)
    if len(parts) < 2 or query.language is Language.ENGLISH or len(sources.documents()) > _MANY:
        return query
    texts = sources.texts()
    known = [part for part in parts if not content_terms(part) or coverage(content_terms(part), texts) >= _KNOWN]
    kept = [part for part in parts if part in known or asks_something(part)]
    return _kept_to(query, kept) if any(asks_something(part) for part in kept) else query


def _kept_to(query: Query, parts: Sequence[str]) -> Query:
    terms = _own(query.terms, parts)
    return replace(query, terms=terms) if weight_of(terms) and len(terms) < len(query.terms) else query


def _own(terms: Sequence[Term], parts: Sequence[str]) -> tuple[Term, ...]:
    """The terms that stand in some parts, and those carried over from earlier questions."""
    said = " ".join(parts)
    return tuple(term for term in terms if term.carried or term.word in said)


_SAYS_MUCH, _STATED = 1.2, 0.6  # weight of a part that can tell a task, and the share of it that one sentence must hold


def of_one_part(query: Query, passages: Sequence[Passage]) -> list[Evidence]:
    """The sentences weighed by the one part of a long question that names a task; empty when none does."""
    best: tuple[float, list[Evidence]] = (0.0, [])
    parts = parts_of(query.plain)
    for part in parts if len(parts) > 1 else ():
        terms = tuple(term for term in query.terms if term.word in part and not term.carried)
        weight = weight_of(terms)
        evidence = weigh(terms, passages, owned=True) if weight >= _SAYS_MUCH else []
        if evidence and min(evidence[0].stated, evidence[0].covered) >= _STATED:
            best = max(best, (weight * evidence[0].stated, evidence), key=lambda pair: pair[0])
    return best[1]


def of_asking_part(query: Query, passages: Sequence[Passage], near: Glossed) -> list[Evidence]:
    """The sentences weighed by the part of a message that asks for the offices, where it names the task; else empty."""
    parts = parts_of(query.plain)
    asking = [part for part in parts if questions.OWNER.search(part)]
    if query.continued or not asking or len(asking) == len(parts):
        return []
    said = " ".join(asking)
    own = content_terms(chinese_terms(said)) if query.language is Language.ENGLISH else _own(query.terms, asking)
    terms = tuple(term for term in own if not term.carried)
    evidence = weigh(terms, passages, owned=True, glosses=near) if weight_of(terms) >= _SAYS_MUCH else []
    return evidence if evidence and min(evidence[0].stated, evidence[0].covered) >= _STATED else []


_FIRST = 8  # characters of the first part of a sentence that leave no doubt which is meant
_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{6,})[”\"」』]")


def of_quoted(query: Query, evidence: Sequence[Evidence]) -> Evidence | None:
    """The sentence whose words a question quotes, or whose first part it says as it stands; None where there is none."""
    quoted = [squeeze(words) for words in _QUOTED.findall(query.plain)]
    asked = squeeze(query.plain)
    for item in evidence:
        text = squeeze(item.sentence.text)
        first = re.split("[,;。]", text)[0]
        if any(words in text for words in quoted) or (len(first) >= _FIRST and first in asked):
            return item
    return None
