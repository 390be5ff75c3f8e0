"""What people tell of themselves in words no rule knows, and what a verdict must not pass over."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.answers import ConditionState, Verdict
from assistant.fact_words import stated_in
from assistant.told_facts import NOTHING, facts_told, told_facts
from eval.fact_training import Fragments, fitted, left_out, told
from vectorstore.line_vectors import Vectors


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("搭伙的是一家小学的课后班", "with_school", "other"),
        ("培训这摊子全交给外头的顾问公司了", "with_school", "no"),
        ("靠出租沿街铺面挣的", "service_income", "no"),
        ("区里重点企业的名册上有我们家", "key_enterprise", "yes"),
        ("修钟表修了三十年", "kind", "specialist"),
        ("no tech transfer at all", "transfer_agency", "no"),
    ],
)
def test_a_fragment_tells_what_no_rule_reads(said: str, name: str, value: str) -> None:
    assert not [fact for fact in stated_in(said) if fact.name == name]
    assert (name, value, said) in {(fact.name, fact.value, fact.words) for fact in facts_told(said)}


@pytest.mark.parametrize(
    "said",
    [
        "这笔钱大概能有多少",
        "想搬进中以创新园",
        "听说隔壁那家是重点企业",
        "如果我们是重点企业",
        "麻烦您帮忙看看",
        "你好",
    ],
)
def test_a_question_a_wish_and_what_is_said_of_others_tell_nothing(said: str) -> None:
    assert facts_told(said) == []


def test_what_is_told_is_told_by_its_words_and_decides(assistant: Assistant) -> None:
    answer = assistant.answer("我们连锁面馆,合作的是隔壁小学,一起挂个二级学院算支持的吗")
    assert answer.eligibility is not None
    assert answer.eligibility.verdict is Verdict.DOES_NOT
    fact = next(fact for fact in answer.eligibility.facts if fact.name == "with_school")
    assert (fact.value, fact.source) == ("other", "words")
    assert fact.words == "合作的是隔壁小学"


@pytest.mark.parametrize(
    ("question", "lack"),
    [
        ("区里的中专想搞中高本贯通,谈的学校不是中侨,鼓励吗", "不是中侨"),
        ("我们厂跟职校一起搞现代学徒制,就是抽不出人当培训师,鼓励吗", "抽不出人"),
    ],
)
def test_no_measure_is_met_over_a_lack_that_no_condition_was_held_against(
    assistant: Assistant, question: str, lack: str
) -> None:
    answer = assistant.answer(question)
    assert answer.eligibility is not None
    assert answer.eligibility.verdict is Verdict.UNDECIDED
    named = [item for item in answer.eligibility.conditions if lack in item.text]
    assert [item.state for item in named] == [ConditionState.NOT_STATED]


def test_asking_is_no_lack(assistant: Assistant) -> None:
    answer = assistant.answer("我们普陀的公司想独资办一所职业学院,方案支不支持")
    assert answer.eligibility is not None
    assert answer.eligibility.verdict is Verdict.MEETS


def test_the_shipped_fit_tells_most_of_its_own_fragments() -> None:
    model = told_facts()
    own: Vectors = model.lines[::97]
    assert sum(bool(model.of(vector)) for vector in own) > 0.8 * len(own)


def test_hands_are_left_out_and_counted() -> None:
    random = np.random.default_rng(3)
    values = (("kind", "school"), ("kind", "park"), NOTHING)
    owners = np.tile(np.repeat(np.arange(3), 6), 2)
    around = np.eye(12)[owners] + 1.0 + 0.05 * random.normal(size=(36, 12))
    vectors = (around / np.linalg.norm(around, axis=1, keepdims=True)).astype(np.float32)
    fragments = Fragments(values, owners, ("a",) * 18 + ("b",) * 18, vectors)
    found = left_out(fragments)
    assert all(taken == ([] if own == NOTHING else [own]) for own, taken in found)
    assert told(found)[0].startswith("told of what is told: 1.000")
    assert fitted(fragments)[1].shape == (36, 3)
