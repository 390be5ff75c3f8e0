"""What is told beside a quoted sentence where it is asked for: the place in the text, a share of an amount as a sum."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers import Status
from assistant.asking import Ask
from assistant.claims import Claim, Draft, Quote
from assistant.eligibility import sum_claim
from assistant.facts import Facts
from assistant.queries import Query
from assistant.shown import tidy
from assistant.sources import Sources
from assistant.wording import Wording
from ingest.documents import Span
from ingest.measures import Measure

_PLACE_ASKED = re.compile(
    r"(?:哪|第几)(?:一|个|几)?(?:个)?(?:大|小)?(?:章节?|节|条款?|款|部分|段|大点|小点|处)(?!路|街)|出处|(?<![差别同])在(?:文件|方案|原文|文中|通知|正文)?(?:里|中|上)?的?(?:哪里|哪儿|什么(?:地方|位置)|哪个位置)(?:写|提|讲|说|能|$)"
    r"|\b(?:which|what) (?:section|clause|article|chapter|part|paragraph|item)\b|\bwhere (?:in|does) the (?:plan|document|text|notice)\b",
    re.IGNORECASE,
)
_COMPUTED = re.compile(
    r"算(?:一?[算下]|出来|起来)|多少(?!钱)|抵|折|合|\b(?:how much|calculate|compute|work out|offset)\b", re.IGNORECASE
)


def with_place(draft: Draft, query: Query, sources: Sources, wording: Wording) -> Draft:
    """The draft with the headings above what it quotes first, where a question wants to know where it stands."""
    if draft.status not in {Status.ANSWERED, Status.PARTIAL} or not _PLACE_ASKED.search(query.plain):
        return draft
    found = next((quote for claim in draft.claims for quote in claim.quotes), None)
    if found is None:
        return draft
    passage = next(iter(sources.index.clause_passages(found.document_id, found.clause_id)), None)
    headings = [tidy(part) for part in passage.path[1:]] if passage else []
    if passage is None or not passage.label or not headings:
        return draft
    path = " › ".join(headings)
    text = wording.say("found_at", label=passage.label, path=path)
    return replace(draft, claims=(*draft.claims, Claim(text, (found,), (passage.label, path))))


def with_sum(draft: Draft, query: Query, facts: Facts, sources: Sources) -> Draft:
    """The draft with the share of a stated amount, where the clause it quotes gives a share and a sum is asked for."""
    if draft.eligibility is not None:
        return _with_share(draft, query, facts, sources)
    amount = facts.amount
    asks = query.continued or query.asks & {Ask.REDUCTION, Ask.MONEY, Ask.CAP, Ask.SHARE}
    asked = asks and _COMPUTED.search(query.plain)
    if amount is None or not asked or draft.status is Status.NOT_IN_DOCUMENTS:
        return draft
    for document in sources.documents():
        for measure in document.measures:
            quote = _quoted(measure, document.document_id, draft, sources)
            if measure.rate is not None and quote is not None:
                return replace(draft, claims=(*draft.claims, sum_claim(measure.rate, amount, quote, query.language)))
    return draft


def _with_share(draft: Draft, query: Query, facts: Facts, sources: Sources) -> Draft:
    """The draft with what a share of an amount would be, where somebody tells what they invested after another question."""
    judged = draft.eligibility.judged if draft.eligibility else ()
    able = facts.value("recognised") == "yes" and facts.value("runs_vocational_education") not in {None, "no"}
    if facts.amount is None or not able or not query.continued or any(item.measure.rate is not None for item in judged):
        return draft
    for document in sources.documents():
        for measure in document.measures:
            if measure.rate is None:
                continue
            start = document.text.index(measure.quote)
            quote = Quote(document.document_id, measure.clause_id, Span(start, start + len(measure.quote)))
            told = sum_claim(measure.rate, facts.amount, quote, query.language)
            return replace(draft, claims=(*draft.claims, Claim(tidy(measure.quote), (quote,)), told))
    return draft


def _quoted(measure: Measure, document_id: str, draft: Draft, sources: Sources) -> Quote | None:
    """The quote of a draft that holds the words of a measure."""
    text = sources.index.document(document_id).text
    start = text.find(measure.quote)
    quotes = (quote for claim in draft.claims for quote in claim.quotes if quote.document_id == document_id)
    return next(
        (quote for quote in quotes if quote.span.start <= start and start + len(measure.quote) <= quote.span.end), None
    )
