"""The life of a document: changed, withdrawn, ended by another, expired; answers prefer what applies and know each day."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from ingest.differences import Change
from ingest.errors import UnknownDocument
from ingest.loading import Loaded
from tests.commands import run_here
from vectorstore.generations import current_name
from vectorstore.indexing import IngestRow, Outcome, ingest_files, shipped_documents, withdraw_documents
from vectorstore.store import open_index

PLAN = (shipped_documents() / "putuo-2021" / "source.txt").read_text("utf-8")
OWNERS = "区财政局、区人社局、区教育局、区总工会"
QUESTION = "研究完善地方教育附加专项资金使用细则由哪些部门负责?"
REVISED = PLAN.replace(OWNERS, "区财政局、区人社局、区教育局、区商务委").replace("2021年1月12日", "2023年3月1日")


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, IngestRow]:
    """A home with the plan and a revision of it, and the row of that revision."""
    folder = tmp_path_factory.mktemp("revised")
    file = folder / "plan.txt"
    file.write_text(PLAN, "utf-8")
    ingest_files(folder / "home", [file])
    file.write_text(REVISED, "utf-8")
    (row,) = ingest_files(folder / "home", [file])
    return folder / "home", row


def test_an_owner_that_changed_is_the_only_difference(revised: tuple[Path, IngestRow]) -> None:
    _, row = revised
    assert row.outcome is Outcome.CHANGED
    assert row.difference is not None
    (change,) = row.difference.changes
    assert (change.change, change.clause_id, change.label) == (Change.OWNERS, "s2.p2.i3.g3", "二(二)3")
    assert change.owners_before == tuple(OWNERS.split("、"))
    assert change.owners_after == ("区财政局", "区人社局", "区教育局", "区商务委")
    assert row.difference.facts == ("issued_on",)


@pytest.mark.parametrize(
    ("day", "owners"),
    [
        (None, ("区财政局", "区人社局", "区教育局", "区商务委")),
        (date(2021, 6, 30), ("区财政局", "区人社局", "区教育局", "区总工会")),
        (date(2023, 2, 28), ("区财政局", "区人社局", "区教育局", "区总工会")),
        (date(2023, 3, 1), ("区财政局", "区人社局", "区教育局", "区商务委")),
    ],
)
def test_answers_are_those_of_the_day_asked_for(
    revised: tuple[Path, IngestRow], day: date | None, owners: tuple[str, ...]
) -> None:
    assistant = Assistant.open(Settings(home=revised[0]))
    answer = assistant.answer(QUESTION, as_of=day)
    assert answer.departments == owners
    text = assistant.index_at(day).document("plan").text
    for citation in answer.citations:
        assert text[citation.start : citation.end] == citation.quote
    assert any("按" in notice and str(day) in notice for notice in answer.notices) is (day is not None)
    union = assistant.tasks(departments=["区总工会"], as_of=day)
    assert len(union) == (1 if "区总工会" in owners else 0)


def test_before_the_first_version_there_is_no_text(revised: tuple[Path, IngestRow]) -> None:
    assistant = Assistant.open(Settings(home=revised[0]))
    assert assistant.index_at(date(2020, 1, 1)).documents() == []
    answer = assistant.answer(QUESTION, as_of=date(2020, 1, 1))
    assert answer.status in {"not_in_documents", "out_of_scope"}
    assert answer.citations == ()
    assert assistant.tasks(as_of=date(2020, 1, 1)) == []


def test_a_view_is_built_once_and_the_published_index_is_not_touched(revised: tuple[Path, IngestRow]) -> None:
    home, _ = revised
    name = current_name(home)
    first = Assistant.open(Settings(home=home)).index_at(date(2021, 6, 30))
    built = (first.directory / "manifest.json").stat().st_mtime_ns
    again = Assistant.open(Settings(home=home)).index_at(date(2022, 1, 1))
    assert again.directory == first.directory
    assert (again.directory / "manifest.json").stat().st_mtime_ns == built
    assert current_name(home) == name


def test_an_older_version_that_comes_later_is_kept_for_its_time(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(REVISED, "utf-8")
    ingest_files(tmp_path / "home", [file])
    file.write_text(PLAN, "utf-8")
    (row,) = ingest_files(tmp_path / "home", [file])
    assert row.outcome is Outcome.OLDER
    (again,) = ingest_files(tmp_path / "home", [file])
    assert again.outcome is Outcome.UNCHANGED
    assistant = Assistant.open(Settings(home=tmp_path / "home"))
    assert "区商务委" in assistant.answer(QUESTION).departments
    assert "区总工会" in assistant.answer(QUESTION, as_of=date(2022, 1, 1)).departments


def test_a_correction_without_a_date_counts_from_the_day_it_was_seen(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, "utf-8")
    ingest_files(tmp_path / "home", [file], today=date(2024, 1, 1))
    file.write_text(PLAN.replace(OWNERS, "区财政局"), "utf-8")
    ingest_files(tmp_path / "home", [file], today=date(2024, 5, 1))
    assistant = Assistant.open(Settings(home=tmp_path / "home"))
    assert assistant.answer(QUESTION, as_of=date(2024, 4, 30)).departments == tuple(OWNERS.split("、"))
    assert assistant.answer(QUESTION, as_of=date(2024, 5, 1)).departments == ("区财政局",)


def test_a_text_that_is_still_to_come_does_not_answer_today(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, "utf-8")
    ingest_files(tmp_path / "home", [file])
    file.write_text(REVISED.replace("2023年3月1日", "2093年3月1日"), "utf-8")
    ingest_files(tmp_path / "home", [file])
    assistant = Assistant.open(Settings(home=tmp_path / "home"))
    assert "区总工会" in assistant.answer(QUESTION).departments
    assert "区商务委" in assistant.answer(QUESTION, as_of=date(2093, 3, 1)).departments


def test_a_withdrawn_document_is_out_of_the_answers_but_not_of_the_past(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    (tmp_path / "city.txt").write_text(
        "上海市培训行动计划\n一、任务\n1、扩大培训。开展学徒制培训。(责任部门:市人社局)\n", "utf-8"
    )
    ingest_files(home, [tmp_path / "plan.txt", tmp_path / "city.txt"])
    (row,) = withdraw_documents(home, ["plan"], on=date(2024, 7, 1), reason="replaced")
    assert (row.outcome, row.tasks) == (Outcome.REMOVED, 26)
    assistant = Assistant.open(Settings(home=home))
    assert [item.document.document_id for item in assistant.index.documents()] == ["city"]
    assert assistant.tasks(departments=["区教育局"]) == []
    assert len(assistant.tasks(departments=["区教育局"], as_of=date(2024, 6, 30))) == 21
    assert any("撤回" in notice for notice in assistant.answer("《普陀区深化推进产教融合行动方案》还有效吗?").notices)
    (again,) = ingest_files(home, [tmp_path / "plan.txt"])
    assert again.outcome is Outcome.UNCHANGED
    assert "withdraw --undo plan" in again.reason
    (back,) = withdraw_documents(home, ["plan"], undo=True)
    assert back.outcome is Outcome.ADDED
    assert len(Assistant.open(Settings(home=home)).tasks(departments=["区教育局"])) == 21
    with pytest.raises(UnknownDocument, match="plan"):
        withdraw_documents(home, ["nothing"])


def test_the_last_document_can_be_withdrawn(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    ingest_files(tmp_path / "home", [tmp_path / "plan.txt"])
    withdraw_documents(tmp_path / "home", ["plan"])
    assistant = Assistant.open(Settings(home=tmp_path / "home"))
    answer = assistant.answer(QUESTION)
    assert answer.status in {"not_in_documents", "out_of_scope"}
    assert assistant.search("教育") == []


OLD = "长河市公共数据管理办法\n长府发〔2015〕3号\n第一条 公共数据由市大数据中心统一管理,共享费用为每条2元。\n长河市人民政府\n2015年3月1日\n"
NEW = (
    "长河市公共数据条例\n长府发〔2022〕9号\n第一条 公共数据由市数据局统一管理,共享不收费。\n"
    "第二条 本条例自2022年5月1日起施行,《长河市公共数据管理办法》(长府发〔2015〕3号)同时废止。\n长河市人民政府\n2022年4月1日\n"
)
SHORT = "长河市停车收费规定\n第一条 路边停车首小时10元。\n第二条 本规定自2018年1月1日起施行,有效期5年。\n长河市人民政府\n2017年12月1日\n"


@pytest.fixture(scope="module")
def superseded(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("superseded")
    for name, text in {"old": OLD, "new": NEW, "parking": SHORT}.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    ingest_files(folder / "home", [folder / f"{name}.txt" for name in ("old", "new", "parking")])
    return Assistant.open(Settings(home=folder / "home"))


@pytest.mark.parametrize(
    ("question", "day", "document", "notice"),
    [
        ("公共数据由谁统一管理?", None, "new", ""),
        ("公共数据由谁统一管理?", date(2020, 1, 1), "old", ""),
        ("公共数据由谁统一管理?", date(2022, 4, 30), "old", ""),
        ("公共数据由谁统一管理?", date(2022, 5, 1), "new", ""),
        ("《长河市公共数据管理办法》规定公共数据由谁统一管理?", None, "old", "由《长河市公共数据条例》废止"),
        ("路边停车首小时多少元?", None, "parking", "有效期已于2022年12月31日届满"),
        ("路边停车首小时多少元?", date(2022, 12, 31), "parking", ""),
    ],
)
def test_answers_prefer_what_applies_and_say_so_otherwise(
    superseded: Assistant, question: str, day: date | None, document: str, notice: str
) -> None:
    answer = superseded.answer(question, as_of=day)
    assert {citation.document_id for citation in answer.citations} == {document}
    standing = [item for item in answer.notices if "不再有效" in item or "届满" in item or "才适用" in item]
    assert bool(standing) is bool(notice)
    assert notice in "".join(standing)


def test_the_list_of_documents_says_how_each_stands(superseded: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(superseded.settings.home)
    listed = json.loads(run_here(["--home", home, "documents", "--json"], capsys).out)
    assert {item["document_id"]: item["standing"] for item in listed} == {
        "old": "repealed", "new": "in_force", "parking": "expired"
    }  # fmt: skip
    assert {item["versions"] for item in listed} == {1}
    assert "repealed" in run_here(["--home", home, "documents"], capsys).out


def test_the_commands_withdraw_and_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, file = str(tmp_path / "home"), tmp_path / "plan.txt"
    file.write_text(PLAN, "utf-8")
    assert run_here(["--home", home, "ingest", str(file)], capsys).code == 0
    assert run_here(["--home", home, "diff", "plan"], capsys).code == 2
    file.write_text(REVISED, "utf-8")
    dry = run_here(["--home", home, "ingest", str(file), "--dry-run"], capsys)
    assert "区总工会 → 区财政局、区人社局、区教育局、区商务委" in dry.out
    run_here(["--home", home, "ingest", str(file)], capsys)
    (change,) = json.loads(run_here(["--home", home, "diff", "plan", "--json"], capsys).out)["changes"]
    assert (change["change"], change["clause_id"]) == ("owners", "s2.p2.i3.g3")
    asked = run_here(["--home", home, "ask", QUESTION, "--as-of", "2021-06-30", "--json"], capsys)
    assert json.loads(asked.out)["departments"] == OWNERS.split("、")
    wrong = run_here(["--home", home, "ask", QUESTION, "--as-of", "2021"], capsys)
    assert (wrong.code, "--as-of takes a day" in wrong.err) == (2, True)
    for day, printed in (("2021-06-30", True), (None, False)):
        of_day = ["--as-of", day] if day else []
        found = run_here(["--home", home, "search", QUESTION, *of_day, "--json"], capsys)
        owners = [hit["text"] for hit in json.loads(found.out)["hits"] if hit["clause_id"] == "s2.p2.i3.g3"]
        assert {"区总工会" in text for text in owners} == {printed}
    assert run_here(["--home", home, "withdraw", "plan", "--dry-run"], capsys).code == 0
    assert [item.document.document_id for item in open_index(tmp_path / "home").documents()] == ["plan"]
    assert run_here(["--home", home, "withdraw", "plan"], capsys).code == 0
    assert open_index(tmp_path / "home").documents() == []


def test_the_same_text_under_another_name_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(OLD, "utf-8")
    rows = ingest_files(tmp_path / "home", [tmp_path / "a.txt", tmp_path / "b.txt"])
    assert [row.outcome for row in rows] == [Outcome.ADDED, Outcome.REFUSED]
    assert "the same text as a" in rows[1].reason


def test_an_unchanged_file_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(OLD, "utf-8")
    ingest_files(tmp_path / "home", [tmp_path / "a.txt"])

    def never(files: list[Path], **_: object) -> list[Loaded]:
        assert not files, f"{files} were read again"
        return []

    monkeypatch.setattr("vectorstore.indexing.load_documents", never)
    (row,) = ingest_files(tmp_path / "home", [tmp_path / "a.txt"])
    assert row.outcome is Outcome.UNCHANGED
    (tmp_path / "a.toml").write_text('number = "长府发〔2015〕4号"\n', "utf-8")
    with pytest.raises(AssertionError, match="read again"):
        ingest_files(tmp_path / "home", [tmp_path / "a.txt"])


def test_what_other_code_has_read_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in {"old": OLD, "new": NEW}.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    home = tmp_path / "home"
    ingest_files(home, [tmp_path / "old.txt", tmp_path / "new.txt"])
    before = current_name(home)
    for module in ("indexing", "building", "views"):
        monkeypatch.setattr(f"vectorstore.{module}.reader_digest", lambda: "other")
    ingest_files(home, [tmp_path / "old.txt"])
    index = open_index(home)
    assert index.name > before
    assert index.manifest.reader == "other"
    assert len(index.documents()) == 2
    assert index.search("统一管理", k=2)


def test_the_view_of_a_home_that_cannot_be_written_is_built_elsewhere(
    revised: tuple[Path, IngestRow], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(revised[0], home)
    shutil.rmtree(home / "index" / "views", ignore_errors=True)
    (home / "index" / "views").write_text("a file where the folder should be", "utf-8")
    answer = Assistant.open(Settings(home=home)).answer(QUESTION, as_of=date(2021, 6, 30))
    assert answer.departments == tuple(OWNERS.split("、"))
