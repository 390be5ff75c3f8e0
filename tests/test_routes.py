"""The route of a question follows from its wording, whatever its topic is."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import pytest

from assistant.answering import Assistant
from assistant.queries import Jurisdiction, Query, Route
from assistant.route_model import route_model
from assistant.route_signals import signals_of, words_of
from assistant.routing import clause_number
from assistant.understanding import read_question, understand
from ingest.documents import Level

DISTRICT = Jurisdiction(Level.DISTRICT, "普陀区")


def _query(question: str) -> Query:
    return understand(question, previous=None, jurisdiction=DISTRICT)


@pytest.mark.parametrize(
    ("question", "route"),
    [
        ("河道清淤归口哪个部门?", Route.OWNER),
        ("菜场改建这摊事谁来接?", Route.OWNER),
        ("菜场改建归那个部门", Route.OWNER),
        ("河道清淤做完了报给谁", Route.OWNER),
        ("食堂卫生是不是四个部门一起抓的?", Route.OWNER),
        ("这份方案是哪三家联合发的", Route.PROVENANCE),
        ("Which bureau oversees the school canteens?", Route.OWNER),
        ("河道清淤这件事,材料里责任写的谁?", Route.OWNER),
        ("把河道清淤写进规划的任务分给了哪几家?", Route.OWNER),
        ("河道清淤那条挂了一长串部门,能不能全报给我", Route.OWNER),
        ("我们公司想清理河道,这句话具体由谁来落?", Route.OWNER),
        ("我写总结要填责任单位,河道清淤只有教育局,还是和国资委一道?", Route.OWNER),
        ("Name every office assigned to the vocational education alliance.", Route.OWNER),
        ("河道清淤那条,管事的是谁?", Route.OWNER),
        ("河道清淤后面括号里写的是谁?", Route.OWNER),
        ("河道清淤这些活分派到哪里了?", Route.OWNER),
        ("河道清淤的钱由谁来出?", Route.FACT),
        ("有没有商务委独家负责的?", Route.TASKS),
        ("责任部门里点了名的局啊委啊,拢共几家,报一遍", Route.TASKS),
        ("那次常务会议上是哪个局长做的汇报", Route.FACT),
        ("食堂卫生要跟着标准走,这句又是谁的?", Route.OWNER),
        ("科委和人社局比,哪家担的任务多?", Route.TASKS),
        ("第三章写责任部门了没有?", Route.TASKS),
        ("谁拍板通过的,第几次会?", Route.PROVENANCE),
        ("On what superior document does it rest?", Route.PROVENANCE),
        ("我们酒店能不能参加现代学徒制?", Route.ELIGIBILITY),
        ("培养方案里要请什么样的专家?", Route.FACT),
        ("「第2條」寫了什麼?", Route.CLAUSE),
        ("What does item 3 say?", Route.CLAUSE),
    ],
)
def test_a_question_takes_its_route_from_its_wording(question: str, route: Route) -> None:
    assert _query(question).route is route


def test_topics_offices_and_numbers_are_put_aside_before_the_wording_is_weighed() -> None:
    query = read_question("区教育局在第二章有12项任务吗?", previous=None, jurisdiction=DISTRICT)
    words = words_of(query)
    assert words[0] == "Ｏ"
    assert "Ｎ" in words
    assert "Ｓ" in words
    one = read_question("河道清淤归谁管", previous=None, jurisdiction=DISTRICT)
    known = frozenset({"归谁", "管"})
    assert "* 归谁 管" in signals_of(one, known)


def test_the_shipped_weights_name_every_route_once() -> None:
    stored = json.loads((files("assistant") / "data" / "routes.json").read_text("utf-8"))
    assert sorted(stored["routes"]) == sorted(Route)
    assert {len(row) for row in stored["weights"].values()} == {len(stored["routes"])}
    ranked = route_model().ranked(_query("河道清淤归谁管?"))
    assert sum(likelihood for _, likelihood in ranked) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("第3条讲什么", "3"),
        ("「第一条」的内容", "一"),
        ("What's in article 4?", "4"),
        ("Who owns item 4?", ""),
        ("第3条谁最忙", ""),
    ],
)
def test_a_clause_is_asked_for_by_its_number_alone(question: str, number: str) -> None:
    assert clause_number(question.rstrip("?")) == number


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("谁发的这个通知,哪天发的?", ("区教育局", "2021年1月12日")),
        ("方案是谁定的、啥时候", ("区教育局", "2021年1月12日")),
        ("Who signed the plan and on what date?", ("区教育局", "2021-01-12")),
        ("做周报要写明,这份方案照着市里哪份文件来的,文号是多少?", ("沪发改社〔2020〕41号",)),
        ("写论文得标注上级文件,是哪份,编号多少", ("沪发改社〔2020〕41号",)),
        ("听说是区财政局会同区教育局2022年印发的,对不对", ("没有区财政局", "不是“2022年”")),
        ("我印象中是区科委牵头在2020年发的,引用这么写行吗", ("没有区科委", "不是“2020年”")),
    ],
)
def test_facts_of_the_document_are_told_together_and_whatever_they_are_for(
    assistant: Assistant, question: str, said: tuple[str, ...]
) -> None:
    answer = assistant.answer(question)
    assert answer.route == "provenance"
    text = "".join(statement.text for statement in answer.statements)
    assert all(words in text for words in said), text


@pytest.mark.parametrize(
    "question", ["帮我写一篇论文", "写论文,题目是产教融合", "写首诗要押韵,关于产教融合的", "帮我做个周报总结"]
)
def test_what_is_to_be_written_stays_a_chore(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status == "out_of_scope"


def test_meaning_adds_to_the_votes_of_the_wording_alone() -> None:
    model = route_model()
    assert model.meaning is not None
    query = _query("要把有苗头的企业先登记进一个信息库备着,建库的是谁?")
    alone = dict(replace(model, meaning=None).ranked(query))
    assert dict(model.ranked(query)) != alone
    assert model.ranked(query)[0][0] is Route.OWNER
