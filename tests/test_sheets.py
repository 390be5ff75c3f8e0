"""Checks on the command line, their printable sheet, and drafts of measures."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from assistant.answering import Assistant
from assistant.language import Language
from ingest.errors import DocumentRefused, UsageError
from ingest.loading import load_document
from ingest.measure_drafting import draft_toml, drafted_measures
from ingest.measures import parse_measures
from tests.commands import ROOT, run_here
from ui.sheets import sheet_docx

PLAN = load_document(ROOT / "documents" / "putuo-2021" / "source.txt")
CLAIM = "我们是普陀的产教融合型企业,投了800万办职校,能抵多少?"


def words_of(content: bytes) -> str:
    sheet = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in sheet.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in sheet.paragraphs), *cells])


def test_the_sheet_holds_facts_conditions_the_sum_and_the_clauses_in_full(assistant: Assistant) -> None:
    check = assistant.examine(CLAIM)
    words = words_of(sheet_docx(check))
    for citation in check.answer.citations:
        assert citation.text.strip() in words
    for item in check.judged:
        assert item.measure.quote in words
        assert all(part.condition.text in words and part.condition.quote in words for part in item.conditions)
    assert all(fact.words in words for fact in check.facts)
    assert "800万元 × 30% = 240万元" in words
    assert "不是官方认定" in words
    assert "按所述情况符合" in words
    assert "抵免的计算基数和上限" in words
    assert str(PLAN.url) in words


@pytest.mark.parametrize(
    ("language", "title"), [(Language.ENGLISH, "Eligibility check"), (Language.TRADITIONAL, "政策適用自查單")]
)
def test_the_sheet_is_in_the_language_of_the_answer(assistant: Assistant, language: Language, title: str) -> None:
    check = assistant.check_eligibility({"kind": "school", "school_type": "vocational"}, language=language)
    words = words_of(sheet_docx(check))
    assert title in words
    assert all(item.measure.quote in words for item in check.judged)


def test_a_question_about_something_else_has_no_sheet(assistant: Assistant) -> None:
    with pytest.raises(UsageError, match="no measure was judged"):
        sheet_docx(assistant.examine("谁来推动区职业教育联盟实体化运作?"))


def test_facts_are_checked_on_the_command_line(
    plan_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.docx"
    home = ["--home", str(plan_home)]
    facts = ["kind=enterprise", "recognised=no", "runs_vocational_education=yes"]
    ran = run_here([*home, "check", *facts, "--measure", "surcharge-offset", "--sheet", str(sheet), "--json"], capsys)
    answer = json.loads(ran.out)
    assert (ran.code, answer["eligibility"]["verdict"]) == (0, "does_not")
    assert answer["eligibility"].keys() == {"verdict", "conditions", "missing", "facts"}
    assert "是企业" in words_of(sheet.read_bytes())
    assert "kind" in run_here([*home, "check"], capsys).out
    assert json.loads(run_here([*home, "check", "--json"], capsys).out)["in_district"] == ["yes", "no"]
    assert (
        "Condition"
        in run_here([*home, "check", "kind=enterprise", "--measure", "found-school", "--english"], capsys).out
    )
    asked = tmp_path / "asked.docx"
    assert run_here([*home, "ask", CLAIM, "--sheet", str(asked)], capsys).code == 0
    assert asked.stat().st_size > 5000
    listed = json.loads(run_here([*home, "measures", "list", "--json"], capsys).out)
    assert [row["measure"] for row in listed] == [measure.measure_id for measure in PLAN.measures]
    assert "surcharge-offset" in run_here([*home, "measures", "list"], capsys).out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "kind"], "NAME=VALUE"),
        (["check", "kind=martian"], "one of"),
        (["check", "height=tall"], "no fact"),
        (["check", "kind=park", "--measure", "nothing"], "no measure"),
        (["check", "kind=park", "--sheet", "sheet.pdf"], ".docx"),
        (["check", "kind=park", "--sheet", "no/such/folder/sheet.docx"], "cannot be written"),
        (["ask", "谁来推动区职业教育联盟实体化运作?", "--sheet", "sheet.docx"], "no measure was judged"),
        (["measures", "draft", "nope"], "putuo-2021"),
    ],
)
def test_wrong_facts_and_files_are_one_line(
    plan_home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    ran = run_here(["--home", str(plan_home), *arguments], capsys)
    assert ran.code in {1, 2}
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_a_draft_proposes_the_measures_of_the_plan_and_is_refused_until_reviewed() -> None:
    drafted = drafted_measures(PLAN)
    assert all(item.quote in PLAN.text for item in drafted)
    missed = [m.measure_id for m in PLAN.measures if not any(m.quote in d.quote or d.quote in m.quote for d in drafted)]
    assert missed == []
    toml = draft_toml(PLAN, name="x.measures.toml")
    with pytest.raises(DocumentRefused, match="nobody reviewed"):
        parse_measures(toml, name="x", text=PLAN.text)
    reviewed = parse_measures(toml.replace("reviewed = false\n", ""), name="x", text=PLAN.text)
    assert len(reviewed) == len(drafted)
    assert any(measure.rate == 0.3 for measure in reviewed)


def test_a_document_of_another_form_is_drafted_and_no_file_is_replaced(
    plan_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rules.txt"
    file.write_text(
        "关于扶持的若干规定\n\n第一条 对注册在本区的企业给予5万元补贴。\n\n第二条 本规定自印发之日起施行。\n", "utf-8"
    )
    output = tmp_path / "rules.draft.toml"
    ran = run_here(["--home", str(plan_home), "measures", "draft", str(file), "--output", str(output)], capsys)
    assert ran.code == 0
    drafted = output.read_text("utf-8")
    assert "对注册在本区的企业给予5万元补贴" in drafted
    assert 'in_district = "yes"' in drafted
    assert "自印发之日起" not in drafted
    again = run_here(["--home", str(plan_home), "measures", "draft", str(file), "--output", str(output)], capsys)
    assert "never replaces" in again.err
    assert output.read_text("utf-8") == drafted
