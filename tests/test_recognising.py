"""Questions in everyday words are answered by the sentence that says it otherwise; what no sentence says is refused."""

from __future__ import annotations

import math

import pytest

from assistant.answering import Assistant
from assistant.answers import Status
from assistant.glossing import NOTHING, Glossed
from assistant.recognising import hopes_for_another_matter
from assistant.settings import Settings
from assistant.sources import Sources
from assistant.terms import understood_share
from assistant.understanding import understand
from ingest.documents import Span
from ingest.reading import squeeze


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the shipped documents."""
    return Assistant.open(Settings(home=tmp_path_factory.mktemp("home")))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("老板自个儿掏腰包开所学堂,公家认不认", "以独资、合资、合作等方式"),
        ("打工仔下了班想再学门手艺,有人管饭碗没", "在职员工培训"),
        ("念书的时候就算半个职工,毕了业不愁没处去", "招生即招工"),
        ("Could a firm's own people judge how good a worker is?", "自主评价机构"),
    ],
)
def test_everyday_questions_are_answered_by_the_sentence_that_says_it_otherwise(
    assistant: Assistant, question: str, quote: str
) -> None:
    answer = assistant.answer(question)
    assert answer.status in {Status.ANSWERED, Status.PARTIAL}
    assert any(quote in squeeze(citation.text) for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "校企合作的事儿该打哪个号码问",
        "师傅带徒弟要盖几个章、填哪张表",
        "手艺评得不公道,上哪儿说理去",
        "你喜欢吃小笼包还是生煎",
        "What is the phone number for the teacher bases?",
    ],
)
def test_everyday_questions_for_what_no_sentence_says_are_refused(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status in {Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE}


def test_a_sentence_is_recognised_only_where_it_is_nearer_than_what_texts_leave_open() -> None:
    place = ("a", 5)
    told = Glossed({place: 1.0}, {place: 0.0}, {place: "老师下车间"}, {place: 0.92}, unsaid=0.88)
    assert told.recognises("a", Span(0, 9))
    assert not told.recognises("a", Span(6, 9))
    assert not told.recognises("b", Span(0, 9))
    assert not Glossed(told.meaning, told.words, told.lines, told.measured, unsaid=0.93).recognises("a", Span(0, 9))


def test_without_a_model_nothing_is_recognised() -> None:
    place = ("a", 5)
    assert not Glossed({place: 0.0}, {place: 1.0}, {place: "老师"}, {place: math.nan}).recognises("a", Span(0, 9))
    assert not NOTHING.recognises("a", Span(0, 9))


@pytest.mark.parametrize(
    ("question", "share"),
    [("老师能下车间吗", 1.0), ("What tax credit do vocational schools get?", 1.0), ("Whose kettle boils over?", 0.0)],
)
def test_the_terms_of_an_english_question_speak_for_what_the_glossary_knows(question: str, share: float) -> None:
    assert understood_share(question) == pytest.approx(share, abs=0.35)


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("我们是产教融合型企业,员工落户能加分吗", True),
        ("公司搞校企合作,公租房给不给名额", True),
        ("Can our company get a lower income tax rate?", True),
        ("我们公司的房租补贴能申请吗", True),
        ("房租涨了,公司能申请经费补助吗", False),  # a subsidy is named beside it, of which the text speaks
        ("抵的是所得税还是教育费附加", False),
        ("公司注册在普陀,投钱办职校能抵多少", False),
        ("给实习生买意外险,这保费能找政府报销吗", True),  # by its meaning: no list names it
        ("We hired a foreign welder, can we get help with his visa?", True),
        ("工作室开在职校里,我们能不能申报区级的", False),
    ],
)
def test_another_matter_than_the_texts_speak_of_is_hoped_for(
    assistant: Assistant, question: str, foreign: bool
) -> None:
    sources = Sources(assistant.index)
    query = understand(question, previous=None, jurisdiction=sources.jurisdiction())
    assert hopes_for_another_matter(query, sources) is foreign
    assert (assistant.answer(question).status is Status.NOT_IN_DOCUMENTS) >= foreign


def test_how_near_the_glosses_are_decides_before_the_words_do(assistant: Assistant) -> None:
    assert assistant.answer("老听领导讲3+2+5,到底啥意思").status is Status.ANSWERED
    assert (
        assistant.answer("专班学生的住宿条件怎么样").status is Status.NOT_IN_DOCUMENTS
    )  # near, but for a thing beside
