"""What editors see: the form to sign in, documents, what became of uploads, the feedback."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ingest.kinds import READ
from ui.feedback import Feedback
from ui.page_texts import PageTexts
from ui.rendering import attribute

if TYPE_CHECKING:
    from vectorstore.indexing import IngestRow
    from vectorstore.store import DocumentSummary


def sign_in_html(texts: PageTexts, *, opened: bool, problem: str = "") -> str:
    """The form to sign in, or why there is none; an ordinary form, so that the cookie is set by the server."""
    if not opened:
        return f'<p class="none">{escape(texts["manage.closed"])}</p>'
    error = (
        f'<p class="error" role="alert">{escape(texts[f"manage.{problem}"])}</p>'
        if problem in {"wrong", "slow"}
        else ""
    )
    return (
        f'<form class="sign-in" method="post" action="/session?to={texts.path}">{error}<label for="editor-password">'
        f'{escape(texts["manage.password"])}</label><input id="editor-password" name="password" type="password"'
        f' autocomplete="current-password" required maxlength="200"><button type="submit">{escape(texts["manage.sign_in"])}</button></form>'
    )


def sign_out_html(texts: PageTexts) -> str:
    """The button that ends the session."""
    return (
        f'<form class="sign-in" method="post" action="/session?to={texts.path}"><input type="hidden" name="password" value="">'
        f'<button type="submit">{escape(texts["manage.sign_out"])}</button></form>'
    )


def kinds_html(texts: PageTexts) -> str:
    """What may be uploaded; what a file is, its content decides when it is ingested, and a refusal says why."""
    endings = " ".join(ending for known in READ.values() for ending in known)
    return f'<p class="none">{escape(texts["manage.kinds"].format(endings=endings))}</p>'


def documents_html(summaries: Sequence[DocumentSummary], texts: PageTexts) -> str:
    """What is indexed, a row for each document."""
    rows = [
        [escape(item.document.title), escape(item.document.document_id), escape(str(item.document.issued_on or "")),
         str(item.clauses), str(item.tasks)]
        for item in summaries
    ]  # fmt: skip
    names = [texts[f"manage.{name}"] for name in ("file", "date", "clauses", "tasks")]
    return table_html(texts["manage.documents"], [names[0], "id", *names[1:]], rows)


def ingested_html(rows: Sequence[IngestRow], texts: PageTexts) -> str:
    """What became of each file, and why it was refused."""
    listed = []
    for row in rows:
        name = row.source.replace("\\", "/").rpartition("/")[2]
        known = f"manage.{row.outcome}"
        outcome = texts[known] if str(row.outcome) in _OUTCOMES else str(row.outcome)
        listed.append([escape(name), f'<span class="outcome {escape(str(row.outcome))}">{escape(outcome)}</span>',
                       str(row.clauses or ""), str(row.tasks or ""), escape(row.reason)])  # fmt: skip
    names = ("file", "outcome", "clauses", "tasks", "reason")
    return table_html(texts["manage.result"], [texts[f"manage.{name}"] for name in names], listed)


_OUTCOMES = frozenset({"added", "changed", "unchanged", "refused", "removed"})


def feedback_html(entries: Sequence[Feedback], texts: PageTexts) -> str:
    """The feedback that waits for a review, the newest first."""
    waiting = [entry for entry in entries if not entry.reviewed]
    if not waiting:
        return f'<p class="none">{escape(texts["manage.feedback_none"])}</p>'
    rows = []
    for entry in waiting[:200]:
        rating = texts[f"answer.{entry.rating}"] + (
            f" · {texts[f'answer.reason_{entry.reason}']}" if entry.reason else ""
        )
        rows.append([escape(entry.given_at[:16].replace("T", " ")), escape(entry.question), f"{entry.position}. {escape(entry.sentence)}",
                     escape(rating), escape(entry.comment)])  # fmt: skip
    names = ("date", "question", "sentence", "rating", "comment")
    return table_html(texts["manage.feedback"], [texts[f"manage.{name}"] for name in names], rows)


def table_html(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with a caption; the cells are markup already."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        f'<tr><th scope="row">{cells[0]}</th>{"".join(f"<td>{cell}</td>" for cell in cells[1:])}</tr>' for cells in rows
    )
    return (
        f'<div class="scrolled" tabindex="0" role="region" aria-label={attribute(title)}><table><caption>{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
