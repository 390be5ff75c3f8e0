"""The commands that bring documents in: ingest files, pages and the catalogue; watch a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import UsageError, WenceError
from ingest.fetching import fetch
from ui.invoking import Json, open_console, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.settings import Settings
    from vectorstore.indexing import IngestRow


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files, folders and web addresses; default: the shipped documents.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="The index shall hold exactly these, built from nothing and without a past.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, write nothing.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Also bring back documents that were withdrawn.")] = False,
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="Show which related documents are there; fetch those with an address.")
    ] = False,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Bring files, folders and pages into the index; a row for each document."""
    from ui.terminal import row_json, show_ingested
    from vectorstore.indexing import Outcome

    settings: Settings = context.obj
    if catalogue:
        if paths or replace:
            raise UsageError("--catalogue goes without paths and without --replace")
        raise typer.Exit(_catalogue(settings, dry_run=dry_run, as_json=as_json))
    addresses = [path for path in paths or [] if path.startswith(("http://", "https://"))]
    if addresses and replace:
        raise UsageError("--replace goes with files and folders; fetch the pages afterwards")
    files = [Path(path) for path in paths or [] if path not in addresses]
    rows = (
        _ingest_files(settings, files, replace=replace, dry_run=dry_run, restore=restore) if files or not paths else []
    )
    for address in addresses:
        rows += fetch_and_ingest(settings, address, dry_run=dry_run)
    if as_json:
        print_json([row_json(row) for row in rows])
    else:
        show_ingested(rows, open_console())
    if any(row.outcome is Outcome.REFUSED for row in rows):
        raise typer.Exit(1)


def _ingest_files(settings: Settings, files: Sequence[Path], *, replace: bool, dry_run: bool, restore: bool) -> list[IngestRow]:  # fmt: skip
    from ui.terminal import progress_bar
    from vectorstore.indexing import ingest_files, shipped_documents

    with progress_bar(open_console(errors=True)) as advance:
        return ingest_files(
            settings.home, files or [shipped_documents()], replace=replace, dry_run=dry_run, restore=restore,
            embedder=settings.open_embeddings(), progress=advance, limits=settings.limits,
        )  # fmt: skip


def fetch_and_ingest(settings: Settings, address: str, *, dry_run: bool = False, name: str = "",
                     metadata: dict[str, str] | None = None) -> list[IngestRow]:  # fmt: skip
    """Fetch one page or file and bring it in; one that cannot be had is a refused row with the reason."""
    from vectorstore.indexing import IngestRow, Outcome
    from vectorstore.uploads import ingest_upload

    try:
        fetched = fetch(address)
    except WenceError as error:
        return [IngestRow(address, "", Outcome.REFUSED, str(error))]
    ending = Path(fetched.name).suffix
    return ingest_upload(
        settings.home, f"{name}{ending}" if name else fetched.name, fetched.content, restore=False, dry_run=dry_run,
        origin=fetched.url, retrieved_at=fetched.retrieved_at, metadata={**(metadata or {}), "url": fetched.url},
        embedder=settings.open_embeddings(), limits=settings.limits,
    )  # fmt: skip


def _catalogue(settings: Settings, *, dry_run: bool, as_json: bool) -> int:
    """List the catalogue with what is there, fetch what has an address and is missing; 1 when a fetch failed."""
    from ingest.catalogue import held, read_catalogue
    from ui.invoking import open_assistant
    from ui.terminal import row_json, show_catalogue, show_ingested
    from vectorstore.indexing import Outcome

    entries = read_catalogue(settings.home)
    present = held(entries, [item.document for item in open_assistant(settings).index.documents()])
    rows: list[IngestRow] = []
    for entry in entries:
        if entry.entry_id not in present and entry.url and not dry_run:
            facts = {"title": entry.title, **({"number": entry.number} if entry.number else {})}
            rows += fetch_and_ingest(settings, entry.url, name=entry.entry_id, metadata=facts)
    if rows:
        present = held(entries, [item.document for item in open_assistant(settings).index.documents()])
    listed = [
        {"id": entry.entry_id, "title": entry.title, "number": entry.number, "level": str(entry.level), "why": entry.why,
         "clauses": list(entry.clauses), "url": entry.url, "document_id": present.get(entry.entry_id)}
        for entry in entries
    ]  # fmt: skip
    if as_json:
        print_json({"catalogue": listed, "fetched": [row_json(row) for row in rows]})
    else:
        show_catalogue(entries, present, open_console())
        if rows:
            show_ingested(rows, open_console())
    return int(any(row.outcome is Outcome.REFUSED for row in rows))


def watch(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="The folder whose files shall be in the index.")],
    once: Annotated[bool, typer.Option("--once", help="Bring the index up to the folder and end.")] = False,
    settle: Annotated[float, typer.Option(help="Seconds that a file must rest before it is read.", min=0)] = 2.0,
) -> None:
    """Keep the index up to a folder: new, changed and removed files; a running server answers from it at once."""
    from ui.terminal import show_ingested
    from ui.watching import watch_folder

    settings: Settings = context.obj
    console = open_console()
    for rows in watch_folder(settings.home, folder, embedder=settings.open_embeddings(), settle_seconds=settle, once=once,
                             report=lambda line: typer.echo(line, err=True), limits=settings.limits):  # fmt: skip
        show_ingested(rows, console)
