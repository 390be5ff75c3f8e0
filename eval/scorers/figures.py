"""Numbers with unit and qualifier: whether each one an answer states is the source's, the user's, or a count of its rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ingest.numerals import parse_numeral
from ingest.reading import squeeze

_UNITS = "家个所项名种类条年月日成倍万亿元批人次处届期号"
_MENTION = re.compile(
    rf"(?P<arabic>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?(?:[-—~–]\d+(?:\.\d+)?)?)(?P<percent>%|percent)?(?P<unit>[{_UNITS}])?"
    rf"|(?<![第十百千])(?P<chinese>[一二三四五六七八九十两百千]+)(?P<chinese_unit>[{_UNITS}])"
)
_APPROXIMATE, _AT_LEAST, _AT_MOST, _POSSIBLE = "approximate", "at least", "at most", "possible"
_BEFORE = (
    (re.compile(r"(?:约|大约|近|大概|about|around|approximately|some|roughly)$"), _APPROXIMATE),
    (re.compile(r"(?:(?<!不)超过|不少于|不低于|至少|atleast|morethan|over)$"), _AT_LEAST),
    (re.compile(r"(?:不超过|不高于|不多于|至多|最多|最高|upto|atmost)$"), _AT_MOST),
    (re.compile(r"(?:可[^,。;:]{0,12}|(?:may|can|could)[^,.;:]{0,40})$"), _POSSIBLE),
)
_AFTER = (
    (re.compile(r"左右|上下|orso"), _APPROXIMATE),
    (re.compile(r"以上|余|多|ormore"), _AT_LEAST),
    (re.compile(r"以下|以内|orless"), _AT_MOST),
)
_LABEL = re.compile(r"[一二三四五六七八九十]+\([一二三四五六七八九十]+\)\d*|\[\d+\]|[一二三](?=\d+[“\"“:]|\d+$)\d+")
_ROW_NUMBER = re.compile(r"^\s*\d{1,3}[.、)](?!\d)\s*", re.MULTILINE)
_ISO_DATE = re.compile(r"(\d{4})-0?(\d{1,2})-0?(\d{1,2})(?!\d)")
_COUNTED = frozenset("项条处个次家种类所") | {""}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as written: its value (`30%`, `10`, `5-6`), its unit, and what qualifies it."""

    value: str
    unit: str
    qualifiers: frozenset[str]

    def states(self, other: Figure) -> bool:
        """Whether both are the same number of the same thing, qualifiers aside."""
        return self.value == other.value and (self.unit == other.unit or not self.unit or not other.unit)

    def keeps(self, original: Figure) -> bool:
        """Whether the qualifiers of the original are kept and no hedge is added to an exact number."""
        return original.qualifiers == self.qualifiers or original.qualifiers == self.qualifiers - {_POSSIBLE}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a sentence may say without its source: numbers of the user, counts of rows and members, labels of clauses."""

    given: str = ""
    counts: frozenset[int] = frozenset()
    labels: tuple[str, ...] = ()


def figures_in(text: str, *, labels: Iterable[str] = ()) -> list[Figure]:
    """Every number of a text in order, labels of clauses and numbers of rows left out; a Chinese one (a single thing) says nothing."""
    plain = _ISO_DATE.sub(r"\1年\2月\3日", _ROW_NUMBER.sub("", text))
    whole = squeeze(plain).casefold()
    for label in sorted({squeeze(label) for label in labels if label}, key=len, reverse=True):
        whole = whole.replace(label, " ")
    whole = _LABEL.sub(" ", whole)
    figures = []
    for match in _MENTION.finditer(whole):
        value, unit = _value(match)
        if value is not None:
            figures.append(Figure(value, unit, _qualifiers(whole, match)))
    return figures


def _value(match: re.Match[str]) -> tuple[str | None, str]:
    if match["arabic"]:
        value = re.sub(r"[—~–]", "-", match["arabic"].replace(",", ""))
        return value + ("%" if match["percent"] else ""), match["unit"] or ""
    number = parse_numeral(match["chinese"])
    return (None if number in {None, 1} else str(number)), match["chinese_unit"]


def _qualifiers(whole: str, match: re.Match[str]) -> frozenset[str]:
    before, after = whole[max(0, match.start() - 44) : match.start()], whole[match.end() : match.end() + 6]
    found = {name for pattern, name in _BEFORE if pattern.search(before)}
    return frozenset(found | {name for pattern, name in _AFTER if pattern.match(after)})


def figure_faults(text: str, evidence: Sequence[str], allowed: Allowed) -> tuple[list[str], int]:
    """The numbers of a sentence that stand nowhere they may come from, in words, and how many numbers it has."""
    stated = figures_in(text, labels=allowed.labels)
    sources = [figure for words in evidence for figure in figures_in(words)]
    given = figures_in(allowed.given)
    faults = []
    for figure in stated:
        originals = [source for source in sources if figure.states(source)]
        from_user = any(figure.states(source) for source in given)
        if originals:
            # Said once with its qualifier, a number may be repeated without it (a calculation).
            twins = [twin for twin in stated if twin.states(figure)]
            if not from_user and not any(twin.keeps(source) for twin in twins for source in originals):
                kept = " or ".join(sorted({"/".join(sorted(source.qualifiers)) or "exact" for source in originals}))
                faults.append(f"{figure.value}{figure.unit} loses its qualifier ({kept})")
        elif not from_user and not _counted(figure, allowed.counts) and not _computed(figure, given, sources):
            faults.append(f"{figure.value}{figure.unit} is in no cited clause")
    return faults, len(stated)


def _counted(figure: Figure, counts: Collection[int]) -> bool:
    return figure.unit in _COUNTED and figure.value.isdigit() and int(figure.value) in counts


def _computed(figure: Figure, given: Sequence[Figure], sources: Sequence[Figure]) -> bool:
    """Whether the number is the user's amount times a percentage of the source."""
    amount = _number(figure.value)
    shares = [_number(source.value[:-1]) for source in sources if source.value.endswith("%")]
    return any(
        amount is not None and base is not None and share is not None and abs(base * share / 100 - amount) < 1e-6
        for base in (_number(figure.value) for figure in given)
        for share in shares
    )


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
