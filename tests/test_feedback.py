"""Feedback and kept answers: exactly what was shown, nothing lost, nothing that grows without a bound; files of answers."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.answers import Answer
from assistant.settings import Settings
from ingest.errors import UsageError
from ui.api import build_api
from ui.conversations import conversation_docx, conversation_markdown
from ui.feedback import LONGEST_COMMENT, FeedbackStore, Rating, Reason, draft_samples, feedback_on
from ui.given import AnswerForgotten, GivenAnswers
from ui.journals import Journal
from ui.page_texts import page_texts
from ui.services import Services, build_interfaces
from ui.sessions import Editors

OWNER = "推广“联想专班”这类教学模式是哪个部门的事?"
MARKUP = "<script>alert(1)</script> ![x](http://192.0.2.1/y.png) [a](javascript:b) *c* # d\x07"


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.answer(OWNER)


def test_feedback_survives_and_can_be_reviewed_and_exported(answer: Answer, tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    first = feedback_on(answer, 1, rating=Rating.RIGHT, reason=None, comment="")
    second = feedback_on(answer, 2, rating=Rating.WRONG, reason=Reason.CITATION, comment=MARKUP)
    store.add(first)
    store.add(second)
    store.review(first.feedback_id)
    read = FeedbackStore(tmp_path).entries()
    assert read == [second, replace(first, reviewed=True)]
    drafts = [json.loads(line) for line in draft_samples(read).splitlines()]
    assert [draft["question"] for draft in drafts] == [OWNER, OWNER]
    assert drafts[0]["observed"]["clauses"] == ["s2.p2.i3.g1"]
    assert drafts[0]["feedback"]["reason"] == "citation"
    assert drafts[0]["feedback"]["comment"] == MARKUP.strip()


def test_a_line_that_was_cut_off_loses_no_other(answer: Answer, tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    store.add(feedback_on(answer, 1, rating=Rating.RIGHT, reason=None, comment=""))
    with (tmp_path / "feedback" / "feedback.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"question": "cut')
    assert len(store.entries()) == 1


@pytest.mark.parametrize("position", [0, 99])
def test_feedback_on_a_sentence_that_is_not_there_is_refused(answer: Answer, position: int) -> None:
    with pytest.raises(UsageError, match="sentences"):
        feedback_on(answer, position, rating=Rating.RIGHT, reason=None, comment="")


def test_a_review_of_unknown_feedback_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no feedback"):
        FeedbackStore(tmp_path).review("nope")


def test_only_the_newest_answers_are_kept(answer: Answer) -> None:
    given = GivenAnswers(most=2)
    names = [given.new_name() for _ in range(3)]
    assert len(set(names)) == 3
    for name in names:
        given.keep(name, answer)
    with pytest.raises(AnswerForgotten, match="ask the question again"):
        given.find(names[0])
    assert given.find(names[2]) is answer


def test_texts_stay_texts_in_both_files(answer: Answer) -> None:
    hostile = replace(answer, question=MARKUP, notices=(MARKUP,))
    texts = page_texts(english=False)
    markdown = conversation_markdown([hostile], texts)
    assert "<script>" not in markdown
    assert "![x](" not in markdown
    assert "](javascript:" not in markdown
    word = Document(io.BytesIO(conversation_docx([hostile], texts)))
    paragraphs = [paragraph.text for paragraph in word.paragraphs]
    assert MARKUP.rstrip("\x07") in paragraphs
    assert sum("[1] 《普陀区深化推进产教融合行动方案》" in paragraph for paragraph in paragraphs) == 1


@pytest.fixture
def services(assistant: Assistant, tmp_path: Path) -> Services:
    assert isinstance(assistant.settings, Settings)
    return Services(assistant, GivenAnswers(), FeedbackStore(tmp_path), Editors(None), Journal(tmp_path))


@pytest.fixture
def client(services: Services, assistant: Assistant) -> TestClient:
    return TestClient(build_interfaces(build_api(assistant), services), raise_server_exceptions=False)


def test_feedback_over_http_belongs_to_an_answer_that_was_given(
    client: TestClient, services: Services, answer: Answer
) -> None:
    services.given.keep("n1", answer)
    said = {"answer": "n1", "position": 1, "rating": "wrong", "reason": "fact", "comment": "x"}
    assert client.post("/api/feedback", json=said).json()["status"] == "kept"
    assert services.feedback.entries()[0].sentence == answer.statements[0].text
    for change, status in (
        ({"answer": "n2"}, 400), ({"position": 90}, 400), ({"position": 0}, 422), ({"rating": "?"}, 422), ({"reason": "?"}, 422),
        ({"comment": "x" * (LONGEST_COMMENT + 1)}, 422),
    ):  # fmt: skip
        assert client.post("/api/feedback", json=said | change).status_code == status
    assert len(services.feedback.entries()) == 1


@pytest.mark.parametrize("form", ["md", "docx"])
def test_a_conversation_is_downloaded(client: TestClient, services: Services, answer: Answer, form: str) -> None:
    services.given.keep("n1", answer)
    reply = client.get("/api/conversation", params={"answer": ["n1", "n1"], "format": form, "language": "en"})
    assert reply.status_code == 200
    assert f'filename="wence.{form}"' in reply.headers["content-disposition"]
    assert client.get("/api/conversation", params={"answer": ["gone"], "format": form}).status_code == 400
