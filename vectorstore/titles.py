"""Titles of documents: whether a question names one, what kind of document it is, what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from vectorstore.grams import grams_of
from vectorstore.matching import matches_of
from vectorstore.question_weights import Asked, Floats

_PROVISIONAL = re.compile(r"暂行|试行")
_UNTOPICAL = re.compile(
    r"中华人民共和国|[(][^)]*[)]|关于|国家|国务院|管理|监督|实施|若干|暂行|试行|办法|条例|规定|细则|规则|决定|通知|法$|的"
)
NAMED = ("title_exact", "title_named", "title_share", "implementing", "law", "regulation", "provisional")


def name_features(asked: Asked, title: str) -> tuple[float, ...]:
    """The features listed in NAMED: whether the question names a document of this title, and of what kind it is."""
    core = _core_title(title)
    grams = grams_of(title)
    weights = asked.rarity(grams)
    held = sum(weight for gram, weight in zip(grams, weights, strict=True) if gram in asked.plain)
    return (
        float(len(core) > 3 and core in asked.plain),
        float(any(len(name) > 3 and (name in core or core in name) for name in asked.named)),
        float(held / max(float(np.sum(weights)), 1e-9)),
        float("实施" in title and "实施" not in asked.plain),
        float(title.endswith("法") and not title.endswith("办法")),
        float("条例" in title),
        float(bool(_PROVISIONAL.search(title)) and not _PROVISIONAL.search(asked.text)),
    )


def topics(asked: Asked, titles: Sequence[str]) -> dict[str, Floats]:
    """How the question names what each title is about, apart from the words that all titles have."""
    distinct = list(dict.fromkeys(titles))
    subjects = [_topic(title) for title in distinct]
    longest = matches_of(asked.codes, subjects).texts.max(axis=1)
    found = {}
    for title, topic, run in zip(distinct, subjects, longest, strict=True):
        grams = {topic[place : place + 2] for place in range(len(topic) - 1)}
        place = asked.text.find(topic) if len(topic) > 1 else -1
        found[title] = (
            float(place >= 0),
            sum(gram in asked.text for gram in grams) / max(len(grams), 1),
            float(run) / max(len(topic), 1),
            float(0 <= place < 4),
        )
    values = np.array([found[title] for title in titles])
    return {
        name: values[:, column]
        for column, name in enumerate(("topic_exact", "topic_share", "topic_run", "topic_opens"))
    }


@lru_cache(maxsize=4096)
def _topic(title: str) -> str:
    return re.sub(r"\W", "", _UNTOPICAL.sub("", title))


@lru_cache(maxsize=4096)
def _core_title(title: str) -> str:
    """A title without what stands in brackets (2023版) and without punctuation."""
    return re.sub(r"\W", "", re.sub(r"[(\[][^)\]]*[)\]]", "", title))
