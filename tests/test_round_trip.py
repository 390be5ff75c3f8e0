"""The shipped plan, written in every format that is read, gives the same tasks with the same departments."""

from __future__ import annotations

import difflib
import html
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.clauses import parse_clauses
from ingest.converting import find_converter
from ingest.documents import Document
from ingest.loading import load_document
from ingest.reading import squeeze
from tests.commands import ROOT
from tests.written import write_ofd, write_page, write_pdf, write_scan, write_word, write_workbook

PLAN = load_document(ROOT / "documents" / "putuo-2021" / "source.txt")
PARAGRAPHS = [line.strip() for line in PLAN.text.split("\n") if line.strip()]
MARKUP = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
Tasks = list[tuple[str, list[str]]]


def tasks(document: Document) -> Tasks:
    found = [clause.task for clause in parse_clauses(document).walk() if clause.task]
    return [(squeeze(task.text), [item.printed for item in task.assignments]) for task in found]


WANTED = tasks(PLAN)


def kept(document: Document) -> float:
    """The share of the plan's characters that stand in `document` in the same order."""
    matcher = difflib.SequenceMatcher(None, squeeze(PLAN.text), squeeze(document.text), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(squeeze(PLAN.text))


@pytest.mark.parametrize(
    "write",
    [
        lambda file: write_word(file, PARAGRAPHS),
        lambda file: write_page(file, PARAGRAPHS, title="普陀区深化推进产教融合行动方案"),
        lambda file: write_ofd(file, PARAGRAPHS, head="普陀区深化推进产教融合行动方案"),
        lambda file: file.write_bytes(PLAN.text.encode("gb18030")) and file,
        lambda file: file.write_bytes(PLAN.text.encode("utf-16")) and file,
    ],
    ids=["word", "web page", "ofd", "gb18030", "utf-16"],
)
def test_the_plan_gives_its_tasks_in_every_format_whatever_the_name(
    tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    document = load_document(write(tmp_path / "plan.bin"))
    assert tasks(document) == WANTED
    assert kept(document) > 0.999
    assert (document.title, str(document.issued_on)) == (PLAN.title, "2021-01-12")


def test_the_plan_printed_by_a_browser_gives_its_tasks_and_its_pages(tmp_path: Path, chromium: Path) -> None:
    document = load_document(write_pdf(tmp_path / "plan.pdf", MARKUP, chromium=chromium))
    assert tasks(document) == WANTED
    assert kept(document) > 0.999
    assert len(document.text) < 1.01 * len("\n".join(PARAGRAPHS))  # neither running heads nor page numbers
    assert len(document.origin.pages) > 2
    last = document.text.index("组合式激励")
    assert document.origin.page_of(0) == 1
    assert document.origin.page_of(last) == len(document.origin.pages)


def test_the_plan_as_a_task_table_gives_its_tasks(tmp_path: Path) -> None:
    rows = [["任务分工表"], ["重点任务", "主要内容", "责任部门"]]
    rows += [["第一批", text, "\n".join(offices)] for text, offices in WANTED]
    file = write_workbook(tmp_path / "table.xlsx", rows, merged=["A1:C1", f"A3:A{len(WANTED) + 2}"])
    found = tasks(load_document(file))
    assert [(text.removeprefix("第一批"), offices) for text, offices in found] == WANTED


def test_a_task_table_printed_by_a_browser_gives_its_tasks_over_pages(tmp_path: Path, chromium: Path) -> None:
    rows = "".join(
        f"<tr><td>{html.escape(text)}</td><td style='width:8em'>{'<br>'.join(offices)}</td></tr>"
        for text, offices in WANTED
    )
    head = "<thead><tr><td>主要内容</td><td>责任部门</td></tr></thead>"
    table = f"<p>任务分工表</p><table style='width:100%;border-collapse:collapse'>{head}{rows}</table>"
    found = tasks(load_document(write_pdf(tmp_path / "table.pdf", table, chromium=chromium)))
    assert found == WANTED


@pytest.mark.parametrize("ending", ["doc", "odt", "rtf"])
def test_the_plan_in_an_older_format_gives_its_tasks_where_libreoffice_is_installed(
    tmp_path: Path, ending: str
) -> None:
    program = find_converter()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    import subprocess

    source = write_word(tmp_path / "plan.docx", PARAGRAPHS)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True,
    )  # fmt: skip
    assert tasks(load_document(source.with_suffix(f".{ending}"))) == WANTED


def test_the_plan_as_a_skewed_scan_gives_its_tasks(tmp_path: Path, chromium: Path) -> None:
    pdf = write_pdf(tmp_path / "plan.pdf", MARKUP, chromium=chromium)
    document = load_document(write_scan(tmp_path / "scan.pdf", pdf, dots_per_inch=150))
    assert sum(task in WANTED for task in tasks(document)) >= 25
    assert kept(document) >= 0.99
    assert document.origin.confidence is not None
    assert document.origin.confidence > 0.9
    assert document.origin.scanned == tuple(range(1, len(document.origin.pages) + 1))
