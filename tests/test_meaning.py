"""Words of like meaning: what is cut and stored, how words of a question stand to those of a clause, what is made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval import word_fitting
from ingest.documents import Span
from ingest.passages import Passage
from vectorstore.bundled_embeddings import is_bundled
from vectorstore.meaning import MEANING, meaning_features
from vectorstore.question_weights import read_question
from vectorstore.word_vectors import FILE, read_words, shipped_words, write_words

Texts = list[tuple[str, str, str]]


def features(question: str, texts: Texts) -> dict[str, np.ndarray]:
    return dict(meaning_features(read_question(question, lambda grams: np.ones(len(grams))), texts))


def test_words_are_cut_from_the_front_the_longest_first(tmp_path: Path) -> None:
    words = {"行政": 1.0, "行政处罚": 2.0, "罚": 3.0, "处罚": 2.0}
    write_words(tmp_path / FILE, words, np.eye(4, dtype=np.float32) * 5)
    known = read_words(tmp_path / FILE)
    order = list(words)
    assert [order[place] for place in known.words_of("受行政处罚的行政机关罚")] == ["行政处罚", "行政", "罚"]
    assert known.words_of("") == []
    assert np.allclose(known.vectors[:4], np.eye(4))
    assert not known.vectors[known.none].any()
    assert known.rarities.tolist() == [1.0, 2.0, 3.0, 2.0, 0.0]


def test_a_clause_in_words_of_like_meaning_is_nearer_than_one_of_another_matter() -> None:
    texts = [("申请人承担所需费用。", "", "收费办法"), ("申请人提交书面报告。", "", "收费办法")]
    found = features("要付多少钱?", texts)
    assert list(found) == list(MEANING)
    for name in ("meant", "meant_unsaid", "meant_sentence", "meant_residual", "meant_headed", "meant_alike"):
        assert found[name][0] > found[name][1], name
    assert found["meant_title"][0] == found["meant_title"][1] > 0


def test_the_same_word_counts_more_than_any_other_and_is_not_unsaid() -> None:
    found = features("谁隐瞒事故?", [("隐瞒事故的,给予警告。", "", "办法"), ("瞒报事故的,给予警告。", "", "办法")])
    assert found["meant"][0] > found["meant"][1]
    assert found["meant_unsaid"][0] < found["meant_unsaid"][1]


def test_a_sentence_that_has_all_words_is_nearer_than_two_that_share_them() -> None:
    found = features("隐瞒事故的罚款", [("隐瞒事故的,处以罚款。", "", ""), ("不得隐瞒事故。可以罚款。", "", "")])
    assert found["meant_sentence"][0] > found["meant_sentence"][1]
    assert found["meant"][0] == found["meant"][1]


@pytest.mark.parametrize("question", ["", "?", "English only", "的"])
def test_without_known_words_nothing_is_near(question: str) -> None:
    found = features(question, [("区教育局负责。", "总则", "办法"), ("", "", "")])
    assert all(values.shape == (2,) and np.isfinite(values).all() for values in found.values())
    if question != "的":
        assert not any(values.any() for values in found.values())


def test_texts_without_words_are_near_to_nothing() -> None:
    found = features("罚款多少", [("", "", ""), ("abc", "", ""), ("处以罚款。", "", "")])
    assert [float(value) for value in found["meant"][:2]] == [0.0, 0.0]
    assert found["meant"][2] > 0.3


def test_what_is_shipped_is_complete() -> None:
    known = shipped_words()
    assert len(known.places) + 1 == len(known.vectors) == len(known.rarities)
    assert np.allclose(np.linalg.norm(known.vectors[:-1], axis=1), 1, atol=1e-3)
    assert (known.rarities[:-1] > 0).all()


def test_words_of_several_documents_are_kept_with_their_rarity() -> None:
    texts = [("one", "处以罚款。"), ("one", "处以罚款。"), ("two", "免除罚款。")]
    passages = [
        Passage(f"p{place}", document, "a1", "第一条", "", ("办法",), text, Span(0, len(text)), (), 5)
        for place, (document, text) in enumerate(texts)
    ]
    words = word_fitting.words_in(passages)
    assert list(words) == ["罚款"]
    assert words["罚款"] == pytest.approx(np.log(2.0))


def test_shortened_vectors_keep_what_tells_words_apart() -> None:
    vectors = np.array([[1, 5, 0], [1, -5, 0], [1, 5, 0.1], [1, -5, 0.1]], dtype=np.float32)
    short = word_fitting.shortened(vectors, 1)
    assert short.shape == (4, 1)
    assert np.allclose(short.ravel(), [5, -5, 5, -5], atol=0.1)


@pytest.mark.skipif(not is_bundled(), reason="the bundled model does not run here")
def test_the_model_gives_like_words_like_vectors(tmp_path: Path) -> None:
    words = {"罚款": 1.0, "处罚": 1.0, "学校": 1.0, "医院": 1.0, "费用": 1.0}
    word_fitting.write(words, word_fitting.embedded(list(words)), tmp_path)
    known = read_words(tmp_path / FILE)
    near = known.vectors[0] @ known.vectors.T
    assert near[1] == max(near[1:])
