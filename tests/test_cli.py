"""The commands as a user runs them: what they print, their exit codes, one line for an error."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ingest.clauses import parse_clauses
from ingest.loading import load_document
from tests.commands import ROOT, Ran, run_here, run_program

PLAN = load_document(ROOT / "documents" / "putuo-2021" / "source.txt")
TASKS = [clause for clause in parse_clauses(PLAN).walk() if clause.task]
ANSWER_FIELDS = {
    "id", "question", "status", "answer", "language", "statements", "citations", "departments", "tasks", "eligibility",
    "notices", "route", "engine", "seconds", "usage",
}  # fmt: skip
CITATION_FIELDS = {
    "marker", "document_id", "document", "clause_id", "label", "heading", "text", "quote", "start", "end", "url", "page",
}  # fmt: skip


def assert_one_line_error(ran: Ran, *, code: int, says: str) -> None:
    assert ran.code == code
    assert ran.err.startswith("wence: ")
    assert ran.err.count("\n") == 1
    assert says in ran.err
    assert "Traceback" not in ran.err + ran.out


def wence(home: Path, capture: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    return run_here(["--home", str(home), *arguments], capture)


def test_an_answer_as_json_has_the_fields_programs_rely_on(plan_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = wence(plan_home, capsys, "ask", "谁来推动区职业教育联盟实体化运作?", "--json")
    answer = json.loads(ran.out)
    assert ran.code == 0
    assert answer.keys() == ANSWER_FIELDS
    assert answer["status"] == "answered"
    assert answer["departments"] == ["区教育局"]
    for citation in answer["citations"]:
        assert citation.keys() == CITATION_FIELDS
        assert PLAN.text[citation["start"] : citation["end"]] == citation["quote"]
        assert f"[{citation['marker']}]" in answer["answer"]


def test_an_answer_for_a_person_shows_clause_offsets_and_address(
    plan_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = wence(plan_home, capsys, "ask", "谁来推动区职业教育联盟实体化运作?")
    assert "区教育局" in ran.out
    assert "s2.p3.i6.g1" in ran.out
    assert str(PLAN.url) in ran.out
    assert ran.err == ""


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ask", ""], 2, "empty"),
        (["ask", "\x00\x07"], 2, "empty"),
        (["ask", "<p></p>"], 2, "no words"),
        (["ask", "字" * 10_000], 2, "10,000 characters"),
        (["ask"], 2, "no question"),
        (["ask", "谁负责", "--document", "nope"], 1, "putuo-2021"),
        (["ask", "--batch", "in.jsonl"], 2, "--output"),
        (["search", "", "--k", "3"], 2, "empty"),
        (["search", "抵免", "--k", "0"], 2, "--k"),
        (["show", "nope"], 1, "putuo-2021"),
        (["show", "putuo-2021", "s9"], 1, "wence show putuo-2021"),
        (["tasks", "--document", "nope"], 1, "putuo-2021"),
        (["tasks", "--format", "pdf"], 2, "--format"),
        (["ingest", "no/such/file.txt", "--home", "x"], 2, "--home"),
        (["nonsense"], 2, "nonsense"),
        (["serve", "--port", "99999"], 2, "--port"),
        (["serve", "--host", "192.0.2.7"], 1, "192.0.2.7"),
        (["eval", "compare", "no.json", "no.json"], 2, "no.json"),
    ],
)
def test_wrong_input_is_one_line_that_says_what_to_do(
    plan_home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    assert_one_line_error(wence(plan_home, capsys, *arguments), code=code, says=says)


def test_a_program_run_shows_a_traceback_only_when_asked(plan_home: Path) -> None:
    quiet = run_program(["--home", str(plan_home), "show", "nope"])
    assert_one_line_error(quiet, code=1, says="nope")
    loud = run_program(["--home", str(plan_home), "--verbose", "show", "nope"])
    assert "Traceback" in loud.err
    assert loud.code == 1


def test_the_ledger_comes_as_table_json_csv_and_workbook(
    plan_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = wence(plan_home, capsys, "tasks").out
    assert "26 tasks" in table
    rows = json.loads(wence(plan_home, capsys, "tasks", "--format", "json").out)
    assert [row["clause_id"] for row in rows] == [clause.clause_id for clause in TASKS]
    for row, clause in zip(rows, TASKS, strict=True):
        assert clause.task is not None
        assert row["departments"] == [item.printed for item in clause.task.assignments]
        assert PLAN.text[row["start"] : row["end"]] == row["text"]
    file = tmp_path / "tasks.csv"
    assert wence(plan_home, capsys, "tasks", "--format", "csv", "--output", str(file)).code == 0
    read = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert [row["departments"].split("、") for row in read] == [row["departments"] for row in rows]
    book = tmp_path / "tasks.xlsx"
    assert wence(plan_home, capsys, "tasks", "--format", "xlsx", "--output", str(book)).code == 0
    cells = list(load_workbook(book).worksheets[0].values)
    assert len(cells) == 1 + len(TASKS)
    assert cells[1][2] == TASKS[0].clause_id


def test_the_ledger_of_several_offices_is_what_they_do_jointly(
    plan_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = wence(
        plan_home, capsys, "tasks", "--department", "财政局", "--department", "普陀区教育局", "--format", "json"
    ).out
    wanted = [
        clause.clause_id
        for clause in TASKS
        if clause.task and {"区财政局", "区教育局"} <= {item.printed for item in clause.task.assignments}
    ]
    assert [row["clause_id"] for row in json.loads(printed)] == wanted
    assert wanted


def test_a_clause_is_shown_by_its_id_and_by_its_printed_label(
    plan_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_id = wence(plan_home, capsys, "show", "putuo-2021", "s2.p2.i3")
    by_label = wence(plan_home, capsys, "show", "putuo-2021", "二(二)3")
    assert by_id == by_label
    assert "引企入校" in by_id.out
    assert "创新产教融合人才培养模式" in by_id.out
    tree = wence(plan_home, capsys, "show", "putuo-2021").out
    assert all(clause.clause_id in tree for clause in TASKS)
    branch = json.loads(wence(plan_home, capsys, "show", "putuo-2021", "s2.p2.i3", "--json").out)
    assert PLAN.text[branch["start"] : branch["end"]] == branch["text"]


def test_search_ranks_passages_with_their_offsets(plan_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(wence(plan_home, capsys, "search", "教育费附加抵免", "--k", "4", "--json").out)
    assert found["query"] == "教育费附加抵免"
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3, 4]
    assert found["hits"][0]["clause_id"] == "s3.i2"
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    for hit in found["hits"]:
        assert PLAN.text[hit["start"] : hit["end"]] == hit["text"]


def test_many_questions_keep_their_order_and_lose_no_line(
    plan_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        '{"id": "a", "question": "谁来推动区职业教育联盟实体化运作?", "gold": 1}',
        "not json",
        '{"id": 7}',
        '{"id": "c", "question": "那财政局呢?", "history": ["教育附加专项资金使用细则谁负责?"]}',
        '{"id": "d", "question": "谁负责", "history": "no list"}',
        "[1]",
        '{"id": "e", "question": ""}',
        '{"question": "抵免比例是多少?"}',
    ]
    source.write_text("\n".join(lines) + "\n", "utf-8")
    ran = wence(plan_home, capsys, "ask", "--batch", str(source), "--output", str(target))
    answers = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert ran.code == 1
    assert "5 lines failed" in ran.err
    assert [answer["id"] for answer in answers][:7] == ["a", None, 7, "c", "d", None, "e"]
    assert ["error" in answer for answer in answers] == [False, True, True, False, True, True, True, False]
    assert all(answer["error"].keys() == {"type", "message"} for answer in answers if "error" in answer)
    assert answers[0]["departments"] == ["区教育局"]
    assert answers[7]["id"]


def test_many_queries_are_searched_from_a_file(
    plan_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "x", "query": "抵免"}\n{"id": "y", "query": "联盟"}\n', "utf-8")
    ran = wence(plan_home, capsys, "search", "--batch", str(source), "--output", str(target), "--k", "2")
    found = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert ran.code == 0
    assert [(item["id"], len(item["hits"])) for item in found] == [("x", 2), ("y", 2)]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", None])
def test_an_unreadable_batch_leaves_the_earlier_results(
    plan_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    target.write_text("earlier\n", "utf-8")
    if content is not None:
        source.write_bytes(content)
    ran = wence(plan_home, capsys, "ask", "--batch", str(source), "--output", str(target))
    assert_one_line_error(ran, code=2, says="in.jsonl")
    assert target.read_text("utf-8") == "earlier\n"


def test_ingest_reports_every_file_and_keeps_what_was_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, folder = tmp_path / "home", tmp_path / "texts"
    folder.mkdir()
    (folder / "good.txt").write_text("一、总则\n1、加强管理。(责任部门:区教育局)\n", "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 40)
    rows = json.loads(wence(home, capsys, "ingest", str(folder), "--json").out)
    outcomes = {Path(row["source"]).name: row["outcome"] for row in rows}
    assert outcomes == {
        "good.txt": "added",
        "empty.txt": "refused",
        "picture.txt": "refused",
        "noise.txt": "refused",
    }
    assert all("\n" not in row["reason"] for row in rows)
    again = wence(home, capsys, "ingest", str(folder / "good.txt"))
    assert again.code == 0
    assert "unchanged" in again.out
    assert wence(home, capsys, "ingest", str(folder)).code == 1
    listed = json.loads(wence(home, capsys, "documents", "--json").out)
    assert [item["document_id"] for item in listed] == ["good"]
    assert listed[0]["tasks"] == 1


def test_doctor_names_what_is_wrong_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    empty = wence(home, capsys, "doctor")
    assert empty.code == 0
    assert "empty" in empty.out
    assert wence(home, capsys, "ingest").code == 0
    healthy = json.loads(wence(home, capsys, "doctor", "--json").out)
    assert healthy["index"]["tasks"] == "26"
    assert healthy["problems"] == []
    (home / "index" / "generation-000001" / "manifest.json").write_text("{", "utf-8")
    broken = wence(home, capsys, "doctor")
    assert broken.code == 1
    assert "problem: " in broken.out
    assert "wence ingest --replace" in broken.out


def test_light_commands_import_no_heavy_library(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom ui.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "heavy = {'gradio', 'chromadb', 'langchain_core', 'openai', 'numpy', 'pandas', 'tiktoken'} & set(sys.modules)\n"
        "print('HEAVY', sorted(heavy))\n"
    )
    for arguments in (["--version"], ["--help"], ["ask", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert "HEAVY []" in done.stdout
    answering = subprocess.run(
        [sys.executable, "-c", program, "--home", str(tmp_path), "ask", "谁负责职教联盟?"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = answering.stdout.rsplit("HEAVY", 1)[1]
    assert not any(name in loaded for name in ("gradio", "pandas", "openai"))
