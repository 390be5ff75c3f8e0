"""What sets one candidate apart: rare words, what a clause is about, the articles it names, what is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ingest.documents import Span
from ingest.passages import Passage
from vectorstore.intents import INTENTS, PLACES, STRAY, asked_for, gives
from vectorstore.question_weights import read_question
from vectorstore.rescoring import FEATURES, Candidate, features_of

TITLE = "牙膏监督管理办法"


def candidates(*texts: str, title: str = TITLE, document: str = "a") -> list[Candidate]:
    """The articles of one document, all alike to the first stage."""
    found = []
    for place, text in enumerate(texts):
        passage = Passage(f"{document}{place}", document, f"a{place + 1}", f"第{place + 1}条", "", (title,), text,
                          Span(0, len(text)), (), len(text))  # fmt: skip
        found.append(Candidate(passage, 1.0, 1.0, 1.0, 1.0, place, len(texts)))
    return found


def column(name: str, question: str, offered: Sequence[Candidate]) -> list[float]:
    asked = read_question(question, lambda names: np.ones(len(names)))
    return [round(float(value), 3) for value in features_of(asked, offered)[:, FEATURES.index(name)]]


def test_a_word_that_few_candidates_hold_counts_more_than_one_that_all_hold() -> None:
    offered = candidates("牙膏备案", "牙膏标签", "牙膏", "牙膏原料")
    common, rare = column("local_pairs", "牙膏标签", offered)[2], column("local_pairs", "牙膏标签", offered)[1]
    assert rare == 1.0
    assert common < 1 / 3  # of three pairs of equal weight in the index


def test_words_are_rare_within_their_own_document() -> None:
    offered = [*candidates("牙膏备案", "牙膏标签"), *candidates("牙膏标签", "牙膏标签说明", document="b")]
    assert column("local_pairs_of_document", "牙膏标签", offered)[0] < column("local_pairs", "牙膏标签", offered)[0]


def test_the_words_of_a_document_are_put_together() -> None:
    offered = [*candidates("备案材料", "标签内容", title="办法"), *candidates("标签", title="规定", document="b")]
    assert column("document_union", "备案标签", offered)[:2] == [0.667, 0.667]
    assert column("document_union", "备案标签", offered)[2] == 0.333


@pytest.mark.parametrize(
    ("text", "covered"), [("标签内容", 1.0), ("标签内容标签", 0.8), ("原料目录", 0.0), ("。", 0.0)]
)
def test_a_clause_that_speaks_of_nothing_else_is_covered(text: str, covered: float) -> None:
    assert column("covered_pairs", "标签内容", candidates(text)) == [covered]


def test_what_a_clause_begins_with_is_told_apart_from_what_it_mentions() -> None:
    offered = candidates("第一条 牙膏标签应当真实,不得误导。", "第二条 经营者应当检查,牙膏标签不清的退回。")
    first, second = column("lead_pairs", "牙膏标签", offered)
    assert first == 1.0
    assert second == 0.0


@pytest.mark.parametrize(
    ("question", "exact", "opens"),
    [("牙膏的标签要写什么", 1.0, 1.0), ("标签上写牙膏的规定", 1.0, 0.0), ("化妆品的标签", 0.0, 0.0)],
)
def test_a_title_is_about_what_is_left_without_the_words_of_all_titles(
    question: str, exact: float, opens: float
) -> None:
    assert column("topic_exact", question, candidates("标签")) == [exact]
    assert column("topic_opens", question, candidates("标签")) == [opens]


def test_a_penalty_is_found_by_the_article_it_refers_to() -> None:
    offered = candidates(
        "第一条 总则。",
        "第二条 平台应当抽查。",
        "第三条 违反本办法第二条规定的,处以罚款。",
        "第四条 依照《广告法》第二条处罚。",
    )
    question = "平台不抽查会受到什么处罚"
    assert column("refers", question, offered) == [0.0, 0.0, 1.0, 0.0]
    assert column("refers_if_penalty", question, offered)[2] == 1.0
    assert column("refers_if_penalty", "平台怎么抽查", offered)[2] == 0.0
    assert column("referred", question, offered) == [0.0, 1.0, 0.0, 0.0]


def test_a_reference_stays_in_its_document() -> None:
    offered = [*candidates("第一条 违反第二条的,处以罚款。"), *candidates("第一条 甲。", "第二条 乙。", document="b")]
    assert column("refers", "处罚", offered) == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("question", ["什么是牙膏", "牙膏指什么", "根据《牙膏监督管理办法》,牙膏具体是指什么?"])
def test_the_term_that_is_asked_about_is_found_however_it_is_asked(question: str) -> None:
    offered = candidates("第一条 牙膏是指膏状的产品。", "第二条 标签标明牙膏。")
    assert column("define_exact", question, offered) == [1.0, 0.0]


@pytest.mark.parametrize(
    ("intent", "question", "clause"),
    [
        ("aim", "《煤炭法》的主要目标是什么?", "第一条 为了合理利用煤炭资源,规范煤炭生产,制定本法。"),
        ("purpose", "上面是哪一份市里的文件,文号报一下", "为贯彻部署,根据市方案(沪发改社〔2020〕41号),制定本方案。"),
        ("in_charge", "谁负责大气污染防治的监督管理?", "国务院主管部门负责全国大气污染防治工作。"),
        ("issuer", "该法由哪个机构颁布?", "(2016年4月28日第十二届全国人民代表大会常务委员会第二十次会议通过)"),
        ("duty", "运营者有哪些义务?", "运营者应当履行下列职责。"),
        ("content", "标签应当标注哪些内容?", "标签应当标注下列内容:"),
        ("where", "申请应该向哪个机关提出?", "应当向县级以上人民政府提出申请。"),
        ("class", "召回分为几级?", "召回分为一级、二级和三级。"),
    ],
)
def test_what_a_question_asks_for_is_what_the_clause_gives(intent: str, question: str, clause: str) -> None:
    assert intent in asked_for(question)
    assert gives(clause, intent)
    assert not gives("第五条 鼓励公众参与。", intent)
    assert intent not in asked_for("牙膏")


def test_a_clause_that_gives_what_nobody_asked_for_is_marked() -> None:
    offered = candidates("第二条 本办法适用于牙膏。", "第三条 标签应当真实。")
    assert column("stray_scope", "标签要真实吗", offered) == [1.0, 0.0]
    assert column("stray_scope", "本办法适用于哪些产品", offered) == [0.0, 0.0]


def test_every_place_and_stray_intent_is_one_that_questions_have() -> None:
    assert {intent for intent, *_ in PLACES.values()} | set(STRAY) <= set(INTENTS)
    assert len(set(FEATURES)) == len(FEATURES)


@pytest.mark.parametrize("question", ["", "?!", "《》", "a", "的"])
def test_a_question_of_any_kind_has_all_features(question: str) -> None:
    asked = read_question(question, lambda names: np.ones(len(names)))
    found = features_of(asked, candidates("第一条 甲。", "", "。"))
    assert found.shape == (3, len(FEATURES))
    assert np.isfinite(found).all()
