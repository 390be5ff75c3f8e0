"""Whether documents can answer a question: the signs, and what they say together."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answerability import SIGNS, answerable, likelihood, signs_of
from assistant.answering import Assistant
from assistant.evidence import Evidence, weigh
from assistant.queries import Query
from assistant.settings import Settings
from assistant.sources import Sources
from assistant.understanding import understand
from vectorstore.indexing import ingest_files

REGULATION = """仓储安全管理办法
第一条 为了加强仓储安全管理,防止火灾事故,制定本办法。
第二条 仓储单位应当每季度检查一次消防设施,并保存检查记录三年。
第三条 仓储单位未检查消防设施的,由应急管理部门责令改正,处五千元以上二万元以下罚款。
第四条 存放易燃物品的仓库,应当与居民住宅保持五十米以上的距离。
第五条 本办法自2023年6月1日起施行。
"""


@pytest.fixture(scope="module")
def regulation(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over one short regulation."""
    folder: Path = tmp_path_factory.mktemp("regulation")
    (folder / "warehouse.txt").write_text(REGULATION, "utf-8")
    ingest_files(folder / "home", [folder / "warehouse.txt"])
    return Assistant.open(Settings(home=folder / "home"))


def _weighed(assistant: Assistant, question: str) -> tuple[Query, list[Evidence]]:
    sources = Sources(assistant.index)
    query = understand(question, previous=None, jurisdiction=sources.jurisdiction())
    return query, weigh(query.terms, sources.passages(query), asks=query.asks)


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
    assert likelihood(told) > likelihood(untold)
    assert answerable(*_weighed(regulation, asked)) is not False


def test_a_question_on_another_title_is_refused(regulation: Assistant) -> None:
    assert answerable(*_weighed(regulation, "《港口拖轮管理规定》中船员应当持有哪些证书?")) is False
