"""The commands that look after documents, the index, the server and the evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import UsageError
from ui.invoking import EngineOption, Json, open_assistant, open_console, print_json, today, with_engine


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 7860,
) -> None:
    """Start the web page and the HTTP interfaces."""
    from ui.serving import run_server

    assistant = open_assistant(context.obj)
    run_server(assistant, host=host, port=port, announce=typer.echo)


def documents(context: typer.Context, as_json: Json = False) -> None:
    """List what is indexed."""
    from ui.describing import documents_json
    from ui.terminal import show_documents

    index = open_assistant(context.obj).index
    if as_json:
        print_json(documents_json(index))
    else:
        show_documents(index.documents(), index.standing(today()), open_console())


def show(
    context: typer.Context,
    document: Annotated[str, typer.Argument(help="Id of a document; see: wence documents")],
    clause: Annotated[str | None, typer.Argument(help="Id or printed label of a clause (s2.p2.i3 or 二(二)3).")] = None,
    as_json: Json = False,
) -> None:
    """Show the clause tree of a document, or one clause with its context."""
    from ui.describing import clause_json, path_to
    from ui.terminal import show_clause, show_outline

    index = open_assistant(context.obj).index
    source, root = index.document(document), index.clauses(document)
    chosen = index.clause(document, clause) if clause else root
    if as_json:
        print_json(clause_json(source, chosen))
    elif clause:
        show_clause(source, path_to(root, chosen), open_console())
    else:
        show_outline(source, root, open_console())


def eval_run(
    context: typer.Context,
    questions: Annotated[
        list[Path] | None, typer.Option(help="Sample file; default: the shipped development files.")
    ] = None,
    held_out: Annotated[bool, typer.Option("--held-out", help="The held-out samples, for reports only.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Folder for the report as HTML, Markdown, JSON and JUnit.")
    ] = None,
    failures: Annotated[Path | None, typer.Option(help="Markdown file with the failed samples alone.")] = None,
    save_baseline: Annotated[Path | None, typer.Option(help="Write the result as the baseline of later runs.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask again instead of reading kept answers.")] = False,
    workers: Annotated[int | None, typer.Option(help="Questions asked at once.", min=1)] = None,
    judge: Annotated[
        str | None, typer.Option(help="Chat model of the endpoint whose opinion is reported apart; it gates nothing.")
    ] = None,
    benchmark: Annotated[str | None, typer.Option(help="Measure this benchmark by others instead.")] = None,
    engine: EngineOption = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the benchmark: documents/ and questions.jsonl.")] = None,
    as_json: Json = False,
) -> None:
    """Answer sample questions, judge the answers, and hold the result against the baseline."""
    settings = with_engine(context.obj, engine)
    if benchmark:
        from eval.benchmarking import benchmark_command

        if data is None:
            raise UsageError("--benchmark NAME goes with --data DIR")
        raise typer.Exit(benchmark_command(benchmark, data, settings=settings, as_json=as_json, console=open_console()))
    from eval.running import run_command

    code = run_command(
        settings=settings, questions=questions or [], held_out=held_out, report=report, as_json=as_json,
        failures=failures, workers=workers, fresh=fresh, save_baseline=save_baseline, judge=judge,
        console=open_console(),
    )  # fmt: skip
    raise typer.Exit(code)


def eval_compare(before: Path, after: Path, as_json: Json = False) -> None:
    """Compare two reports; exit 1 when something got significantly worse or a hard gate broke."""
    from eval.comparing import compare_command

    raise typer.Exit(compare_command(before, after, as_json=as_json, console=open_console()))


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Show configuration, index health, versions, and what is missing; exit 1 when the index cannot be used."""
    from ui.describing import diagnosis
    from ui.terminal import show_pairs

    found = diagnosis(context.obj)
    if as_json:
        print_json(found)
    else:
        for title, rows in (
            ("configuration", found["settings"]),
            ("index", found["index"]),
            ("versions", found["versions"]),
        ):
            show_pairs(title, [(name, str(value)) for name, value in rows.items()], open_console())
            typer.echo()
        for problem in found["problems"]:
            typer.echo(f"problem: {problem}")
    if found["problems"]:
        raise typer.Exit(1)
