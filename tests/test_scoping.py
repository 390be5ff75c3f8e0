"""Documents of several levels in one index: questions name one, levels never mix, every row says where it stands."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from assistant.answering import Assistant
from assistant.scoping import named_in, without_naming
from assistant.settings import Settings
from ingest.documents import Document, Level
from tests.commands import run_here
from vectorstore.indexing import ingest_files, shipped_documents

ROWS = (
    ("组建联合体", "在重点产业组建10个市域联合体。", "市教委、市发改委"),
    ("", "建设30个市级实训基地,给予运行经费支持。", "市教委、市财政局"),
    ("培养技能人才", "开展企业新型学徒制培训,每年培训5万人次。", "市人社局"),
)
NATIONAL = (
    "关于深化产教融合的指导意见\n国办发〔2017〕195号\n各省、自治区、直辖市人民政府:\n一、主要任务\n"
    "1、鼓励企业以独资、合资、合作等方式举办职业教育。(教育部、国家发展改革委负责)\n"
    "2、对产教融合型企业给予金融支持。(财政部负责)\n国务院办公厅\n2017年12月5日\n"
)
CITY, NATION, PLAN = "city-2021", "nation-2017", "putuo-2021"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city plan with a task table and a national document beside the district's plan."""
    folder = tmp_path_factory.mktemp("levels")
    city = docx.Document()
    for line in ("上海市产教联合体建设行动计划", "沪教委高〔2021〕164号", "各区人民政府:",
                 "根据《关于深化产教融合的指导意见》(国办发〔2017〕195号)和《国家产教融合建设试点实施方案》,制定本计划。",
                 "一、总体目标", "建成一批联合体。", "附件", "任务分工表"):  # fmt: skip
        city.add_paragraph(line)
    table = city.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("重点任务", "主要内容", "责任部门"), strict=True):
        cell.text = text
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    city.save(str(folder / f"{CITY}.docx"))
    (folder / f"{CITY}.toml").write_text('issuers = ["上海市教育委员会"]\nissued_on = 2021-11-26\n', "utf-8")
    (folder / f"{NATION}.txt").write_text(NATIONAL, "utf-8")
    ingest_files(folder / "home", [shipped_documents(), folder / f"{CITY}.docx", folder / f"{NATION}.txt"])
    return folder / "home"


@pytest.fixture(scope="module")
def levels(home: Path) -> Assistant:
    return Assistant.open(Settings(home=home))


@pytest.mark.parametrize(
    ("question", "document", "departments"),
    [
        ("市级文件里实训基地由谁建设?", CITY, ("市教委", "市财政局")),
        ("区级文件中谁来推动区职业教育联盟实体化运作?", PLAN, ("区教育局",)),
        ("国家层面文件里谁负责鼓励企业举办职业教育?", NATION, ("教育部", "国家发展改革委")),
        ("2017年的指导意见里谁负责鼓励企业举办职业教育?", NATION, ("教育部", "国家发展改革委")),
        ("产教融合行动方案里谁来推动区职业教育联盟实体化运作?", PLAN, ("区教育局",)),
        ("国办发〔2017〕195号里谁负责金融支持?", NATION, ("财政部",)),
        ("164号文里学徒制培训由谁负责?", CITY, ("市人社局",)),
    ],
)
def test_a_question_is_kept_to_the_document_it_names(
    levels: Assistant, question: str, document: str, departments: tuple[str, ...]
) -> None:
    answer = levels.answer(question)
    assert answer.departments == departments
    assert {citation.document_id for citation in answer.citations} == {document}


def test_a_number_alone_stands_for_its_document(levels: Assistant) -> None:
    answer = levels.answer("195号文是哪天印发的?")
    assert "2017年12月5日" in answer.markdown
    assert {citation.document_id for citation in answer.citations} == {NATION}


def test_what_is_asked_on_stays_with_the_document(levels: Assistant) -> None:
    answer = levels.answer("学徒制培训呢?", history=["市级文件里实训基地由谁建设?"])
    assert {citation.document_id for citation in answer.citations} <= {CITY}


def test_a_level_that_is_not_there_is_said_to_be_missing(levels: Assistant) -> None:
    answer = levels.answer("省级文件怎么规定实训基地?")
    assert answer.status == "not_in_documents"
    assert "没有您说的“省级文件”" in answer.markdown


@pytest.mark.parametrize(
    ("question", "tasks", "level"),
    [("市教委负责哪些任务?", 2, "(市级)"),
     ("区教育局负责哪些任务?", 21, "(区级)"), ("市人社局有哪些任务?", 1, "(市级)"), ("区人社局有哪些任务?", 11, "(区级)")],
)  # fmt: skip
def test_offices_of_the_city_and_of_the_district_never_mix(
    levels: Assistant, question: str, tasks: int, level: str
) -> None:
    answer = levels.answer(question)
    assert len(answer.tasks) == tasks
    rows = [statement.text for statement in answer.statements if statement.citations]
    assert len(rows) == tasks
    assert all(f"》{level}" in row for row in rows)


def test_a_bare_name_of_two_levels_is_asked_back(levels: Assistant) -> None:
    answer = levels.answer("财政局负责哪些任务?")
    assert answer.status == "clarify"
    assert answer.tasks == ()
    assert "普陀区财政局:《普陀区深化推进产教融合行动方案》中2项任务" in answer.markdown
    assert "市财政局:《上海市产教联合体建设行动计划》中1项任务" in answer.markdown
    assert levels.answer("教育局负责哪些任务?").status == "answered"


def test_the_basis_is_said_to_be_there_or_not_with_its_level(levels: Assistant, assistant: Assistant) -> None:
    answer = levels.answer("《上海市产教联合体建设行动计划》的依据是什么?")
    assert "《关于深化产教融合的指导意见》(国家级、国办发〔2017〕195号)在已收录文件中。" in answer.markdown
    assert "《国家产教融合建设试点实施方案》(国家级、发改社会〔2019〕1558号)不在已收录文件中。" in answer.markdown
    alone = assistant.answer("这个方案的上位依据是哪份文件?")
    assert "《上海市建设产教融合型城市试点方案》(市级、沪发改社〔2020〕41号)不在已收录文件中。" in alone.markdown


def test_the_ledger_names_the_document_of_each_row(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run_here(["--home", str(home), "tasks", "--department", "市教委"], capsys).out
    assert out.count("上海市产教联合体建设行动计划") == 2


DOCUMENTS = (
    Document("a", "长河区数据行动方案(2021—2025年)", "甲", Level.DISTRICT, "长河区", ("长河区科学技术委员会",)),
    Document("b", "长河市数据条例", "乙", Level.CITY, "长河市", (), "长府发〔2022〕9号"),
    Document("c", "长河市数据条例实施细则", "丙", Level.CITY, "长河市", (), "长府发〔2023〕12号"),
)


@pytest.mark.parametrize(
    ("plain", "found"),
    [
        ("长河市数据条例怎么说", {"b"}),
        ("《长河市数据条例实施细则》怎么说", {"c"}),
        ("数据行动方案谁负责", {"a"}),
        ("12号文怎么说", {"c"}),
        ("长府发[2022]9号怎么说", {"b"}),
        ("2023年的文件怎么说", {"c"}),
        ("市级文件怎么说", {"b", "c"}),
        ("国家文件怎么说", set()),
        ("数据怎么共享", None),
        ("市级企业有几家", None),
        ("城市规划怎么说", None),
        ("园区计划怎么说", None),
        ("第12条怎么说", None),
    ],
)
def test_documents_are_named_by_title_number_level_and_year(plain: str, found: set[str] | None) -> None:
    named = named_in(plain, DOCUMENTS)
    assert (None if named is None else set(named.document_ids)) == found
    assert named_in(plain, DOCUMENTS[:1]) is None


def test_words_that_only_name_a_document_name_no_office() -> None:
    assert without_naming("市教委印发的计划有几项任务") == "该计划有几项任务"
    assert without_naming("国办发〔2017〕95号是谁印发的") == "该文件是谁印发的"
    assert without_naming("64号文是谁印发的") == "该文件是谁印发的"
    assert without_naming("区教育局负责什么") == "区教育局负责什么"
