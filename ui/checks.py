"""The commands about measures: check facts against them, list them, draft them for a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import UsageError
from ui.invoking import DocumentOption, Json, open_assistant, open_console, print_json

if TYPE_CHECKING:
    from assistant.checking import Check

SheetOption = Annotated[
    Path | None, typer.Option("--sheet", help="Write the eligibility check as a printable Word file.")
]
_FACTS_HELP = "Facts as NAME=VALUE, such as kind=enterprise recognised=yes amount=800; none: list the names."


def check(
    context: typer.Context,
    facts: Annotated[list[str] | None, typer.Argument(help=_FACTS_HELP)] = None,
    measure: Annotated[list[str] | None, typer.Option(help="Only this measure; see: wence measures list")] = None,
    document: DocumentOption = None,
    english: Annotated[bool, typer.Option("--english", help="Answer in English.")] = False,
    sheet: SheetOption = None,
    as_json: Json = False,
) -> None:
    """Hold facts against the measures of the documents: which conditions are met, which are not, what is open.

    For example: wence check kind=enterprise recognised=yes runs_vocational_education=yes amount=800.
    Facts left out are unknown and count for nothing; the answer asks for those that would decide.
    """
    from assistant.language import Language
    from ui.terminal import show_answer

    if not facts:
        _show_facts(as_json=as_json)
        return
    found = open_assistant(context.obj).check_eligibility(
        dict(_pair(item) for item in facts),
        document_id=document,
        measure_ids=measure or [],
        language=Language.ENGLISH if english else Language.CHINESE,
    )
    if sheet:
        write_sheet(sheet, found)
    if as_json:
        print_json(found.answer.to_json())
    else:
        show_answer(found.answer, open_console())


def list_measures(context: typer.Context, document: DocumentOption = None, as_json: Json = False) -> None:
    """List the reviewed measures of the indexed documents."""
    summaries = open_assistant(context.obj).index.documents()
    rows = [
        {
            "document_id": summary.document.document_id, "measure": measure.measure_id, "title": measure.title,
            "clause_id": measure.clause_id, "modality": measure.modality, "who": list(measure.who),
        }
        for summary in summaries
        if document in {None, summary.document.document_id}
        for measure in summary.document.measures
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    from ui.terminal import show_pairs

    show_pairs(
        "measures",
        [(str(row["measure"]), f"{row['title']} ({row['modality']}, {row['clause_id']})") for row in rows],
        open_console(),
    )


def draft_measures(
    context: typer.Context,
    document: Annotated[str, typer.Argument(help="Id of an indexed document, or a file.")],
    output: Annotated[
        Path | None, typer.Option("--output", help="Where the draft goes; default: the terminal.")
    ] = None,
) -> None:
    """Propose measures for a document, for a person to review; a draft is used by nothing."""
    from ingest.loading import load_document
    from ingest.measure_drafting import draft_toml

    file = Path(document)
    source = load_document(file) if file.is_file() else open_assistant(context.obj).index.document(document)
    drafted = draft_toml(source, name=f"{source.document_id}.measures.toml")
    if output is None:
        typer.echo(drafted)
        return
    if output.exists():
        raise UsageError(f"{output}: is there already; a draft never replaces a file, name another")
    _write(output, drafted.encode())
    typer.echo(
        f"{output}: a draft to be reviewed, used by nothing until it is saved as {source.document_id}.measures.toml"
    )


def write_sheet(target: Path, found: Check) -> None:
    """Write the sheet of a check to a file."""
    from ui.sheets import sheet_docx

    if target.suffix.lower() != ".docx":
        raise UsageError(f"{target}: the sheet is a Word file; name it .docx")
    _write(target, sheet_docx(found))


def _write(target: Path, content: bytes) -> None:
    try:
        target.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from error


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{text!r} is no fact; write NAME=VALUE, such as kind=enterprise")
    return name.strip(), value.strip()


def _show_facts(*, as_json: bool) -> None:
    from assistant.facts import FACTS
    from ui.terminal import show_pairs

    values = {fact.name: [choice.value for choice in fact.choices] or ["NUMBER"] for fact in FACTS}
    if as_json:
        print_json(values)
    else:
        rows = [(fact.name, f"{fact.zh} ({fact.en}): {' | '.join(values[fact.name])}") for fact in FACTS]
        show_pairs("facts", rows, open_console())
