"""The words that decide whether a sentence says what its clause says, from `data/proof.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class ChineseWords:
    """Words of the frame, words that bind, words that leave open, and how responsibility is said."""

    neutral: frozenset[str]
    binding: tuple[str, ...]
    binding_characters: str
    framed: re.Pattern[str]
    hedges: tuple[str, ...]
    droppable: frozenset[str]
    relations: Mapping[str, int]
    responsible: re.Pattern[str]
    owned: re.Pattern[str]
    partial: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """The same for sentences in English about a Chinese clause; patterns of the clause stand beside the words."""

    neutral: frozenset[str]
    binding: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    terms: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    hedges: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    numbers: Mapping[str, int]


@cache
def _table() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = tomllib.loads((files("assistant") / "data" / "proof.toml").read_text("utf-8"))
    return table


@cache
def chinese_words() -> ChineseWords:
    """The Chinese table, longest words first."""
    table = {name: str(value) for name, value in _table()["chinese"].items()}
    return ChineseWords(
        neutral=frozenset(table["neutral"].split()),
        binding=_longest_first(table["binding"]),
        binding_characters=table["binding_characters"],
        framed=re.compile(table["framed"]),
        hedges=_longest_first(table["hedges"]),
        droppable=frozenset(table["droppable"].split()),
        relations={word: sense for sense, line in enumerate(table["relations"].splitlines()) for word in line.split()},
        owned=re.compile(table["owned"]),
        responsible=re.compile(table["responsible"]),
        partial=re.compile(table["partial"]),
    )


@cache
def english_words() -> EnglishWords:
    """The English table, compiled."""
    table = _table()["english"]
    binding, hedges, numbers = table["binding"], table["hedges"], table["numbers"]
    return EnglishWords(
        neutral=frozenset(str(table["neutral"]).split()),
        binding=_compiled(binding),
        terms=_compiled(table["terms"]),
        hedges=tuple((re.compile(printed), re.compile(rf"\b(?:{said})")) for printed, said in hedges.items()),
        numbers={str(word): int(value) for word, value in numbers.items()},
    )


def _compiled(pairs: Mapping[str, str]) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(rf"\b(?:{said})\b"), re.compile(needed)) for said, needed in pairs.items())


def _longest_first(words: str) -> tuple[str, ...]:
    return tuple(sorted(words.split(), key=len, reverse=True))
