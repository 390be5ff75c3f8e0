"""Search in other words than the documents': everyday Chinese and English find the clause."""

from __future__ import annotations

import pytest

from assistant import expanding
from assistant.answering import Assistant
from assistant.settings import Settings
from ingest.reading import squeeze


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the shipped documents."""
    return Assistant.open(Settings(home=tmp_path_factory.mktemp("home")))


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("师徒制还搞不搞", "推行现代学徒制"),
        ("老师傅能驻校吗", "行业大师、企业能工巧匠"),
        ("半工半读可以吗", "工学交替"),
        ("Who trains the apprentices?", "推行现代学徒制"),
        ("Are there job fairs?", "专场招聘会"),
        ("打工的想回炉再学点手艺", "在职员工培训"),
        ("小孩脑瓜子的研究有啥用", "青少年脑智开发"),
    ],
)
def test_everyday_and_english_words_find_the_clause(assistant: Assistant, question: str, clause: str) -> None:
    texts = [squeeze(hit.passage.text) for hit in assistant.search(question, k=5)]
    assert any(clause in text for text in texts)


@pytest.mark.parametrize("question", ["推行现代学徒制", "火星上的水稻"])
def test_without_glosses_a_question_in_the_words_of_the_text_or_of_no_text_is_ranked_as_the_index_does(
    assistant: Assistant, question: str
) -> None:
    text, terms = expanding.search_text(question)
    assert expanding.search(assistant.index, text, terms, k=5) == assistant.index.search(text, k=5)


def test_a_phrase_is_found_before_the_question_is_cut_into_words() -> None:
    _, terms = expanding.search_text("区里的热门行业")
    assert "重点培育产业" in next(term for term in terms if term.word == "热门行业").synonyms
