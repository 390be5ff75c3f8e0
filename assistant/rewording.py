"""Which part of a draft a model may put in its own words, and the answer made of that part and the computed rest.

Claims that quote a clause may be reworded. All others are computed (owners by the ledger, verdicts,
arithmetic, what is missing): they are said by every engine alike, and no model sees a chance to change them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answers import Answer, Status
from assistant.assembling import assemble
from assistant.claims import Claim, Draft, Quote
from assistant.drafting import Turn
from assistant.proof_words import chinese_words
from assistant.queries import Route
from assistant.refusing import judge
from assistant.shown import tidy
from assistant.statements import Closing
from assistant.terms import content_terms, coverage
from ingest.offices import find_offices
from ingest.reading import squeeze

MAX_QUOTATIONS = 6  # more are a part of the text given as it stands
_ROUTES = {Route.FACT, Route.COMPARISON, Route.OWNER, Route.ELIGIBILITY}
_UNKNOWN_TO_CLAUSES = 0.5  # share of a missing part's weight that the clauses may hold


@dataclass(frozen=True, slots=True)
class Rewording:
    """A draft taken apart: computed claims before the quotations, the quotations, computed claims after them."""

    turn: Turn
    draft: Draft
    before: tuple[Claim, ...]
    quotations: tuple[Claim, ...]
    after: tuple[Claim, ...]

    def owns(self, claim: Claim) -> bool:
        """Whether a statement only repeats who is responsible, which is computed where that is the question."""
        words = chinese_words().responsible.search(claim.text) or re.search(r"responsib", claim.text, re.IGNORECASE)
        return self.turn.query.route is Route.OWNER and bool(words and find_offices(claim.text))

    def growing(self, claims: Sequence[Claim]) -> Answer:
        """The answer so far: what is computed, and the statements that were verified."""
        return replace(assemble(self.turn, replace(self.draft, claims=(*self.before, *claims))), engine="model")

    def complete(self, claims: Sequence[Claim], closing: Closing) -> tuple[Answer, list[str]]:
        """The whole answer, and what was corrected: the quotations a model must not leave out, and the status."""
        corrections: list[str] = []
        kept = [claim for claim in self._required() if not _is_covered(claim, claims)]
        if kept:
            corrections.append("kept the clause that the search found best")
        said = [*claims, *kept]
        status, after = self._closing(said, closing, corrections)
        if closing.status is not None and closing.status is not status:
            corrections.append(f"status {closing.status} corrected to {status}")
        documents = tuple(dict.fromkeys([*self.draft.documents, *(q.document_id for c in said for q in c.quotes)]))
        draft = replace(self.draft, status=status, claims=(*self.before, *said, *after), documents=documents)
        return replace(assemble(self.turn, draft), engine="model"), corrections

    def _required(self) -> tuple[Claim, ...]:
        """Both sides of a comparison, every measure of a verdict; else the quotation that fits best."""
        whole = self.turn.query.route in {Route.COMPARISON, Route.ELIGIBILITY}
        return self.quotations if whole else self.quotations[:1]

    def _closing(
        self, said: Sequence[Claim], closing: Closing, corrections: list[str]
    ) -> tuple[Status, tuple[Claim, ...]]:
        """Status and last claims by what the verified statements give of what was asked, not by what the model says."""
        status, after = self.draft.status, self.after
        if self.turn.query.route is not Route.FACT:
            return status, after
        texts = [self._words(quote) for claim in said for quote in claim.quotes]
        own = [self._words(quote) for claim in self.draft.claims for quote in claim.quotes]
        asks = self.turn.query.asks
        if status is Status.PARTIAL and judge(asks, own).missing and not judge(asks, texts).missing:
            corrections.append("nothing that was asked is missing any more")
            status, after = Status.ANSWERED, tuple(claim for claim in after if claim.quotes)
        if status is Status.ANSWERED and (missing := self._missing(closing, texts)):
            status = Status.PARTIAL
            after = (*after, Claim(self.turn.wording.say("absent_part", what=missing), (), (missing,)))
        return status, after

    def _missing(self, closing: Closing, texts: Sequence[str]) -> str:
        """A part that the model misses, in the user's own words, when the clauses indeed do not speak of it."""
        asked = squeeze(self.turn.question)
        for part in closing.missing:
            terms = content_terms(part)
            own = 2 <= len(squeeze(part)) < len(asked) and squeeze(part) in asked
            if own and terms and coverage(terms, [squeeze(text) for text in texts]) < _UNKNOWN_TO_CLAUSES:
                return part.strip()
        return ""

    def _words(self, quote: Quote) -> str:
        return quote.span.slice(self.turn.sources.index.document(quote.document_id).text)


def take_apart(turn: Turn, draft: Draft) -> Rewording | str:
    """The draft as a model may reword it, or the reason why no model is asked."""
    if draft.status not in {Status.ANSWERED, Status.PARTIAL}:
        return f"{draft.status}: decided without a model"
    if draft.tasks or turn.query.route not in _ROUTES:
        return f"{turn.query.route}: computed from the ledger or the document's own facts"
    places = [place for place, claim in enumerate(draft.claims) if _is_quotation(turn, claim)]
    if not places:
        return "computed: nothing to reword"
    if len(places) > MAX_QUOTATIONS:
        return "a part of the text as it stands"
    claims = draft.claims
    before = tuple(claims[: places[0]])
    rest = [claim for place, claim in enumerate(claims) if place > places[0] and place not in places]
    return Rewording(turn, draft, before, tuple(claims[place] for place in places), tuple(rest))


def _is_quotation(turn: Turn, claim: Claim) -> bool:
    """Whether a claim is the words of its quotes in quotation marks, so that other words may say it."""
    index = turn.sources.index
    text = squeeze(claim.text)
    return bool(claim.quotes) and all(
        squeeze(tidy(quote.span.slice(index.document(quote.document_id).text))) in text for quote in claim.quotes
    )


def _is_covered(claim: Claim, by: Sequence[Claim]) -> bool:
    """Whether a quote of the claim overlaps one of the other claims."""
    return any(
        own.document_id == other.document_id and own.span.start < other.span.end and other.span.start < own.span.end
        for own in claim.quotes
        for claim_by in by
        for other in claim_by.quotes
    )
