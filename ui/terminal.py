"""What the commands print for a person: answers, hits, tables, clause trees, progress bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from assistant.answers import Answer, Citation, Verdict
from ingest.catalogue import CatalogueEntry
from ingest.clauses import Clause, ClauseKind
from ingest.differences import Change, Difference
from ingest.documents import Document
from ingest.standing import Standing
from vectorstore.indexing import IngestRow, Outcome
from vectorstore.ledger import LedgerRow
from vectorstore.searching import Hit
from vectorstore.store import DocumentSummary

_VERDICTS = {
    Verdict.MEETS: ("符合文件载明的条件", "meets what the text states"),
    Verdict.DOES_NOT: ("不符合文件载明的条件", "does not meet what the text states"),
    Verdict.UNDECIDED: ("仅凭已收录文件不能判定", "cannot be decided from these documents"),
}
_OUTCOMES = {Outcome.REFUSED: "red", Outcome.ADDED: "green", Outcome.CHANGED: "yellow", Outcome.REMOVED: "red"}
_INDENT = "    "
_OUTLINE = 60  # characters of a clause without heading that an outline shows


def show_answer(answer: Answer, console: Console, *, trace: bool = False) -> None:
    """The statements with their markers, then notices, then each cited clause with the quoted words marked.

    `trace` adds every decision of the model engine: what was said, what was wrong with it, what became of it.
    """
    for statement in answer.statements:
        console.print(Text(statement.text + "".join(f" [{marker}]" for marker in statement.citations)))
    if answer.eligibility:
        english = answer.language == "en"
        console.print(Text(f"\n→ {_VERDICTS[answer.eligibility.verdict][english]}", style="bold"))
        for question in answer.eligibility.missing:
            console.print(Text(f"  … {question}"))
    for notice in answer.notices:
        console.print(Text(f"※ {notice}", style="yellow"))
    for citation in answer.citations:
        console.print()
        _show_citation(citation, console)
    console.print(Text(f"\n{answer.status} · {answer.engine} · {answer.seconds:.2f} s", style="dim"))
    if trace and answer.trace:
        _show_trace(answer, console)


def _show_trace(answer: Answer, console: Console) -> None:
    table = Table("step", "what", box=None, pad_edge=False)
    for entry in answer.trace:
        what = "; ".join(f"{name}: {_plain(value)}" for name, value in entry.items() if name != "step")
        table.add_row(Text(str(entry["step"])), Text(what))
    console.print(table)
    if answer.usage:
        console.print(Text(", ".join(f"{name} {value}" for name, value in answer.usage.items()), style="dim"))


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)
    return ", ".join(map(_plain, value)) if isinstance(value, list | tuple) else str(value)


def _show_citation(citation: Citation, console: Console) -> None:
    title = f"[{citation.marker}] {citation.document} {citation.label} {citation.heading}".rstrip()
    console.print(Text(title, style="bold"))
    passage = Text(citation.text.strip())
    begin = passage.plain.find(citation.quote)
    if begin >= 0:
        passage.stylize("reverse", begin, begin + len(citation.quote))
    else:
        passage = Text(citation.quote, style="reverse")
    console.print(Text(_INDENT) + passage)
    page = f" p. {citation.page}" if citation.page else ""
    source = f"{citation.document_id} {citation.clause_id} {citation.start}–{citation.end}{page}"
    console.print(Text(f"{_INDENT}{source}{'  ' + citation.url if citation.url else ''}", style="dim"))


def show_hits(hits: Sequence[Hit], console: Console) -> None:
    """Ranked passages with label, score and the beginning of their words."""
    if not hits:
        console.print("no passages")
    for rank, hit in enumerate(hits, 1):
        passage = hit.passage
        head = f"{rank}. {passage.label or passage.clause_id} {passage.heading}".rstrip()
        console.print(Text.assemble((head, "bold"), (f"  {passage.document_id} {hit.score:.2f}", "dim")))
        console.print(Text(_INDENT + _beginning(passage.text, 160)))


def _beginning(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def show_tasks(rows: Sequence[LedgerRow], console: Console, *, several: bool = False) -> None:
    """The ledger as a table: label, task, members in printed order; each with its document where there are several."""
    table = _table(*(["文件"] if several else []), "条款", "任务", "责任部门")
    for row in rows:
        table.add_row(
            *([escape(row.document)] if several else []),
            escape(row.label),
            escape(f"{row.heading}:{_beginning(row.text, 90)}".lstrip(":")),
            "、".join(map(escape, row.departments)),
        )
    console.print(table)
    console.print(f"{len(rows)} tasks")


def show_documents(summaries: Sequence[DocumentSummary], standing: Mapping[str, Standing], console: Console) -> None:
    """The indexed documents with level, issuers, date, sizes, and whether each is in force."""
    table = _table("id", "文件", "级别", "印发机关", "日期", "状态", "clauses", "tasks", "passages")
    for item in summaries:
        document = item.document
        state = standing[document.document_id]
        table.add_row(
            *map(escape, (document.document_id, document.title, str(document.level), "、".join(document.issuers), str(document.issued_on or ""))),
            Text(str(state.state), style="" if state.is_in_force else "yellow"),
            str(item.clauses), str(item.tasks), str(item.passages),
        )  # fmt: skip
    console.print(table)


def show_ingested(rows: Sequence[IngestRow], console: Console) -> None:
    """A row per input: what became of it, sizes, and why it was refused."""
    table = _table("document", "outcome", "clauses", "tasks", "source or reason")
    for row in rows:
        refused = row.outcome is Outcome.REFUSED
        table.add_row(
            escape(row.document_id or "-"), Text(str(row.outcome), style=_OUTCOMES.get(row.outcome, "")),
            "" if refused else str(row.clauses), "" if refused else str(row.tasks), escape(row.reason or row.source),
        )  # fmt: skip
    console.print(table)
    for row in rows:
        if row.difference is not None:
            console.print()
            show_difference(row.document_id, row.difference, console)


def show_catalogue(entries: Sequence[CatalogueEntry], present: Mapping[str, str], console: Console) -> None:
    """The related documents: level, title, number, and which of them are in the index."""
    table = _table("级别", "文件", "文号", "在库", "why")
    for entry in entries:
        there = present.get(entry.entry_id)
        state = Text(there, style="green") if there else Text("to fetch" if entry.url else "-", style="dim")
        table.add_row(str(entry.level), escape(entry.title), escape(entry.number or ""), state, escape(entry.why))
    console.print(table)
    console.print(f"{len(present)} of {len(entries)} related documents are in the index")


def row_json(row: IngestRow) -> dict[str, object]:
    """A row of an ingest for a program."""
    return {**asdict(row), "outcome": str(row.outcome)}


_CHANGES = {Change.ADDED: ("+", "green"), Change.REMOVED: ("-", "red"), Change.CHANGED: ("~", "yellow"),
            Change.OWNERS: ("责", "cyan")}  # fmt: skip


def show_difference(title: str, difference: Difference, console: Console) -> None:
    """What changed between two texts, a block for each clause: words before and after, owners before and after."""
    console.print(Text.assemble((title, "bold"), f": {difference.summary()}"))
    for item in difference.changes:
        sign, style = _CHANGES[item.change]
        console.print(
            Text.assemble((f"{sign} {item.label} {item.heading}".rstrip(), style), (f"  {item.clause_id}", "dim"))
        )
        if item.change is Change.OWNERS:
            console.print(Text(f"{_INDENT}{_beginning(item.after, 90)}", style="dim"))
        else:
            for mark, words in (("-", item.before), ("+", item.after)):
                if words:
                    console.print(Text(f"{_INDENT}{mark} {' '.join(words.split())}"))
        if item.owners_before != item.owners_after:
            before, after = ("、".join(names) or "无" for names in (item.owners_before, item.owners_after))
            console.print(Text(f"{_INDENT}责任部门: {before} → {after}"))


def show_outline(document: Document, root: Clause, console: Console) -> None:
    """The clause tree of a document: ids, labels, headings, and who is responsible."""
    tree = Tree(Text(f"{document.title}  {document.url or ''}", style="bold"), guide_style="dim")
    _grow(tree, root, document.text)
    console.print(tree)


def _grow(tree: Tree, clause: Clause, text: str) -> None:
    for child in clause.children:
        if child.kind is ClauseKind.CONTENTS:
            continue
        words = child.heading or _beginning(child.span.slice(text), _OUTLINE)
        line = Text.assemble((child.clause_id, "cyan"), f"  {child.label} {words}".rstrip())
        if child.task:
            line.append("  " + "、".join(item.printed for item in child.task.assignments), style="green")
        _grow(tree.add(line), child, text)


def show_clause(document: Document, path: Sequence[Clause], console: Console) -> None:
    """One clause with the headings it stands under; `path` leads from the outermost clause to it."""
    clause = path[-1]
    for depth, above in enumerate(path[:-1]):
        console.print(Text(f"{'  ' * depth}{above.label} {above.heading}".rstrip(), style="dim"))
    console.print(Text(f"{clause.label} {clause.heading}".strip() or clause.clause_id, style="bold"))
    console.print(Text(clause.span.slice(document.text)))
    for item in clause.walk():
        if item.task:
            names = "、".join(member.printed for member in item.task.assignments)
            console.print(Text(f"{item.clause_id} 责任部门:{names}", style="green"))
    source = f"{document.document_id} {clause.clause_id} {clause.span.start}–{clause.span.end}"
    console.print(Text(f"{source}{'  ' + document.url if document.url else ''}", style="dim"))


def show_pairs(title: str, rows: Sequence[tuple[str, ...]], console: Console) -> None:
    """A small table without a header."""
    table = Table(title=title, title_justify="left", show_header=False, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


@contextmanager
def progress_bar(console: Console, title: str = "") -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage of long work, on a terminal; nothing where output is read by a program."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, int] = {}

        def advance(stage: str, done: int, total: int) -> None:
            name = stage or title
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(bar.task_ids[tasks[name]], completed=done, total=total)

        yield advance
