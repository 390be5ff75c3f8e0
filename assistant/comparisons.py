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
from assistant.counted import counts_in, numbers_said, value_of
from assistant.evidence import Evidence, weigh
from assistant.glossing import NOTHING
from assistant.language import Language, chinese_terms
from assistant.named_sides import beside_the_last, compares_offices, named_sides, sides_of
from assistant.ownership import names_of, owners_claim
from assistant.queries import Query
from assistant.shown import tidy
from assistant.sources import Sources
from assistant.terms import Term, coverage
from assistant.wording import Wording
from ingest.passages import Passage
from ingest.reading import squeeze
from vectorstore.ledger import LedgerRow

_MIN_SIDE = 0.3  # share of a side's weight that its sentence must hold
_SURE_SIDE = 0.6  # the same where the question may be about one thing after all
_NUMBERS = re.compile(r"数量|数目|多少|[几多]|[市区]级|how many|number", re.IGNORECASE)
_OWNERS = re.compile(r"部门|单位|归|牵涉|管|offices?|departments?", re.IGNORECASE)


def compose_comparison(query: Query, sources: Sources, wording: Wording, *, sure: bool = False) -> Draft | None:
    """The sides' best sentences side by side, with their owners; None when one side is not in the documents.

    With `sure` also None where the sides are not clearly two different tasks.
    """
    offices = compares_offices(query.plain)
    named = beside_the_last(query, sources) if query.focus else named_sides(query, sources)
    sides = named or ([] if query.focus else list(_sides(query, sources, by_words=sure)))
    least = _SURE_SIDE if sure and not offices else _MIN_SIDE
    if not named and (len(sides) != 2 or any(side.stated < least for side in sides)):
        return None
    places = [(side.sentence.passage.document_id, side.sentence.passage.clause_id) for side in sides]
    if (sure or offices) and not named and sides[0].sentence.span == sides[1].sentence.span and places[0] == places[1]:
        return None
    owners = bool(offices or query.offices or questions.OWNER.search(query.plain) or _OWNERS.search(query.plain))
    claims: list[Claim] = []
    rows: list[LedgerRow] = []
    for side, place in zip(sides, places, strict=True):
        claims.append(quoted_sentence(query, sources, side, wording))
        row = sources.ledger.row(*place)
        if owners and row:
            rows.append(row)
            claims.append(owners_claim(row, names_of(row, query.language), sources.note_quote(row), wording))
        elif owners:
            passage = side.sentence.passage
            text = wording.say("no_owner", label=passage.label, heading=tidy(passage.heading))
            claims.append(Claim(text, claims[-1].quotes, (passage.label,)))
    if len(rows) == 2 and places[0] != places[1]:
        claims += _held_together(rows, sources, wording)
    elif len(rows) == 2:
        claims.append(Claim(wording.say("one_task"), (sources.note_quote(rows[0]),)))
    return Draft(
        Status.ANSWERED, tuple(dict.fromkeys(claims)), documents=tuple(dict.fromkeys(name for name, _ in places))
    )


def _held_together(rows: Sequence[LedgerRow], sources: Sources, wording: Wording) -> list[Claim]:
    """Whether two tasks have the same offices, how many each has, and which stand at one of them alone."""
    first, second = rows
    notes = (sources.note_quote(first), sources.note_quote(second))
    same = set(first.departments) == set(second.departments)
    counts = [len(first.departments), len(second.departments)]
    text = wording.say("same_owners" if same else "other_owners", first=counts[0], second=counts[1])
    claims = [Claim(text, notes, tuple(map(str, counts)))]
    for key, own, other in (("first_alone", first, second), ("second_alone", second, first)):
        alone = [
            name
            for name, printed in zip(names_of(own, wording.language), own.departments, strict=True)
            if printed not in other.departments
        ]
        if alone and len(alone) < len(own.departments):
            claims.append(Claim(wording.say(key, names=wording.join(alone)), notes))
    return claims


def _sides(query: Query, sources: Sources, *, by_words: bool) -> Iterator[Evidence]:
    """The sentence that speaks best of each side, also in everyday words unless by its own alone."""
    passages = sources.passages(query)
    for counted in (_counted_sides, _of_one_number):
        if len(found := list(counted(query, passages, sources))) == 2:
            yield from found
            return
    if len(sides_of(query)) != 2:
        return
    asked = {Ask.COUNT} if _NUMBERS.search(query.plain) else set()
    for own, other in _contrasted(query):
        near = NOTHING if by_words else sources.near_text("".join(term.word for term in own))
        if evidence := weigh(own, passages, asks=asked, owned=True, against=other, glosses=near):
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


_ONE_NUMBER = re.compile(
    r"(?:两|俩|2)个?(?:数字?)?[“\"‘「']?(?P<number>[一二三四五六七八九十百]{1,3}|\d{1,3})(?:[”\"’」']|(?=是|有|各|指|说|到底|分别|,|差|区别|什么|都))"
    r"|(?<!\d)(?P<twice>\d{1,3})(?!\d)[^\d。?]{0,4}[跟和与同][^\d。?]{1,12}(?P=twice)(?!\d)"
)


def _of_one_number(query: Query, passages: Sequence[Passage], sources: Sources) -> Iterator[Evidence]:
    """The same number said of two things (两个“十”): the sentences that count each, by the sides' words where these are named."""
    match = _ONE_NUMBER.search(query.plain)
    value = value_of(match["number"] or match["twice"]) if match else None
    counted = [
        (item, count)
        for item in (weigh((), passages, owned=True) if value else ())
        for count in counts_in(item.sentence.text, sources.title(item.sentence.passage.document_id))
        if count.number == value
    ]
    named = _contrasted(query) if len(sides_of(query)) == 2 else [((), ())] * 2
    taken: set[str] = set()
    for own, other in named:
        left = [pair for pair in counted if pair[1].thing not in taken]
        best = max(left, key=lambda pair: _speaks_for(own, other, pair[1].words), default=None)
        if best is not None:
            taken.add(best[1].thing)
            yield replace(best[0], stated=1.0, covered=1.0)


def _speaks_for(own: Sequence[Term], other: Sequence[Term], words: str) -> float:
    text = [squeeze(words)]
    return coverage(own, text) - coverage(other, text)


def _contrasted(query: Query) -> list[tuple[tuple[Term, ...], tuple[Term, ...]]]:
    """For each side of a comparison its own terms and those of the other side; terms of both count for neither."""
    left, right = sides_of(query)
    shared = {term.word for term in left} & {term.word for term in right}
    only_left = tuple(term for term in left if term.word not in shared) or left
    only_right = tuple(term for term in right if term.word not in shared) or right
    return [(only_left, only_right), (only_right, only_left)]
