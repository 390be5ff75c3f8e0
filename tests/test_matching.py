"""Runs of a question's characters in texts, and the table from words of questions to words of clauses."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.documents import Span
from ingest.passages import Passage
from vectorstore.lexical import LexicalIndex
from vectorstore.matching import codes_of, matches_of
from vectorstore.question_weights import read_question
from vectorstore.translating import parse_translations, shipped_translations, terms_held


def runs(question: str, *texts: str) -> list[list[int]]:
    return [[int(run) for run in row] for row in matches_of(codes_of(question)[:-1], texts).texts]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("教育费", "征收教育费附加", [1, 2, 3]),
        ("教育费", "教。育费", [1, 1, 2]),
        ("教育费", "", [0, 0, 0]),
        ("教,育", "教,育", [1, 0, 1]),
        ("产产产", "产产", [1, 2, 2]),
        ("a4纸", "用a4纸", [1, 2, 3]),
    ],
)
def test_a_run_is_the_longest_that_ends_at_a_character(question: str, text: str, expected: list[int]) -> None:
    assert runs(question, text) == [expected]


def test_a_run_never_joins_two_texts_and_empty_ones_keep_their_place() -> None:
    assert runs("教育", "教", "育", "", "教育") == [[1, 0], [0, 1], [0, 0], [1, 2]]


def test_sentences_are_told_apart_and_belong_to_their_texts() -> None:
    found = matches_of(codes_of("罚款")[:-1], ["责令改正;处罚。款", "罚款"])
    assert found.sentences.astype(int).tolist() == [[0, 0], [1, 0], [0, 1], [1, 2]]
    assert found.owners.tolist() == sorted(found.owners.tolist())
    assert [found.owners[place] for place in found.first_sentences] == [0, 1]


def test_a_run_longer_than_a_byte_is_cut_not_wrapped() -> None:
    assert runs("产" * 300, "产" * 300)[0][-1] == 255


@pytest.mark.parametrize("question", ["", "?!", "\U00020000问\ud800", "《》", "的" * 400])
def test_a_question_of_any_kind_has_weights_for_each_of_its_characters(question: str) -> None:
    asked = read_question(question, lambda names: np.ones(len(names)))
    assert len(asked.codes) == len(asked.text) == len(asked.singles) == len(asked.pairs) == len(asked.asking)


def test_words_that_only_ask_weigh_nothing_but_in_all_pairs() -> None:
    asked = read_question("什么是职业教育", lambda names: np.ones(len(names)))
    assert asked.pairs.tolist() == [0, 0, 0, 0, 1, 1, 1]
    assert asked.all_pairs.tolist() == [0, 1, 1, 1, 1, 1, 1]
    assert asked.term == "职业教育"


def test_a_table_scores_clause_words_that_the_question_lacks() -> None:
    table = parse_translations("# note\n处罚\t罚款 0.50, 附件 -0.25\n何时\t施行 1.00\n")
    plain, noted, other = table.scores("违规有什么处罚", ["处以罚款", "罚款见附件", "奖励"])
    assert plain == pytest.approx(0.5 / np.sqrt(10))
    assert noted == pytest.approx(0.25 / np.sqrt(10))
    assert other == 0
    assert table.scores("处罚的罚款", ["处以罚款"])[0] == 0  # shared already
    assert table.scores("《处罚办法》", ["处以罚款"])[0] == 0  # a title is a name
    assert not len(table.scores("处罚", []))


def test_terms_are_found_where_the_text_holds_them() -> None:
    keys = np.array(sorted((ord(a) << 32) | (ord(b) if b else 0) for a, b in ("罚款", ("罚", ""))), dtype=np.uint64)
    assert terms_held(["罚款", "罚", "款罚", "罚。款"], keys).tolist() == [
        [True, True],
        [True, False],
        [True, False],
        [True, False],
    ]


def test_the_shipped_table_can_be_read() -> None:
    table = shipped_translations()
    assert table.weights.shape == (len(table.rows), len(table.keys))
    assert (np.diff(table.keys.astype(object)) > 0).all()
    assert np.isfinite(table.weights).all()


def test_the_rarity_of_many_grams_is_that_of_each_by_itself() -> None:
    texts = ("教育费附加的征收", "教育经费 a4 纸", "罚款")
    passages = [
        Passage(f"d#{row}", "d", f"k{row}", "", "", ("文件",), text, Span(0, len(text)), (), 1)
        for row, text in enumerate(texts)
    ]
    index = LexicalIndex.build(passages)
    grams = ["教", "教育", "育经", "a4", "罚款", "没有", ",", "文件"]
    held = [2, 2, 1, 1, 1, 0, 0, 3]
    assert index.rarity(grams) == pytest.approx([np.log(1 + (3 - count + 0.5) / (count + 0.5)) for count in held])
    assert [float(index.rarity([gram])[0]) for gram in grams] == list(index.rarity(grams))
    assert len(index.rarity([])) == 0
    assert len(LexicalIndex.build([]).rarity(grams)) == len(grams)
