"""What a question takes for granted, held against the text: a number, a level, a name, a duty, a state of things.

Somebody who asks 「10家区级企业,对吧」 wants to hear that the text says otherwise. Each part of the question that can
be checked is compared with the sentence that speaks of the same thing; what differs is corrected in words with the
text's own words, and what agrees is confirmed with them. What cannot be compared is neither denied nor confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import questions
from assistant.answer_signs import in_their_words
from assistant.answers import Status
from assistant.asking import Ask
from assistant.case_facts import states_facts
from assistant.claims import Claim, Draft, Quote
from assistant.composing import choose, quoted_sentence
from assistant.counted import Counted, Levelled, counts_in, levels_in, levels_said, numbers_said
from assistant.evidence import Evidence
from assistant.findings import Finding, span_of
from assistant.language import Language
from assistant.queries import Query
from assistant.said_of import about_subject, duties, in_its_words, names, quoted_words, roles, states
from assistant.sources import Sources
from assistant.wording import Wording
from ingest.reading import reading_view, squeeze

_MIN_STATED = 0.3  # share of the question's weight that a sentence must hold to be what the question speaks of


def is_put_up(plain: str) -> bool:
    """Whether a plain question puts something up for confirmation (…对吧, 听说…, …是真的吗)."""
    return bool(questions.CONFIRM.search(plain) or questions.HEARSAY.search(plain))


def compose_premise(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording) -> Draft | None:
    """The answer to a question that takes something for granted; None where nothing in it can be compared."""
    if not evidence or query.continued or _of_themselves(query.plain):
        return None
    found = list(_findings(query, sources, evidence))
    wrong = [finding for finding in found if not finding.agrees]
    told = wrong or ([item for item in found if is_put_up(query.plain)][:1] if _all_stated(query, found) else [])
    if not told:
        return None
    first = told[0].evidence
    claims = [_claim(finding, wording) for finding in told]
    claims += [quoted_sentence(query, sources, item, wording) for item in _shown(first, evidence)]
    return Draft(Status.ANSWERED, tuple(dict.fromkeys(claims)), documents=(first.sentence.passage.document_id,))


def _of_themselves(plain: str) -> bool:
    said = re.sub(
        r"我(?:们)?(?=记得|记着|听|看|以为|没记错|印象|的印象|的理解|理解)|\bi (?=heard|think|believe|read)", "", plain
    )
    return bool(questions.FIRST_PERSON.search(said)) or (bool(states_facts(said)) and not is_put_up(said))


def _claim(finding: Finding, wording: Wording) -> Claim:
    quote = _quote(finding)
    key = "premise_holds" if finding.agrees else finding.key
    return Claim(wording.say(key, asked=finding.asked, stated=finding.stated), (quote,), (finding.asked,))


def _quote(finding: Finding) -> Quote:
    passage = finding.evidence.sentence.passage
    return Quote(passage.document_id, passage.clause_id, finding.span)


def _shown(first: Evidence, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentence that decides, and the others that answer where it is one of those."""
    chosen = choose(evidence)
    return chosen if first in chosen else [first]


def _all_stated(query: Query, found: Sequence[Finding]) -> bool:
    """Whether nearly all of what is said stands in the sentence that agrees: then the whole is confirmed."""
    return bool(found) and found[0].evidence.stated >= 0.6 and not questions.UNIVERSAL.search(query.plain)


def _findings(query: Query, sources: Sources, evidence: Sequence[Evidence]) -> Iterator[Finding]:
    """Every part of the question that could be compared; the sure ones first."""
    put_up = is_put_up(query.plain)
    asked = put_up or bool(questions.YES_OR_NO.search(query.plain)) or bool(questions.ENUMERATES.search(query.plain))
    if not asked:
        return
    either = bool(questions.EITHER.search(query.plain) or questions.COMPARISON.search(query.plain))
    numbers = (
        [] if either else [*_numbers(query, sources, evidence), *(_years(query, sources, evidence) if put_up else ())]
    )
    yield from numbers
    if not either and not any(finding.agrees is False for finding in numbers):
        yield from _levels(query, sources, evidence, counted=numbers[:1])
    if any(not finding.agrees for finding in numbers):
        return
    subject = about_subject(query, evidence)
    if subject is None or not _speaks_of_it(subject):
        return
    wrong = [*duties(query, subject), *(states(query, subject) if put_up else ())]
    if put_up and not wrong:
        wrong = [*quoted_words(query, subject)] or [*names(query, subject, evidence, sources)][:2]
        wrong = wrong or roles(query, subject)
    yield from wrong
    if put_up and not wrong:
        yield from in_its_words(query, subject)


def _speaks_of_it(item: Evidence) -> bool:
    """Whether a sentence speaks of the matter; what the documents do not know may be the mistake."""
    return item.stated >= _MIN_STATED or (item.known >= 0.6 and item.stated >= _MIN_STATED / 2)


def _numbers(query: Query, sources: Sources, evidence: Sequence[Evidence]) -> Iterator[Finding]:
    """Numbers of the question against the number that the text gives for the same things."""
    said = _said(query, evidence)
    for number in numbers_said(query.plain if query.language is Language.ENGLISH else said):
        about = f"{number.about} {said}" if query.language is Language.ENGLISH else number.about
        best = max(
            ((count.likeness(number, about, said) + 0.02 * _owned(item, sources) + 0.1 * item.score, item, count)
             for item in evidence for count in _counts(item, sources)),
            key=lambda triple: triple[0], default=None,
        )  # fmt: skip
        if best is None or best[0] < 1.0:
            continue
        _, item, count = best
        agrees = count.number == number.number
        if agrees and is_put_up(query.plain) and number.unit in _PLAIN_UNITS and count.unit in _PLAIN_UNITS:
            agrees = number.unit == count.unit
        yield Finding(number.words, count.words, agrees, item, span_of(item, count.start, count.end))


_PLAIN_UNITS = {"家", "个"}


def _counts(item: Evidence, sources: Sources) -> Sequence[Counted]:
    passage = item.sentence.passage
    return counts_in(item.sentence.text, sources.title(passage.document_id))


def _owned(item: Evidence, sources: Sources) -> bool:
    return sources.row_of(item.sentence.passage) is not None


def _levels(
    query: Query, sources: Sources, evidence: Sequence[Evidence], *, counted: Sequence[Finding]
) -> Iterator[Finding]:
    """Levels (市级, 区级) of the question against the level that the text gives the same things."""
    said = _said(query, evidence)
    for asked in levels_said(query.plain):
        own = next((level for item in counted for level in levels_said(item.stated)), None)
        if own is not None:
            if own.level != asked.level:
                yield replace(counted[0], asked=asked.words, agrees=False)
            continue
        found: list[tuple[float, Evidence, Levelled]] = []
        for item in evidence:
            if not _speaks_of_it(item):
                continue
            for levelled in levels_in(item.sentence.text, sources.title(item.sentence.passage.document_id)):
                likeness = levelled.likeness(said)
                if likeness:
                    found.append((likeness + item.score + 0.3 * _owned(item, sources), item, levelled))
        if not found:
            continue
        _, item, levelled = max(found, key=lambda triple: triple[0])
        if levelled.level == asked.level and counted:
            continue
        yield Finding(asked.words, levelled.words, levelled.level == asked.level, item,
                      span_of(item, levelled.start, levelled.end))  # fmt: skip


_YEAR = re.compile(r"(?:到|至|在)?(20\d\d)年?")


def _years(query: Query, sources: Sources, evidence: Sequence[Evidence]) -> Iterator[Finding]:
    """A year to which something is said to run, against the year the documents aim at."""
    asked = _YEAR.search(query.plain)
    if Ask.VALIDITY in query.asks:  # still valid in that year: asked, and not said
        return
    if asked is None or any(asked[1] in document.text for document in sources.documents()):
        return
    for item in evidence:
        text = reading_view(item.sentence.text)
        aimed = re.search(r"到20\d\d年", text)
        if aimed:
            yield Finding(asked[0], aimed[0], False, item, span_of(item, aimed.start(), aimed.end()))
            return


def _said(query: Query, evidence: Sequence[Evidence]) -> str:
    """The question in the words of the documents."""
    return in_their_words(query, [squeeze(item.sentence.text) for item in evidence])
