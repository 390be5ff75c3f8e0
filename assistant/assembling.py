"""From a draft to the answer that is shown: the claims that hold, their citations, and the notices that go with them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace

from assistant.answers import Answer, Status
from assistant.claims import Claim, Draft
from assistant.drafting import Turn
from assistant.language import Language
from assistant.verifying import Citations, verified_eligibility, verified_statements


def assemble(turn: Turn, draft: Draft) -> Answer:
    """The answer made of the claims that hold; nothing left means that nothing is claimed."""
    citations = Citations(turn.sources.index)
    statements = verified_statements(draft, citations)
    status = draft.status
    if not statements or (
        status in {Status.ANSWERED, Status.PARTIAL} and not any(s.citations for s in statements) and not _counts(draft)
    ):
        status = Status.NOT_IN_DOCUMENTS
        draft = Draft(status, (Claim(turn.wording.say("absent_topic")),))
        statements = verified_statements(draft, citations)
    eligibility = verified_eligibility(draft.eligibility, citations)
    return Answer(
        id=hashlib.sha256(f"{turn.sources.index.name}\x1f{turn.said}".encode()).hexdigest()[:16],
        question=turn.question,
        status=status,
        language=str(turn.query.language),
        statements=statements,
        citations=citations.all(),
        departments=draft.departments,
        tasks=draft.tasks,
        eligibility=eligibility,
        notices=(*draft.notices, *_horizon(turn, draft)),
        route=str(turn.query.route),
    )


def growing(whole: Answer) -> Iterator[Answer]:
    """An answer as it grows, a statement more each, with the citations these have; the last one is whole."""
    for count in range(1, len(whole.statements)):
        shown = whole.statements[:count]
        markers = {marker for statement in shown for marker in statement.citations}
        yield replace(whole, statements=shown, citations=tuple(c for c in whole.citations if c.marker in markers))
    yield whole


def _counts(draft: Draft) -> bool:
    """Whether a draft states a result over the whole ledger, which cites rows and not one clause (none: no rows)."""
    return bool(draft.claims) and any(claim.given for claim in draft.claims)


def _horizon(turn: Turn, draft: Draft) -> Iterator[str]:
    """The notice that a cited document aims at a year that has passed and states no validity."""
    if turn.query.language is Language.ENGLISH or draft.status in {Status.ANSWERED, Status.PARTIAL}:
        for document_id in sorted(draft.documents):
            document = turn.sources.index.document(document_id)
            if document.horizon and document.valid_until is None and document.horizon < time.localtime().tm_year:
                yield turn.wording.say("horizon", year=document.horizon)
