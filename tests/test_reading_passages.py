"""The bundled model reads the best passages of an index that is too large to be embedded."""

from __future__ import annotations

import numpy as np

from vectorstore.bundled_embeddings import BundledEmbeddings
from vectorstore.fusing import READING_WEIGHT, reread


def test_the_best_change_places_and_keep_their_scores() -> None:
    scores = np.array([1.0, 9.0, 8.0, 7.5, 3.0])
    near = np.array([0.80, 0.80 + 1.5 / READING_WEIGHT, 0.80])
    assert reread(scores, near).tolist() == [1.0, 8.0, 9.0, 7.5, 3.0]


def test_what_is_far_behind_in_words_stays_behind() -> None:
    scores = np.array([20.0, 2.0])
    assert reread(scores, np.array([0.80, 0.85])).tolist() == [20.0, 2.0]


def test_likenesses_tell_what_is_meant() -> None:
    near = BundledEmbeddings().likenesses(
        "企业不交罚款会怎么样", ["逾期不缴纳罚款的,每日按罚款数额的百分之三加处罚款。", "本条例自公布之日起施行。"]
    )
    assert near[0] > near[1]
