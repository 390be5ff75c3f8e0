"""More than one document in the index: each keeps its own offices, facts and clauses."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from vectorstore.indexing import ingest_files, shipped_documents

CITY = """上海市职业技能提升行动计划
各区人民政府:
一、主要任务
1、扩大培训规模。开展企业新型学徒制培训,每年培训10万人次。(责任部门:市人社局、市教委)
2、建设实训中心。建成20个市级公共实训中心。(责任部门:市教委)
上海市人力资源和社会保障局
2022年3月15日
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("several")
    (folder / "city-2022.txt").write_text(CITY, "utf-8")
    ingest_files(folder / "home", [shipped_documents(), folder / "city-2022.txt"])
    return Assistant.open(Settings(home=folder / "home"))


@pytest.mark.parametrize(
    ("question", "document", "says"),
    [
        ("《上海市职业技能提升行动计划》是谁印发的?", "city-2022", "人力资源和社会保障局"),
        ("《普陀区深化推进产教融合行动方案》是哪天印发的?", "putuo-2021", "2021年1月12日"),
        ("上海市职业技能提升行动计划什么时候印发的?", "city-2022", "2022年3月15日"),
    ],
)
def test_a_question_about_a_document_is_answered_from_the_one_it_names(
    several: Assistant, question: str, document: str, says: str
) -> None:
    answer = several.answer(question)
    assert {citation.document_id for citation in answer.citations} == {document}
    assert says in answer.markdown


def test_offices_of_the_city_and_of_the_district_have_their_own_tasks(several: Assistant) -> None:
    city = several.answer("市教委负责哪些任务?")
    assert city.tasks == ("s1.i1.g1", "s1.i2.g1")
    assert len([statement for statement in city.statements if statement.citations]) == 2
    assert {citation.document_id for citation in city.citations} == {"city-2022"}
    district = several.answer("区教育局负责哪些任务?")
    assert len(district.tasks) == 21
    assert len([statement for statement in district.statements if statement.citations]) == 21
    assert {citation.document_id for citation in district.citations} == {"putuo-2021"}


def test_an_owner_is_found_in_the_document_that_has_the_task(several: Assistant) -> None:
    answer = several.answer("20个市级公共实训中心由哪个部门建设?")
    assert answer.departments == ("市教委",)
    assert answer.citations[0].document == "上海市职业技能提升行动计划"
    assert several.answer("谁来推动区职业教育联盟实体化运作?").departments == ("区教育局",)


def test_a_search_can_be_kept_to_one_document(several: Assistant) -> None:
    hits = several.search("职业教育培训", k=50, document_id="city-2022")
    assert {hit.passage.document_id for hit in hits} == {"city-2022"}


def test_a_document_without_notes_says_in_its_own_words_who_does_what(tmp_path: Path) -> None:
    text = "社会保障卡服务指南\n一、办理\n社会保障卡由社区服务窗口负责发放,当场领取。\n二、补办\n遗失的可以在线补办。\n"
    (tmp_path / "card.txt").write_text(text, "utf-8")
    ingest_files(tmp_path / "home", [tmp_path / "card.txt"])
    answer = Assistant.open(Settings(home=tmp_path / "home")).answer("社会保障卡由谁负责发放?")
    assert "社区服务窗口负责发放" in answer.markdown
    assert "未列责任部门" not in answer.markdown
