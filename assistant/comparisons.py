"""Two things side by side: each with its own sentence, and with its offices where these are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import questions
from assistant.answers import Status
from assistant.asking import Ask
from assistant.claims import Claim, Draft
from assistant.composing import quoted_sentence
from assistant.counted import counts_in, numbers_said
from assistant.evidence import Evidence, weigh
from assistant.language import Language, chinese_terms
from assistant.named_sides import named_sides
from assistant.ownership import owners_claim
from assistant.queries import Query
from assistant.routing import sides_of
from assistant.sources import Sources, tidy
from assistant.terms import Term
from assistant.wording import Wording
from ingest.passages import Passage
from vectorstore.ledger import LedgerRow

_MIN_SIDE = 0.3  # share of a side's weight that its sentence must hold
_SURE_SIDE = 0.6  # the same where the question may be about one thing after all
_NUMBERS = re.compile(r"数量|数目|多少|[几多]|[市区]级|how many|number", re.IGNORECASE)
_OWNERS = re.compile(r"部门|单位|归|牵涉|管|offices?|departments?", re.IGNORECASE)


def compose_comparison(query: Query, sources: Sources, wording: Wording, *, sure: bool = False) -> Draft | None:
    """The sides' best sentences side by side, with their owners; None when one side is not in the documents.

    With `sure` also None where the sides are not clearly two different tasks.
    """
    named = named_sides(query, sources)
    sides = named or list(_sides(query, sources))
    least = _SURE_SIDE if sure else _MIN_SIDE
    if not named and (len(sides) != 2 or any(side.stated < least for side in sides)):
        return None
    places = [(side.sentence.passage.document_id, side.sentence.passage.clause_id) for side in sides]
    if sure and not named and sides[0].sentence.span == sides[1].sentence.span and places[0] == places[1]:
        return None
    owners = bool(query.offices or questions.OWNER.search(query.plain) or _OWNERS.search(query.plain))
    claims: list[Claim] = []
    rows: list[LedgerRow] = []
    for side, place in zip(sides, places, strict=True):
        claims.append(quoted_sentence(query, sources, side, wording))
        row = sources.ledger.row(*place)
        if owners and row:
            rows.append(row)
            claims.append(owners_claim(row, list(row.departments), sources.note_quote(row), wording))
        elif owners:
            passage = side.sentence.passage
            text = wording.say("no_owner", label=passage.label, heading=tidy(passage.heading))
            claims.append(Claim(text, claims[-1].quotes, (passage.label,)))
    if len(rows) == 2 and places[0] != places[1]:
        claims.append(_held_together(rows, sources, wording))
    return Draft(
        Status.ANSWERED, tuple(dict.fromkeys(claims)), documents=tuple(dict.fromkeys(name for name, _ in places))
    )


def _held_together(rows: Sequence[LedgerRow], sources: Sources, wording: Wording) -> Claim:
    """Whether two tasks have the same offices, and how many each has."""
    first, second = rows
    same = set(first.departments) == set(second.departments)
    counts = [len(first.departments), len(second.departments)]
    text = wording.say("same_owners" if same else "other_owners", first=counts[0], second=counts[1])
    return Claim(text, (sources.note_quote(first), sources.note_quote(second)), tuple(map(str, counts)))


def _sides(query: Query, sources: Sources) -> Iterator[Evidence]:
    """The sentence that speaks best of each side."""
    passages = sources.passages(query)
    if len(counted := list(_counted_sides(query, passages, sources))) == 2:
        yield from counted
        return
    if len(sides_of(query)) != 2:
        return
    asked = {Ask.COUNT} if _NUMBERS.search(query.plain) else set()
    for own, other in _contrasted(query):
        if evidence := weigh(own, passages, asks=asked, owned=True, against=other):
            yield evidence[0]


def _counted_sides(query: Query, passages: Sequence[Passage], sources: Sources) -> Iterator[Evidence]:
    """Two numbers put side by side (10家和10个): the sentences that give each with its unit."""
    said = [number for number in numbers_said(query.plain) if number.words[0].isdigit() and number.unit != "%"]
    english = query.language is Language.ENGLISH
    if len(said) != 2 or (said[0].unit == said[1].unit and not english):
        return
    evidence = weigh((), passages, owned=True)
    for number in said:
        for item in evidence:
            counts = counts_in(item.sentence.text, sources.title(item.sentence.passage.document_id))
            alike = [count for count in counts if count.number == number.number]
            things = chinese_terms(number.about).split()
            if any(count.unit == number.unit or any(thing in count.words for thing in things) for count in alike):
                yield replace(item, stated=1.0, covered=1.0)
                break


def _contrasted(query: Query) -> list[tuple[tuple[Term, ...], tuple[Term, ...]]]:
    """For each side of a comparison its own terms and those of the other side; terms of both count for neither."""
    left, right = sides_of(query)
    shared = {term.word for term in left} & {term.word for term in right}
    only_left = tuple(term for term in left if term.word not in shared) or left
    only_right = tuple(term for term in right if term.word not in shared) or right
    return [(only_left, only_right), (only_right, only_left)]
