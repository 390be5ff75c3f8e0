"""What is kept of the beginnings of conversations spares work and changes no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from assistant import beginnings
from assistant.answering import Assistant
from assistant.beginnings import LEAST, Beginnings, Told, recent
from assistant.claims import Draft
from assistant.conversing import Conversing
from assistant.drafting import Turn, draft_of
from assistant.facts import StatedFact
from assistant.model_facts import FactReader, Reading
from assistant.sources import Sources
from vectorstore.endpoint_calls import Trouble

CONVERSATIONS = [
    ["区教育局负责哪些任务?", "其中和区人社局一起的呢?", "第二个由谁负责?", "那是几家?"],
    ["我们是一家企业,能拿到30%抵免吗?", "我们是产教融合型企业", "投资了800万", "那要准备什么材料?"],
    ["推动引企入校由哪些部门负责?", "它还负责什么?", "今天天气怎么样?", "商务委那边呢?"],
    ["Who is responsible for vocational training bases?", "And how many of them are planned?", "by when?"],
]


@pytest.fixture
def drafted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that are drafted, in order."""
    questions: list[str] = []
    original = draft_of

    def counted(turn: Turn) -> Draft:
        questions.append(turn.question)
        return original(turn)

    monkeypatch.setattr("assistant.conversing.draft_of", counted)
    return questions


def read(
    reader: Conversing, asked: list[str], assistant: Assistant, facts: Mapping[str, str] | None = None
) -> tuple[object, ...]:
    turn, draft = reader.drafted(asked[-1], asked[:-1], Sources(assistant.index), facts)
    return turn.query, turn.case, turn.said, turn.measures, turn.sources.within, draft


@pytest.mark.parametrize("asked", CONVERSATIONS)
def test_a_conversation_that_is_kept_drafts_each_question_once_and_answers_the_same(
    asked: list[str], assistant: Assistant, drafted: list[str]
) -> None:
    keeping = Conversing(max_question_characters=1000)
    for count in range(1, len(asked) + 1):
        drafted.clear()
        kept = read(keeping, asked[:count], assistant)
        assert drafted == [asked[count - 1]]
        assert kept == read(Conversing(max_question_characters=1000), asked[:count], assistant)


def test_a_long_conversation_forgets_in_steps_and_drafts_few_questions_again(
    assistant: Assistant, drafted: list[str]
) -> None:
    asked = [f"{question}({number})" for number in range(10) for question in CONVERSATIONS[2][:3]]
    keeping = Conversing(max_question_characters=1000)
    for count in range(1, len(asked) + 1):
        read(keeping, asked[:count], assistant)
    assert len(drafted) <= 2 * len(asked)
    kept = [len(recent(asked[:count])) for count in range(len(asked))]
    assert all(size >= min(count, LEAST) for count, size in enumerate(kept))
    assert max(kept) < 2 * LEAST
    assert recent(asked)[-LEAST:] == asked[-LEAST:]


def test_a_message_that_the_model_could_not_read_is_read_again(assistant: Assistant, drafted: list[str]) -> None:
    class Failing(FactReader):
        def __init__(self) -> None:
            self.fails = True

        def begin(self) -> Reading:
            return Reading(0.0)

        def read(self, _said: str, reading: Reading, **_: Sequence[str]) -> tuple[StatedFact, ...]:  # type: ignore[override]
            reading.failed = reading.failed or self.fails
            return ()

    reader = Failing()
    keeping = Conversing(max_question_characters=1000, reader=reader)
    asked = CONVERSATIONS[1]
    read(keeping, asked[:1], assistant)
    reader.fails = False
    drafted.clear()
    read(keeping, asked[:2], assistant)
    assert drafted == asked[:2]
    drafted.clear()
    read(keeping, asked[:3], assistant)
    assert drafted == asked[2:3]
    keeping, reader.fails = Conversing(max_question_characters=1000, reader=reader), True
    several = [asked[0], "推动引企入校由哪些部门负责?教育费附加抵免的比例是多少?"]
    read(keeping, several, assistant)  # each of the two questions is read after the first message as well
    reader.fails = False
    drafted.clear()
    read(keeping, several, assistant)
    assert drafted[0] == asked[0]


def test_facts_chosen_by_hand_are_not_taken_into_the_beginning(assistant: Assistant, drafted: list[str]) -> None:
    asked = [*CONVERSATIONS[1][:1], "那要满足什么条件?"]
    keeping = Conversing(max_question_characters=1000)
    read(keeping, asked[:1], assistant, {"recognised": "no"})
    drafted.clear()
    kept = read(keeping, asked, assistant)
    assert drafted == asked
    assert kept == read(Conversing(max_question_characters=1000), asked, assistant)


def test_another_scope_or_day_or_order_is_another_beginning(assistant: Assistant) -> None:
    kept, index = Beginnings(), assistant.index
    here = Sources(index)
    kept.keep(["a", "b"], here, Told(missing="here"))
    others = [Sources(index, document_id="x"), Sources(index, within=frozenset("x")), Sources(index, missing="x"),
              Sources(index, as_of=index.documents()[0].document.issued_on)]  # fmt: skip
    assert kept.longest(["a", "b", "c"], here) == (2, Told(missing="here"))
    assert [kept.longest(["a", "b"], other)[0] for other in others] == [0, 0, 0, 0]
    assert [kept.longest(said, here)[0] for said in (["b", "a"], ["ab"], ["a"], [])] == [0, 0, 0, 0]


def test_few_beginnings_are_kept_the_longest_unused_goes(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginnings, "_KEPT", 2)
    kept, sources = Beginnings(), Sources(assistant.index)
    for question in ("a", "b"):
        kept.keep([question], sources, Told())
    kept.longest(["a"], sources)
    kept.keep(["c"], sources, Told())
    assert [kept.longest([question], sources)[0] for question in "abc"] == [1, 0, 1]


def test_nothing_is_kept_while_the_embeddings_are_lacking(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sources, "lacking", lambda _: Trouble.UNREACHABLE)
    kept, sources = Beginnings(), Sources(assistant.index)
    kept.keep(["a"], sources, Told())
    assert kept.longest(["a"], sources)[0] == 0
