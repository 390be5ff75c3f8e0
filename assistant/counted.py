"""Counted and levelled things (10家左右市级产教融合型企业), in texts and in questions, and whether they are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.numerals import parse_numeral
from ingest.reading import reading_view

_DIGITS = r"\d+(?:\.\d+)?(?:[-~—至到]\d+)?|[一二两三四五六七八九十百]+(?:[至到][一二三四五六七八九十]+)?"
_UNITS = r"%|家|个|所|名|支|座|次|大(?=[\u4e00-\u9fff])"
_QUALIFIER = r"左右|以上|以下|以内|余"
_LEVEL = r"国家级|省级|市级|区级|区(?=职业)"
# What is counted ends where the text says what it has or does: 三所高校, 30%比例.
_THING = r"[\u4e00-\u9fff]{2,16}?(?=的|给予|加以|引领|教育资源|[^\u4e00-\u9fff]|$)"
_COUNTED = re.compile(
    rf"(?<![\d.+〔第])(?P<ordinal>第)?(?P<number>{_DIGITS})(?P<unit>{_UNITS})(?P<qualifier>{_QUALIFIER})?"
    rf"(?P<thing>{_THING})?"
)
_LEVELLED = re.compile(rf"(?P<level>国家级|省级|市级|区级)(?P<thing>{_THING})")
_SAID = re.compile(
    rf"(?<![\d.+〔])(?P<ordinal>第)?(?:百分之(?P<hundredth>\d+|[一二三四五六七八九十]+)|(?P<tenth>[一二三四五六七八九])成(?![果为功立本])"
    rf"|(?P<number>{_DIGITS})(?P<unit>{_UNITS})(?:{_QUALIFIER})?|(?P<half>一半))"
)
_SAID_ENGLISH = re.compile(
    r"\b(?P<number>\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|fifty)"
    r"(?: ?(?P<share>%|percent|per cent))?(?P<thing>(?: [a-z-]+){0,6})",
    re.IGNORECASE,
)
_SPOKEN = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twenty": 20,
           "thirty": 30, "fifty": 50}  # fmt: skip
_LEVELS_SAID = (
    ("国家级", re.compile(r"国家级|\bnational(?:-level)?\b", re.IGNORECASE)),
    ("省级", re.compile(r"省级|\bprovincial(?:-level)?\b", re.IGNORECASE)),
    ("市级", re.compile(r"市级|\b(?:city|municipal)(?:-| )?level\b|\bmunicipal\b", re.IGNORECASE)),
    ("区级", re.compile(r"区级|\bdistrict(?:-| )level\b", re.IGNORECASE)),
)
_CLOSE = 8  # characters around a number in which the thing counted is named


@dataclass(frozen=True, slots=True)
class Said:
    """A number in a question: its words, value (lowest and highest), unit, and the words around it."""

    words: str
    number: tuple[float, float]
    unit: str
    about: str


@dataclass(frozen=True, slots=True)
class SaidLevel:
    """A level in a question, and its words there."""

    words: str
    level: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A number in a text with what is counted; `start` and `end` are offsets in the sentence."""

    words: str
    number: tuple[float, float]
    unit: str
    thing: str
    start: int
    end: int

    def likeness(self, said: Said, about: str, question: str) -> float:
        """1 or more where the number of the question counts the same things, by its words, else less."""
        if (said.unit == "%") != (self.unit == "%") or (said.unit == "次") != (self.unit == "次"):
            return 0.0
        if self.unit == "%":
            return 1.0
        if self.unit == "次":
            return 1.0 if self.thing[:2] in question else 0.0
        shared = shared_run(self.thing, about)
        if len(shared) < 2 or not _is_head(shared, self.thing):
            return 0.0
        return 1.0 + 0.1 * len(shared_run(self.thing, question)) + 0.1 * (said.unit == self.unit)


@dataclass(frozen=True, slots=True)
class Levelled:
    """Something of a stated level in a text."""

    words: str
    level: str
    thing: str
    start: int
    end: int

    def likeness(self, question: str) -> float:
        """How much of the thing the question names; 0 where not its last word."""
        shared = shared_run(self.thing, question)
        return 0.1 * len(shared) if len(shared) >= 2 and _is_head(shared, self.thing) else 0.0


@lru_cache(maxsize=4096)
def counts_in(text: str, title: str) -> tuple[Counted, ...]:
    """The counted things of a sentence; words of the document's title tell nothing apart."""
    found = []
    for match in _COUNTED.finditer(reading_view(text)):
        if match["ordinal"] and match["unit"] != "次":
            continue
        value = value_of(match["number"])
        if value is None or (match["unit"] != "%" and not match["thing"]):
            continue
        found.append(
            Counted(
                match[0], value, match["unit"], _told_apart(match["thing"] or "", title), match.start(), match.end()
            )
        )
    return tuple(found)


@lru_cache(maxsize=4096)
def levels_in(text: str, title: str) -> tuple[Levelled, ...]:
    """The things of a stated level in a sentence."""
    return tuple(
        Levelled(match[0], match["level"], _told_apart(match["thing"], title), match.start(), match.end())
        for match in _LEVELLED.finditer(reading_view(text))
    )


def numbers_said(question: str) -> tuple[Said, ...]:
    """The numbers of a plain question, in either language; places in an order (第二个) and 一个 are none."""
    found = []
    for match in _SAID.finditer(question):
        if match["ordinal"] and match["unit"] != "次":
            continue
        unit = match["unit"] or "%"
        value = _value_said(match)
        if value is None or (value == (1, 1) and not match[0][0].isdigit()):
            continue
        around = f"{question[max(0, match.start() - _CLOSE) : match.start()]} {question[match.end() : match.end() + 2 * _CLOSE]}"
        found.append(Said(match[0], value, unit, around))
    for match in _SAID_ENGLISH.finditer(question) if not found else ():
        number = _SPOKEN.get(match["number"].lower()) or float(match["number"])
        found.append(
            Said(
                match["number"] + ("%" if match["share"] else ""),
                (number, number),
                "%" if match["share"] else "",
                match["thing"],
            )
        )
    return tuple(found)


def levels_said(question: str) -> tuple[SaidLevel, ...]:
    """The levels that a plain question names, each once."""
    return tuple(SaidLevel(match[0], level) for level, pattern in _LEVELS_SAID if (match := pattern.search(question)))


def value_of(printed: str) -> tuple[float, float] | None:
    """The lowest and highest value of a printed number or range (5-6, 五到六)."""
    parts = [_number(part) for part in re.split(r"[-~—至到]", printed)]
    if any(part is None for part in parts):
        return None
    values = [part for part in parts if part is not None]
    return (values[0], values[-1])


def _value_said(match: re.Match[str]) -> tuple[float, float] | None:
    if match["half"]:
        return (50.0, 50.0)
    if match["tenth"]:
        tenths = 10.0 * (parse_numeral(match["tenth"]) or 0)
        return (tenths, tenths)
    return value_of(match["hundredth"] or match["number"])


def _number(printed: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", printed):
        return float(printed)
    value = parse_numeral(printed)
    return None if value is None else float(value)


def _told_apart(thing: str, title: str) -> str:
    """What is counted without its level and without words of the title, which stand in every thing of a document."""
    bare = re.sub(rf"^(?:{_LEVEL})", "", thing)
    while len(run := shared_run(bare, title)) >= 3:
        bare = bare.replace(run, "")
    return bare.removeprefix("型")


def _is_head(shared: str, thing: str) -> bool:
    """Whether shared words hold the last or the first word of a thing."""
    return thing[-2:] in shared or thing[:2] in shared


@lru_cache(maxsize=8192)
def shared_run(one: str, other: str) -> str:
    """The longest run of characters that two texts share."""
    best = ""
    for start in range(len(one)):
        while start + len(best) < len(one) and one[start : start + len(best) + 1] in other:
            best = one[start : start + len(best) + 1]
    return best
