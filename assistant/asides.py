"""What a question says beside the question: who calls, how one feels, what a remark adds; it is no topic to be covered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import questions
from assistant.asking import asks_of
from assistant.evidence import Evidence, weigh
from assistant.language import Language
from assistant.queries import Query, weight_of
from assistant.sources import Sources
from assistant.terms import Term, content_terms, coverage
from ingest.passages import Passage
from ingest.reading import squeeze

_PART = re.compile(r"[^,。;!?]+[,。;!?]?")
_KNOWN = 0.34  # share of the terms of a part that the documents must know for it to be more than an aside
_MANY = 20  # documents whose words are looked through


def parts_of(plain: str) -> list[str]:
    """The parts of a plain question between commas and stops, each with the mark that ends it."""
    return [match[0] for match in _PART.finditer(plain)]


_ASKED_FOR = re.compile(
    r"([\u4e00-\u9fff])不\1|行不|能不|列[出一全给]|一[家个条]{2}|告诉|[念讲说]给|讲讲|说说|指个|查[查一下]"
)
_REASON = re.compile(
    r"^(?:我们?|俺|咱们?)(?:就|在|也|是|好)*(?:想|打算|准备|琢磨|考虑|纠结|要写|拿去)"
)  # why somebody asks
_SPECIFIES = re.compile(r"^(?:也?就是|指的?|即|说的是|我说的|比如|关于|包括)")


def without_remarks(query: Query) -> Query:
    """The query without the terms of what follows the question mark and asks nothing, where the question has a topic."""
    parts = parts_of(query.plain)
    ends = next((place for place, part in enumerate(parts, 1) if part.endswith("?")), len(parts))
    kept = [
        part
        for place, part in enumerate(parts)
        if place < ends or specifies(part) or (asks_something(part) and not _REASON.match(part))
    ]
    return _kept_to(query, kept) if weight_of(_own(query.terms, parts[:ends])) >= 1.0 else query


def without_asides(query: Query, sources: Sources) -> Query:
    """The query without the terms of parts that ask nothing and that the documents know nothing of."""
    parts = parts_of(query.plain)
    documents = sources.documents()
    if len(parts) < 2 or query.language is Language.ENGLISH or len(documents) > _MANY:
        return query
    texts = [squeeze(document.text) for document in documents]
    known = [part for part in parts if not content_terms(part) or coverage(content_terms(part), texts) >= _KNOWN]
    kept = [part for part in parts if part in known or asks_something(part)]
    return _kept_to(query, kept) if any(asks_something(part) for part in kept) else query


def specifies(part: str) -> bool:
    """Whether a part only says more closely what the part before it means (就是…)."""
    return bool(_SPECIFIES.match(part))


def asks_something(part: str) -> bool:
    """Whether a part of a question asks something, or for something to be told."""
    return bool(questions.ASKS.search(part) or asks_of(part) or questions.OWNER.search(part) or _ASKED_FOR.search(part))


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
