"""The language of a question and its plain simplified form, which routing and retrieval read."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from ingest.reading import reading_view

_CHECKED_AGAIN = re.compile("覆(?=[核查函议审验])|(?<=[答回批])覆")  # 覆核, 答覆: the converter leaves it


class Language(StrEnum):
    """The language an answer is given in."""

    CHINESE = "zh"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


def detect_language(question: str) -> Language:
    """English without Han characters (or with few among many Latin words), traditional when simplifying changes it."""
    han = len(re.findall(r"[\u4e00-\u9fff]", question))
    latin = len(re.findall(r"[A-Za-z]{2,}", question))
    if (latin >= 3 and han <= latin) or (latin >= 2 and not han):
        return Language.ENGLISH
    if han and simplify(question) != question:
        return Language.TRADITIONAL
    return Language.CHINESE


@cache
def _converter(direction: str) -> object:
    import opencc

    return opencc.OpenCC(direction)


def simplify(text: str) -> str:
    """`text` with traditional characters as simplified ones."""
    return _CHECKED_AGAIN.sub("复", str(_converter("t2s").convert(text)))  # type: ignore[attr-defined]


def to_traditional(text: str) -> str:
    """`text` with simplified characters as traditional ones (for our own sentences, never for quotes)."""
    return str(_converter("s2t").convert(text))  # type: ignore[attr-defined]


@cache
def _glossary() -> tuple[re.Pattern[str], dict[str, str]]:
    table = tomllib.loads((files("assistant") / "data" / "glossary.toml").read_text("utf-8"))["terms"]
    terms = {english.lower().replace("centre", "center"): str(chinese) for english, chinese in table.items()}
    pattern = "|".join(sorted(map(re.escape, terms), key=len, reverse=True))
    return re.compile(rf"\b({pattern})(?:s|es)?\b"), terms


def chinese_terms(question: str) -> str:
    """The Chinese terms that an English question speaks of, by the glossary, in order."""
    pattern, terms = _glossary()
    known = [terms[match[1]] for match in pattern.finditer(question.lower().replace("centre", "center"))]
    return " ".join([*known, *re.findall(r"\d+(?:\+\d+)+", question)])


def glossary_matches(lowered: str) -> list[tuple[int, int, str]]:
    """Start, end and Chinese terms of every glossary term in a lower-case English text, in order."""
    pattern, terms = _glossary()
    return [(match.start(), match.end(), terms[match[1]]) for match in pattern.finditer(lowered)]


_OPENERS = re.compile(
    r"^(?:(?:您|你)好(?:呀|啊)?|(?:随便|顺便|顺带|再|就)问(?:问|一?下|一句|个事儿?)|请问(?:一下|下)?|麻烦(?:问|您|你)?(?:一下|下)?|想(?:问|请教|了解|知道|咨询)(?:一下|下)?|我?想?(?:问|咨询)(?:一下|下|问)|打扰(?:一下|了)?|老师(?=[,,。!!:您你请好])|同志|补充(?:下|一下|一句)?:?|那(?![个些种里边么块次家条一是儿我你他]))[,,。!!~\s]*"
)


# What comes before 「哦不,…」 has been taken back by the asker.
_CORRECTED = re.compile(
    r"^.*(?:哦不|啊不|噢不|不对不对|说错了|问错了|算了|no wait|(?:sorry,?|\.\.\.|—|-{1,2}) ?i mean)[,。:!,\s]*",
    re.IGNORECASE,
)


_SPACED = re.compile(r"(?<=[\u4e00-\u9fff]{4}) +(?=[\u4e00-\u9fff]{4})")
_REQUESTED = re.compile(
    r"(?:请|麻烦|能不能|可以|劳驾)*你?[用以](?P<name>英文|英语|繁体(?:中文|字)?|繁體(?:中文|字)?|中文|汉语)(?:来|进行)?"
    r"(?:回答|回复|回覆|答复|作答|答|说|解释|告诉我)(?:我|一下|吗)*[,:,:。;]*",
    re.IGNORECASE,
)


def requested_language(question: str) -> Language | None:
    """The language in which a Chinese question asks to be answered; None where it does not say."""
    match = _REQUESTED.search(question)
    if match is None:
        return None
    kinds = {"英": Language.ENGLISH, "繁": Language.TRADITIONAL}
    return kinds.get(match["name"][0], Language.CHINESE)


def plain_question(question: str) -> str:
    """The question as routing reads it: folded, simplified, without markup, courtesies and odd spaces."""
    text = re.sub(
        r"<(system|assistant|user|instructions?|prompt)>.{0,400}?</\1>", " ", question, flags=re.IGNORECASE | re.DOTALL
    )
    text = re.sub(r"<[^<>]{0,200}>", " ", text)
    text = simplify(reading_view(text))
    text = _SPACED.sub(",", text)  # between whole clauses a space is a comma
    text = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text)
    text = _REQUESTED.sub(" ", text)
    text = re.sub(r"\s+", " ", text).strip()
    previous = None
    while previous != text:
        previous, text = text, _OPENERS.sub("", text)
    return _CORRECTED.sub("", text) or text
