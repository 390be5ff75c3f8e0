"""The commands over the life of documents: withdraw, diff."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.errors import UsageError
from ui.invoking import Json, open_console, parse_day, print_json

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ingest.versions import Version
    from vectorstore.store import Index


def withdraw(
    context: typer.Context,
    document: Annotated[list[str], typer.Argument(help="Id of a document; see: wence documents")],
    on: Annotated[str | None, typer.Option("--on", help="From this day on (2024-06-30); default: today.")] = None,
    reason: Annotated[str, typer.Option(help="Why; kept with the document.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Bring it back as it was.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Take documents out of the answers; questions as of an earlier day still find them."""
    from ui.terminal import row_json, show_ingested
    from vectorstore.indexing import withdraw_documents

    settings: Settings = context.obj
    rows = withdraw_documents(settings.home, document, on=parse_day(on, "--on"), reason=reason, undo=undo,
                              dry_run=dry_run, embedder=settings.open_embeddings())  # fmt: skip
    if as_json:
        print_json([row_json(row) for row in rows])
    else:
        show_ingested(rows, open_console())


def diff(
    context: typer.Context,
    document: Annotated[str, typer.Argument(help="Id of a document; see: wence documents")],
    other: Annotated[str | None, typer.Argument(help="Another document, the newer one, to compare it with.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="The text in force on this day; default: the one before the last.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="The text in force on this day; default: the last.")] = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Show clause by clause what changed between two versions of a document, or between two documents."""
    from dataclasses import asdict

    from ingest.differences import compare_documents
    from ui.invoking import open_assistant
    from ui.terminal import show_difference

    index = open_assistant(context.obj).index
    before, after = _chosen(index, document, other, parse_day(since, "--from"), parse_day(until, "--to"))
    difference = compare_documents(before.document, after.document)
    title = f"{_named(before)} → {_named(after)}"
    if as_json:
        print_json({"before": version_json(before), "after": version_json(after), **asdict(difference)})
    else:
        show_difference(title, difference, open_console())


def _chosen(index: Index, document: str, other: str | None, since: date | None, until: date | None) -> tuple[Version, Version]:  # fmt: skip
    """The two texts to compare; UsageError when there is only one."""
    from ingest.versions import version_at

    dated = index.versions(document)
    last = index.versions(other)[-1][1] if other else dated[-1][1]
    known = index.history()
    after = last if until is None else version_at(known[other or document], until)
    before = version_at(known[document], since) if since else dated[-1][1] if other else dated[-2][1] if len(dated) > 1 else None  # fmt: skip
    if before is None or after is None:
        days = "、".join(f"{start or '?'}" for start, _ in dated)
        raise UsageError(f"{document} has no two texts to compare at these days; its versions begin on: {days}")
    return before, after


def _named(version: Version) -> str:
    return f"{version.document.document_id} ({version.stated_on or version.seen_on})"


def version_json(version: Version) -> dict[str, Any]:
    """A version without its text: id, title, number and its days."""
    document = version.document
    return {
        "document_id": document.document_id,
        "title": document.title,
        "number": document.number,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "seen_on": version.seen_on.isoformat(),
        "withdrawn_on": version.withdrawn_on.isoformat() if version.withdrawn_on else None,
        "origin": version.source.origin,
    }
