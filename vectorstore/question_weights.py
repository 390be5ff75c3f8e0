"""A question as the second stage reads it: its characters with their weights, its intents, the titles it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.reading import squeeze
from vectorstore.intents import asked_for
from vectorstore.matching import Codes, codes_of, is_word

Floats = NDArray[np.float64]
Rarity = Callable[[Sequence[str]], Floats]
_LONGEST_QUESTION = 300  # characters that are compared; the first stage reads all
_ASKING = re.compile(
    r"请问|是不是|有没有|能不能|可不可以|什么时候|什么样的?|为什么|是什么|有哪些|哪些|哪个|哪几[个家]|怎么样|怎么|怎样|如何|什么|多少|是否|需要|应当|应该|可以|"
    r"具体|规定|根据|按照|关于|对于|以及|进行|的|了|吗|呢|吧|在|中|是|对|由|和|与|及|或|其|等|为|有"
)
_TITLE_MENTION = re.compile(r"《([^》]+)》")
# What is left of a question for a meaning, once these are gone, is the term it asks about.
_DEFINING = re.compile(
    r"什么是|何谓|是什么|指什么|具体|按照|根据|依照|是指|含义|定义|指的是|的?概念|所称|(?:分别)?(?:代表|指)|《[^》]*》|[?？,，。、“”\"的中]|请问|如何|怎么|怎样|理解|解释|什么"
)
SINGLE_WEIGHT = 0.3  # of a character, beside the pair it stands in


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; weights are by its characters, those of a pair stand at its second one.

    `singles` and `pairs` leave out the words that only ask; `all_pairs` keeps them. `possible` is all weight there is.
    """

    text: str
    codes: Codes
    asking: NDArray[np.bool_]
    singles: Floats
    pairs: Floats
    all_pairs: Floats
    possible: float
    intents: frozenset[str]
    plain: str
    named: tuple[str, ...]
    term: str
    rarity: Rarity


def without_asking(query: str) -> str:
    """A query without the words that only ask."""
    return _ASKING.sub(" ", query)


def read_question(query: str, rarity: Rarity) -> Asked:
    """A query read once; `rarity` gives the weight of grams in the index."""
    # One code a character, so that places in text and codes are the same.
    text = re.sub(r"[^\u0000-\ud7ff\ue000-\uffff]", " ", squeeze(query).lower())[:_LONGEST_QUESTION]
    codes = codes_of(text)[:-1]
    asking = np.zeros(len(codes), dtype=bool)
    for match in _ASKING.finditer(text):
        asking[match.start() : match.end()] = True
    word = is_word(codes)
    singles = np.asarray(rarity([chr(code) for code in codes.tolist()])) * word
    pairs = np.zeros(len(codes))
    joined = np.flatnonzero(word[1:] & word[:-1]) + 1
    pairs[joined] = rarity([chr(codes[place - 1]) + chr(codes[place]) for place in joined])
    beside_asking = asking.copy()
    beside_asking[1:] |= asking[:-1]
    intents = asked_for(text)
    return Asked(
        text=text,
        codes=codes,
        asking=asking,
        singles=singles * ~asking,
        pairs=pairs * ~beside_asking,
        all_pairs=pairs,
        possible=float(singles.sum() + pairs.sum()),
        intents=intents,
        plain=re.sub(r"\W", "", text),
        named=tuple(re.sub(r"\W", "", squeeze(mention).lower()) for mention in _TITLE_MENTION.findall(query)),
        term=re.sub(r"\W", "", _DEFINING.sub("", text)) if "define" in intents else "",
        rarity=rarity,
    )
