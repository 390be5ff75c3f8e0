"""Whether documents can answer a question: the signs, and what they say together."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer_signs import SIGNS, signs_of
from assistant.answerability import ALONE, answerable, likelihood
from assistant.answering import Assistant
from assistant.answers import Status
from assistant.evidence import Evidence, weigh
from assistant.queries import Query
from assistant.settings import Settings
from assistant.sources import Sources
from assistant.understanding import understand
from vectorstore.indexing import ingest_files

REFUSED = {Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE}
REGULATION = """仓储安全管理办法
第一条 为了加强仓储安全管理,防止火灾事故,制定本办法。
第二条 仓储单位应当每季度检查一次消防设施,并保存检查记录三年。
第三条 仓储单位未检查消防设施的,由应急管理部门责令改正,处五千元以上二万元以下罚款。
第四条 存放易燃物品的仓库,应当与居民住宅保持五十米以上的距离。
第五条 本办法自2023年6月1日起施行。
"""


PORT = """港口拖轮管理规定
第一条 为了规范港口拖轮的管理,制定本规定。
第二条 拖轮船长应当持有适任证书,并每五年参加一次培训。
第三条 港口单位应当每月检查一次拖轮的救生设备。
第四条 本规定自2022年3月1日起施行。
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over two short regulations."""
    folder: Path = tmp_path_factory.mktemp("several")
    for name, text in (("warehouse", REGULATION), ("port", PORT)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    ingest_files(folder / "home", [folder / "warehouse.txt", folder / "port.txt"])
    return Assistant.open(Settings(home=folder / "home"))


@pytest.fixture(scope="module")
def regulation(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over one short regulation."""
    folder: Path = tmp_path_factory.mktemp("regulation")
    (folder / "warehouse.txt").write_text(REGULATION, "utf-8")
    ingest_files(folder / "home", [folder / "warehouse.txt"])
    return Assistant.open(Settings(home=folder / "home"))


def _weighed(assistant: Assistant, question: str) -> tuple[Query, list[Evidence], Sources]:
    sources = Sources(assistant.index)
    query = understand(question, previous=None, jurisdiction=sources.jurisdiction())
    return query, weigh(query.terms, sources.passages(query), asks=query.asks), sources


def test_signs_are_named_and_bounded(regulation: Assistant) -> None:
    signs = signs_of(*_weighed(regulation, "仓储单位多久检查一次消防设施?"))
    assert tuple(signs) == SIGNS
    assert all(-1.5 <= value <= 2.0 for value in signs.values())
    assert signs["least_known_noun"] > 0.5
    assert signs["other_title_named"] == 0.0


def test_another_title_is_a_sign_against(regulation: Assistant) -> None:
    own = signs_of(*_weighed(regulation, "《仓储安全管理办法》何时施行?"))
    other = signs_of(*_weighed(regulation, "《港口拖轮管理规定》何时施行?"))
    assert (own["other_title_named"], other["other_title_named"]) == (0.0, 1.0)
    assert own["title_in_question"] > other["title_in_question"]


@pytest.mark.parametrize(
    ("asked", "foreign"),
    [
        ("仓储单位多久检查一次消防设施?", "拖轮船长需要取得什么证书?"),
        ("易燃物品的仓库与居民住宅要保持多远距离?", "易制毒化学品的购买许可由谁审批?"),
        ("未检查消防设施处多少罚款?", "未公示商品价格处多少罚款?"),
    ],
)
def test_what_the_text_answers_is_likelier_than_what_it_does_not(
    regulation: Assistant, asked: str, foreign: str
) -> None:
    told, untold = (signs_of(*_weighed(regulation, question)) for question in (asked, foreign))
    assert likelihood(told, ALONE) > likelihood(untold, ALONE)
    assert answerable(*_weighed(regulation, asked)) is not False


def test_a_question_on_another_title_is_refused(regulation: Assistant) -> None:
    assert answerable(*_weighed(regulation, "《港口拖轮管理规定》中船员应当持有哪些证书?")) is False


@pytest.mark.parametrize(
    ("question", "own", "other"),
    [
        ("拖轮船长应当持有什么证书?", "port", "warehouse"),
        ("易燃物品的仓库与居民住宅要保持多远距离?", "warehouse", "port"),
        ("多久检查一次消防设施?", "warehouse", "port"),
    ],
)
def test_a_chosen_document_is_held_against_the_others(several: Assistant, question: str, own: str, other: str) -> None:
    def lead(document: str | None) -> float | None:
        sources = Sources(several.index, document)
        return sources.lead(understand(question, previous=None, jurisdiction=sources.jurisdiction()))

    ahead, behind = lead(own), lead(other)
    assert ahead is not None
    assert behind is not None
    assert ahead > 0 > behind
    assert lead(None) is None
    assert several.answer(question, document_id=own).status in {Status.ANSWERED, Status.PARTIAL}
    assert several.answer(question, document_id=other).status in REFUSED


def test_a_document_that_stands_alone_leads_nobody(regulation: Assistant) -> None:
    sources = Sources(regulation.index, "warehouse")
    query = understand("仓储单位多久检查一次消防设施?", previous=None, jurisdiction=sources.jurisdiction())
    assert sources.lead(query) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("未检查消防设施会受到什么处罚?", "二万元以下罚款"),
        ("仓储单位没有每季度检查一次消防设施,会受到什么处罚?", "二万元以下罚款"),
    ],
)
def test_what_follows_from_a_duty_is_told_from_the_article_that_gives_it(
    regulation: Assistant, question: str, told: str
) -> None:
    answer = regulation.answer(question)
    assert answer.status is Status.ANSWERED
    assert any(told in statement.text for statement in answer.statements)
