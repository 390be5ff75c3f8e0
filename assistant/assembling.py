"""From a draft to the answer that is shown: the claims that hold, their citations, and the notices that go with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from assistant.answers import Answer, Citation, Statement, Status
from assistant.claims import Claim, Draft
from assistant.drafting import Turn
from assistant.notices import notices_of
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
        statements=_with_documents(turn, statements, citations.all()),
        citations=citations.all(),
        departments=draft.departments,
        tasks=draft.tasks,
        eligibility=eligibility,
        notices=(
            *draft.notices,
            *notices_of(turn, draft, frozenset(item.document_id for item in citations.all())),
            *citations.notices(turn.wording),
        ),
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


def _with_documents(turn: Turn, statements: tuple[Statement, ...], citations: tuple[Citation, ...]) -> tuple[Statement, ...]:  # fmt: skip
    """The statements, each change of document named with its level, where there is more than one document."""
    if len(turn.sources.index.documents()) <= 1:
        return statements
    by_marker = {citation.marker: citation for citation in citations}
    told, last = [], ""
    for statement in statements:
        cited = {by_marker[marker].document_id: by_marker[marker].document for marker in statement.citations}
        if len(cited) == 1:
            ((document_id, title),) = cited.items()
            if document_id != last and f"《{title}》" not in statement.text and f"“{title}”" not in statement.text:
                name = turn.wording.name_document(title, turn.sources.level(document_id))
                statement = replace(statement, text=f"{name}{statement.text}")
            last = document_id
        told.append(statement)
    return tuple(told)
