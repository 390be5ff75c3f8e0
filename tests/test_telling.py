"""Which sentence a question is about, or none: learnt from everyday lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.answering import Assistant
from assistant.answers import Status
from assistant.glossing import Glossed, clearest
from assistant.sources import Sources
from vectorstore import telling
from vectorstore.likeness import _owned_lines
from vectorstore.line_vectors import Vectors
from vectorstore.telling import Telling, fit, fits, made_beforehand, mark_of, products, read_telling, write_telling


def lines_of(places: int, *, each: int) -> tuple[Vectors, NDArray[np.int64]]:
    """Lines around one direction for each place, and one that all have in common."""
    random = np.random.default_rng(7)
    owners = np.repeat(np.arange(places), each)
    around = np.eye(places + 8)[owners] + 2.0 + 0.2 * random.normal(size=(places * each, places + 8))
    return (around / np.linalg.norm(around, axis=1, keepdims=True)).astype(np.float32), owners


def test_a_vector_is_about_the_place_whose_lines_are_like_it_and_no_other() -> None:
    lines, owners = lines_of(5, each=6)
    weights = fit(lines, owners)
    assert weights is not None
    assert weights.shape == (30, 5)
    asked = lines[owners == 3].mean(axis=0)
    asked /= np.linalg.norm(asked)
    told = Telling(lines, weights).of(asked, products(lines, asked))
    assert int(told.argmax()) == 3
    assert np.sort(told)[-2] < 0.5 * told[3]


def test_fits_read_as_they_were_written_but_for_their_precision(tmp_path: Path) -> None:
    lines, owners = lines_of(4, each=4)
    found = fits(lines, owners, last=2)
    assert found is not None
    assert (found.broad.shape, found.close.shape) == ((12, 3), (16, 4))
    write_telling(tmp_path / "t.npz", found)
    kept = read_telling(tmp_path / "t.npz", lines)
    assert kept is not None
    near = products(lines, lines[0])
    assert np.abs(near - lines @ lines[0]).max() < 1e-5
    for read, weights in zip(kept, found, strict=True):
        own = near[: len(read)]
        assert np.abs(read.of(lines[0], own) - Telling(lines[: len(read)], weights).of(lines[0], own)).max() < 0.01
    assert read_telling(tmp_path / "none.npz", lines) is None


def test_a_fit_that_comes_along_is_taken_for_its_own_lines_alone(assistant: Assistant) -> None:
    documents = [summary.document for summary in assistant.index.documents()]
    own = mark_of(_owned_lines(documents))
    assert made_beforehand(own) is not None  # else: python -m vectorstore.likeness
    assert made_beforehand(mark_of([(0, "别的话")])) is None


def test_the_close_fit_knows_what_a_sentence_leaves_open(assistant: Assistant) -> None:
    near = Sources(assistant.index).near_text("学徒摔坏了厂里机器,是学校赔还是学生自己赔")
    assert near.closely_untold.beside > max(near.closely.values())


def test_no_fit_is_made_of_no_lines_or_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    lines, owners = lines_of(3, each=4)
    assert fit(lines[:0], owners[:0]) is None
    monkeypatch.setattr(telling, "MOST_LINES", 11)
    assert fit(lines, owners) is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("厂里的老师傅想让小年轻跟着学手艺,学校那头一起带,上头鼓励不", "现代学徒制"),
        ("教书教得最好的老师,要建几个基地带别人", "名师基地"),
        ("Does the plan want people to look at which skilled hands will be short in years to come?", "需求趋势研究"),
    ],
)
def test_what_is_asked_in_the_words_of_the_street_is_told_by_its_sentence(
    assistant: Assistant, question: str, words: str
) -> None:
    near = Sources(assistant.index).near_text(question)
    document_id, start = max(near.told, key=lambda place: near.told[place])
    assert words in assistant.index.document(document_id).text[start : start + 160]
    assert near.told[document_id, start] > max(near.untold[:2])


@pytest.mark.parametrize(
    "question", ["我家猫不吃饭怎么办", "帮我把这句话翻成法语", "What should I cook tonight?", "辛苦啦,早上好"]
)
def test_what_concerns_no_administration_is_out_of_scope(assistant: Assistant, question: str) -> None:
    assert Sources(assistant.index).near_text(question).idleness() > 0
    assert assistant.answer(question).status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize(
    "question",
    [
        "退伍兵来上职校能免学费吗",
        "评的时候要上台答辩吗",
        "征求意见那会儿收到多少条反馈",
        "Who owns the patents that a joint team files?",
    ],
)
def test_what_texts_leave_open_is_said_to_be_missing(assistant: Assistant, question: str) -> None:
    near = Sources(assistant.index).near_text(question)
    assert near.untold.left_open > near.untold.idle
    assert assistant.answer(question).status is Status.NOT_IN_DOCUMENTS


def test_no_more_readings_are_made_than_needed() -> None:
    lines = {("a", 0): "\n".join("行" * 9)}
    clear = Glossed({}, {}, lines, {}, told={("a", 0): 0.8})
    dim = Glossed({}, {}, lines, {}, told={("a", 0): 0.2})
    made: list[Glossed] = []

    def readings(*found: Glossed) -> Iterator[Glossed]:
        for reading in found:
            made.append(reading)
            yield reading

    assert clearest(readings(dim, clear, dim)) is clear
    assert len(made) == 2
    assert clearest(readings(dim)) is dim


def test_a_task_without_offices_is_not_given_those_of_its_neighbour(assistant: Assistant) -> None:
    answer = assistant.answer("政府产业引导基金投产教融合这块,文件里分给哪个部门了")
    assert answer.departments in (None, ())
    assert any("引导基金" in citation.quote for citation in answer.citations)


def test_what_is_left_open_as_a_whole_is_not_answered_for_a_part_of_it(assistant: Assistant) -> None:
    assert assistant.answer("哪些企业是不让进储备库的,比如有过欠薪的?").status is Status.NOT_IN_DOCUMENTS
