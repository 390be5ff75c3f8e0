"""The commands that ask the assistant: ask, search, tasks."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.errors import UsageError
from ui.checks import SheetOption, write_sheet
from ui.invoking import (
    AsOfOption,
    BatchOption,
    DocumentOption,
    EngineOption,
    Json,
    OutputOption,
    is_verbose,
    open_assistant,
    open_console,
    parse_day,
    print_json,
    with_engine,
)


class Format(StrEnum):
    """How the ledger is given."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    document: DocumentOption = None,
    as_of: AsOfOption = None,
    batch: BatchOption = None,
    output: OutputOption = None,
    engine: EngineOption = None,
    sheet: SheetOption = None,
    as_json: Json = False,
) -> None:
    """Answer a question with cited clauses, or many from a file."""
    settings, verbose = with_engine(context.obj, engine), is_verbose(context)
    day = parse_day(as_of, "--as-of")
    if batch:
        from ui.batches import history_of, text_of

        def work(line: dict[str, Any]) -> dict[str, Any]:
            answer = assistant.answer(
                text_of(line, "question"), history=list(history_of(line)), document_id=document, as_of=day
            )
            return {**answer.to_json(trace=verbose), "id": line["id"] if line["id"] is not None else answer.id}

        source, target = _both(batch, output, question)
        assistant = open_assistant(settings)
        _run_batch(source, target, text_field="question", work=work)
        return
    from ui.terminal import show_answer

    text = _given(question, "question")
    check = open_assistant(settings).examine(text, document_id=document, as_of=day)
    answer = check.answer
    if sheet:
        write_sheet(sheet, check)
    if as_json:
        print_json(answer.to_json(trace=verbose))
    else:
        show_answer(answer, open_console(), trace=verbose)


def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    k: Annotated[int, typer.Option(help="How many passages.", min=1, max=1000)] = 10,
    document: DocumentOption = None,
    as_of: AsOfOption = None,
    batch: BatchOption = None,
    output: OutputOption = None,
    as_json: Json = False,
) -> None:
    """Rank passages for a query, without an answer."""
    from ui.describing import hits_json, hits_notices

    day = parse_day(as_of, "--as-of")
    if batch:
        from ui.batches import text_of

        def work(line: dict[str, Any]) -> dict[str, Any]:
            text = text_of(line, "query")
            return hits_json(text, assistant.search(text, k=k, document_id=document, as_of=day), query_id=line["id"])

        source, target = _both(batch, output, query)
        assistant = open_assistant(context.obj)
        _run_batch(source, target, text_field="query", work=work)
        return
    from ui.terminal import show_hits

    text = _given(query, "query")
    hits = open_assistant(context.obj).search(text, k=k, document_id=document, as_of=day)
    if as_json:
        print_json(hits_json(text, hits))
    else:
        show_hits(hits, open_console())
        for notice in hits_notices(text, hits):
            typer.echo(f"※ {notice}", err=True)


def tasks(
    context: typer.Context,
    department: Annotated[
        list[str] | None, typer.Option(help="Only tasks of this office; several: of all of them jointly.")
    ] = None,
    document: DocumentOption = None,
    as_of: AsOfOption = None,
    form: Annotated[Format, typer.Option("--format", help="How the rows are given.")] = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """The responsibility ledger: who owns what."""
    from ui.exporting import task_json, tasks_csv, tasks_xlsx
    from ui.terminal import show_tasks

    if form is Format.XLSX and output is None and sys.stdout.isatty():
        raise UsageError("a workbook is not shown on a terminal; name a file: --output tasks.xlsx")
    day = parse_day(as_of, "--as-of")
    assistant = open_assistant(context.obj)
    rows = assistant.tasks(departments=department or [], document_id=document, as_of=day)
    if form is Format.TABLE and output is None:
        show_tasks(rows, open_console(), several=len(assistant.index.documents()) > 1)
        return
    if form is Format.TABLE:
        raise UsageError("a table goes to the terminal; for a file choose --format json, csv or xlsx")
    content = {
        Format.JSON: lambda: (
            json.dumps([task_json(row) for row in rows], ensure_ascii=False, indent=1).encode() + b"\n"
        ),
        Format.CSV: lambda: tasks_csv(rows).encode(),
        Format.XLSX: lambda: tasks_xlsx(rows),
    }[form]()
    _write(content, output)


def _given(text: str | None, name: str) -> str:
    if text is None:
        raise UsageError(f"no {name}; write it in quotation marks, or name a file with --batch")
    return text


def _both(batch: Path, output: Path | None, text: str | None) -> tuple[Path, Path]:
    if output is None or text is not None:
        raise UsageError("--batch IN.jsonl goes with --output OUT.jsonl and without a text")
    return batch, output


def _run_batch(
    source: Path, target: Path, *, text_field: str, work: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    from ui.batches import run_batch
    from ui.terminal import progress_bar

    with progress_bar(open_console(errors=True)) as advance:
        failed = run_batch(
            source,
            target,
            text_field=text_field,
            work=work,
            progress=lambda done, total: advance("asking", done, total),
        )
    if failed:
        typer.echo(f"{failed} lines failed; see their error in {target}", err=True)
        raise typer.Exit(1)


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror})") from error
