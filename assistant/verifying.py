"""Verification: a claim becomes a statement only when everything checkable in it stands in what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.answers import Citation, Condition, Eligibility, Statement
from assistant.claims import Claim, Draft, EligibilityClaim, Quote
from assistant.language import simplify
from assistant.wording import Wording
from ingest.numerals import parse_numeral
from ingest.offices import find_offices
from ingest.reading import reading_view, squeeze
from vectorstore.store import Index

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_QUALIFIED = re.compile(r"(\d+(?:-\d+)?)\s*(?:家|个|名|所|项|人|万元|%|年)?(左右|以上|以下|以内|以上下)")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}[〔﹝\[]\d{4}[〕﹞\]]\d+号")
_HEDGED = re.compile(r"(可(?!以)|可以|鼓励|支持|探索|优先|争取|原则上|适当|若干个?|符合条件的)(?=([\u4e00-\u9fff]{4}))")
_NAMED = re.compile(r"《([^《》]{2,60})》")


class Citations:
    """The citations of one answer, numbered in the order in which sentences use them, each once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._markers: dict[Quote, int] = {}
        self._cited: list[Citation] = []

    def all(self) -> tuple[Citation, ...]:
        """Every citation by marker."""
        return tuple(self._cited)

    def marker(self, quote: Quote) -> int:
        """The marker of a quote, given at its first use."""
        if quote not in self._markers:
            self._markers[quote] = len(self._cited) + 1
            self._cited.append(self._citation(quote, len(self._cited) + 1))
        return self._markers[quote]

    def passage_text(self, quote: Quote) -> str:
        """The whole clause that a quote stands in."""
        document = self._index.document(quote.document_id)
        span = self._index.clause(quote.document_id, quote.clause_id).span
        return document.text[min(span.start, quote.span.start) : max(span.end, quote.span.end)]

    def _citation(self, quote: Quote, marker: int) -> Citation:
        document = self._index.document(quote.document_id)
        clause = self._index.clause(quote.document_id, quote.clause_id)
        return Citation(
            marker=marker,
            document_id=document.document_id,
            document=document.title,
            clause_id=clause.clause_id,
            label=clause.label,
            heading=clause.heading,
            text=clause.span.slice(document.text),
            quote=quote.span.slice(document.text),
            start=quote.span.start,
            end=quote.span.end,
            url=document.url,
            page=document.origin.page_of(quote.span.start),
        )

    def notices(self, wording: Wording) -> Iterator[str]:
        """What a reader must know of the cited documents: read from a scan, or only a draft."""
        for document_id in dict.fromkeys(citation.document_id for citation in self.all()):
            document = self._index.document(document_id)
            if any(
                document.origin.is_recognised(citation.start)
                for citation in self.all()
                if citation.document_id == document_id
            ):
                yield wording.say("recognised", title=document.title)
            if document.is_draft:
                yield wording.say("is_draft", title=document.title)


def verified_statements(draft: Draft, citations: Citations) -> tuple[Statement, ...]:
    """The claims of a draft that hold, as statements with markers; the others are dropped."""
    return tuple(
        Statement(claim.text, tuple(dict.fromkeys(citations.marker(quote) for quote in claim.quotes)))
        for claim in draft.claims
        if not _faults(claim, tuple(citations.passage_text(quote) for quote in claim.quotes))
    )


def verified_eligibility(claim: EligibilityClaim | None, citations: Citations) -> Eligibility | None:
    """An eligibility claim with the markers of its conditions."""
    if claim is None:
        return None
    conditions = tuple(Condition(item.text, item.state, citations.marker(item.quote)) for item in claim.conditions)
    return Eligibility(claim.verdict, conditions, claim.missing, claim.facts.stated)


@lru_cache(maxsize=2048)
def _faults(claim: Claim, passages: tuple[str, ...]) -> tuple[str, ...]:
    """The faults of a claim; an answer that grows by a statement is not checked anew from its beginning."""
    return tuple(faults_of(claim, passages))


def faults_of(claim: Claim, passages: Sequence[str]) -> list[str]:
    """What in a claim is not in the passages it cites; empty when all of it is.

    Checked: numbers, percentages and dates with their qualifiers, document numbers, named documents, and
    offices at their level, and words that make a promise a possibility. `claim.given` lists what the claim may say of the user's own or as a count.
    """
    if (plain := simplify(claim.text)) != claim.text:  # an answer in traditional characters
        claim = replace(claim, text=plain, given=tuple(map(simplify, claim.given)))
        passages = [simplify(passage) for passage in passages]
    evidence = "|".join(squeeze(passage) for passage in passages)
    given = "|".join(squeeze(item) for item in claim.given)
    text = squeeze(claim.text)
    for own in sorted((squeeze(item) for item in claim.given if item), key=len, reverse=True):
        text = text.replace(own, " ") if not own.isdigit() else text
    faults = [
        f"number {n}" for n in _NUMBER.findall(text) if not _has_number(n, evidence) and not _has_number(n, given)
    ]
    faults += [f"document number {n}" for n in _DOCUMENT_NUMBER.findall(text) if n not in evidence]
    if passages:
        faults += [
            f"document {title}"
            for title in _NAMED.findall(squeeze(claim.text))
            if title not in evidence and title not in given
        ]
        whole = _lost_hedges(squeeze(claim.text), evidence)  # what may be said as it is can hold a part of a word
        faults += _lost_qualifiers(text, evidence)
        faults += [fault for fault in _lost_hedges(text, evidence) if fault in whole]
    stems = {(m.office.level, m.office.stem) for m in find_offices(f"{evidence}|{given}")}
    known = {stem for _, stem in stems}
    for mention in find_offices(text):
        exact = (mention.office.level, mention.office.stem) in stems
        if not (exact if mention.level_printed and mention.office.level else mention.office.stem in known) and passages:
            faults.append(f"office {mention.office.name}")
    return faults


def _has_number(number: str, text: str) -> bool:
    """Whether `text` states the number by itself, in Arabic or Chinese digits."""
    if re.search(
        rf"(?<![\d.]){re.escape(number)}(?![\d%])" if not number.endswith("%") else rf"(?<![\d.]){re.escape(number)}",
        text,
    ):
        return True
    return number.isdigit() and any(
        parse_numeral(found) == int(number) for found in re.findall(r"[零〇一二两三四五六七八九十百千]+", text)
    )


def _lost_qualifiers(text: str, evidence: str) -> list[str]:
    """Numbers whose qualifier (10家左右) the claim leaves out."""
    lost = []
    for match in _QUALIFIED.finditer(evidence):
        number, qualifier = match[1], match[2]
        bare = rf"(?<![\d.-]){re.escape(match[0][: -len(qualifier)])}(?!{qualifier})"
        longer = len(match[0]) > len(number) + len(qualifier)
        if longer and re.search(bare, text) and not re.search(bare, evidence):
            lost.append(f"qualifier {number}{qualifier}")
    return lost


def _lost_hedges(text: str, evidence: str) -> list[str]:
    """Words of a possibility (可, 鼓励, 优先支持) that the claim leaves out before the words they stand before."""
    lost = []
    for match in _HEDGED.finditer(evidence):
        hedge, words = match[1], match[2]
        forms = ("可", "可以") if hedge in {"可", "可以"} else (hedge,)
        kept = any(f"{form}{words}" in text for form in forms) or text.count(hedge) == evidence.count(hedge)
        if words in text and not kept and evidence.count(words) == 1:
            lost.append(f"hedge {hedge}")
    return lost


def is_verbatim(citation: Citation, text: str) -> bool:
    """Whether a citation's quote is exactly the words at its offsets of the stored source text."""
    return text[citation.start : citation.end] == citation.quote and squeeze(citation.quote) in squeeze(
        reading_view(text)
    )
