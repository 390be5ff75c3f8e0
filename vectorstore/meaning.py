"""How near the words of a question are in meaning to those of a candidate, where they are not the same words.

A question says 花费 where the clause says 费用. Each word of the question is held against the word of the clause, of a
sentence of it or of its headings that is nearest by the vectors of `word_vectors`; the same word counts 1, any other less.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vectorstore.question_weights import Asked, Floats, without_asking
from vectorstore.word_vectors import Vectors, shipped_words

Places = NDArray[np.int64]
MEANING = ("meant", "meant_unsaid", "meant_sentence", "meant_residual", "meant_headed", "meant_title", "meant_alike")
_BREAK, _TITLES = re.compile(r"[;。\n]"), re.compile(r"《[^》]*》")
_NEAREST = 0.95  # of words that are not the same
_LONGEST_TEXT = 4000  # characters of a text that are compared
_LEAST = 0.05  # of the weight of a question, so that little left over does not decide


class _Laid(NamedTuple):
    """The words of a text sentence by sentence, where each sentence starts among them, and what they mean together."""

    words: Places
    starts: Places
    meaning: Vectors


class _Near(NamedTuple):
    """How near each word of the question comes to texts and sentences (rows); `firsts` sentences of texts, `owners` texts of sentences."""

    texts: Vectors
    sentences: Vectors
    firsts: Places
    owners: Places


def meaning_features(asked: Asked, texts: Sequence[tuple[str, str, str]]) -> dict[str, Floats]:
    """The features named in MEANING; `texts` are folded words, headings and title of each candidate."""
    wanted = _wanted(asked)
    known = shipped_words()
    weights = known.rarities[wanted]
    if not len(wanted) or not weights.sum():
        return {name: np.zeros(len(texts)) for name in MEANING}
    weights = weights / weights.sum()
    distinct = list(dict.fromkeys(part for parts in texts for part in parts))
    row = {text: place for place, text in enumerate(distinct)}
    own, headings, titles = (np.array([row[parts[column]] for parts in texts]) for column in range(3))
    laid = [_laid(text) for text in distinct]
    near = _near(wanted, laid)
    text, title = near.texts[own], near.texts[titles]
    left = weights * (title < 1)  # what the title does not say
    left_by_text = np.zeros((len(distinct), len(wanted)), dtype=np.float32)
    left_by_text[own] = left
    residual = (near.sentences * left_by_text[near.owners]).sum(axis=1)
    together = _unit(weights @ known.vectors[wanted])
    meanings = np.array([item.meaning for item in laid])
    sharp = text**3  # words that are only somewhat alike say little
    found = {
        "meant": sharp @ weights,
        "meant_unsaid": (sharp * (text < 1)) @ weights,
        "meant_sentence": np.maximum.reduceat(near.sentences @ weights, near.firsts)[own],
        "meant_residual": np.maximum.reduceat(residual, near.firsts)[own] / np.maximum(left.sum(axis=1), _LEAST),
        "meant_headed": np.maximum(text, near.texts[headings]) @ weights,
        "meant_title": title @ weights,
        "meant_alike": (meanings @ together)[own],
    }
    return {name: values.astype(np.float64) for name, values in found.items()}


def _wanted(asked: Asked) -> Places:
    """The words of a question outside the titles it names, each once."""
    words = shipped_words().words_of(without_asking(_TITLES.sub(" ", asked.text)))
    return np.array(
        list(dict.fromkeys(words)) or list(dict.fromkeys(shipped_words().words_of(asked.text))), dtype=np.int64
    )


@lru_cache(maxsize=50_000)
def _laid(text: str) -> _Laid:
    known = shipped_words()
    words, starts = [known.none], [0]  # a text without words is near to nothing
    for sentence in _BREAK.split(text[:_LONGEST_TEXT]):
        found = dict.fromkeys(known.words_of(sentence))
        if found:
            starts.append(len(words))
            words.extend(found)
    places = np.array(words, dtype=np.int64)
    return _Laid(places, np.array(starts, dtype=np.int64), _unit(known.rarities[places] @ known.vectors[places]))


def _near(wanted: Places, laid: Sequence[_Laid]) -> _Near:
    known = shipped_words()
    words = np.concatenate([item.words for item in laid])
    before = np.concatenate([[0], np.cumsum([len(item.words) for item in laid])[:-1]])
    starts = np.concatenate([item.starts + first for item, first in zip(laid, before, strict=True)])
    counts = np.array([len(item.starts) for item in laid])
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    held = np.zeros(len(known.vectors), dtype=bool)
    held[words] = True
    distinct = np.flatnonzero(held)
    column = np.zeros(len(held), dtype=np.int64)
    column[distinct] = np.arange(len(distinct))
    nearness = np.clip(known.vectors[wanted] @ known.vectors[distinct].T, 0, _NEAREST)
    nearness[wanted[:, None] == distinct[None]] = 1
    sentences = np.maximum.reduceat(nearness[:, column[words]], starts, axis=1)
    texts = np.maximum.reduceat(sentences, firsts, axis=1)
    return _Near(texts.T, sentences.T, firsts, np.repeat(np.arange(len(laid)), counts))


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)
