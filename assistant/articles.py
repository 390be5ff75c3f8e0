"""Regulations say a thing in one article and what follows from it in another: the article that gives what is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asking import Ask
from assistant.evidence import Evidence
from assistant.giving import gives
from assistant.queries import Query

# What regulations give in many words: where the pattern of a clause that gives it does not fit, it may be given all the same.
IN_MANY_WORDS = frozenset({Ask.PENALTY, Ask.CRITERIA, Ask.DEFINITION, Ask.MATERIALS, Ask.PROCEDURE})
_ARTICLE = re.compile(r"(?:^|\.)a\d")
_NEAR = 0.6  # of what the best sentence covers
_LOOKED_AT = 40  # sentences


def in_article(item: Evidence) -> bool:
    """Whether a sentence stands in a numbered article (第十二条)."""
    return bool(_ARTICLE.search(item.sentence.passage.clause_id))


def giving_first(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, in front those of the nearest article that gives what the best one does not (the fine of a duty)."""
    best, asks = evidence[0], query.asks & IN_MANY_WORDS
    if not asks or not in_article(best) or _gives(asks, best.sentence.passage.text):
        return list(evidence)
    found = next(
        (
            item
            for item in evidence[:_LOOKED_AT]
            if in_article(item) and item.covered >= _NEAR * best.covered and _gives(asks, item.sentence.passage.text)
        ),
        None,
    )
    if found is None:
        return list(evidence)
    own = [item for item in evidence if item.sentence.passage.passage_id == found.sentence.passage.passage_id]
    giving = next((item for item in own if _gives(asks, item.sentence.text)), found)
    front = [replace(item, score=best.score) for item in dict.fromkeys((giving, found))]
    return [*front, *(item for item in evidence if item not in (giving, found))]


def _gives(asks: frozenset[Ask], text: str) -> bool:
    return all(gives(ask, text) for ask in asks)
