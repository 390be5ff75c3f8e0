"""Questions that put up two things to choose from (挂在学校下面,还是教育学院统一弄), and whether a sentence speaks of either."""

from __future__ import annotations

import re

from assistant import questions
from ingest.reading import squeeze

_OR = re.compile(rf"{questions.EITHER.pattern}|\bor\b", re.IGNORECASE)
_BEFORE = re.compile(r"[,。;:?!]|(?<!还)是|\b(?:is|are|be|it)\b", re.IGNORECASE)
_AFTER = re.compile(r"[,。;:?!]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z\d]{2,}|\d")


def choices_in(plain: str) -> tuple[str, str] | None:
    """The two things that a plain question puts up, None where it puts up none."""
    match = _OR.search(plain)
    if match is None:
        return None
    before = [part.strip() for part in _BEFORE.split(plain[: match.start()]) if part and part.strip()]
    after = [part.strip() for part in _AFTER.split(plain[match.end() :]) if part.strip()]
    return (before[-1], after[0]) if before and after else None


def spoken_of(choices: tuple[str, str], text: str) -> float:
    """How much a text speaks of the one of two things that it speaks of more, by what is said of this alone, 0 to 1."""
    words = [_words_of(choice) for choice in choices]
    own = (words[0] - words[1], words[1] - words[0])
    told = squeeze(text.lower())
    return max((sum(word in told for word in some) / len(some) for some in own if some), default=0.0)


def _words_of(said: str) -> frozenset[str]:
    """Pairs of Chinese characters, and Latin words and figures."""
    runs = _HAN.findall(said)
    pairs = (run[place : place + 2] for run in runs for place in range(len(run) - 1))
    return frozenset((*pairs, *_LATIN.findall(said.lower())))
