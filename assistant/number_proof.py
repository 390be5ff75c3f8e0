"""Numbers of a Chinese sentence: printed in the clause, with their qualifiers, and said of the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.proof_parts import NUMERAL, PARTS, Place, pairs, printed_otherwise

_UNITS = "%|万元|亿元|美元|元|万|亿|家|个|名|所|项|人|年|月|日|次|号|条|倍|岁|小时|天|学分|平方米|公里|成|种|类|届|批|期|季度"
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*(?:[-—~至到]\d+(?:[.,]\d+)*)?(?:{_UNITS})?")
_COUNTED = re.compile(rf"[{NUMERAL}]+(?:分之[{NUMERAL}]+|(?:{_UNITS}|大))")
_FIGURE = re.compile(rf"(\d+(?:[.,]\d+)*|[{NUMERAL}]+)({_UNITS}|位)?(左右|以上|以下|以内)?")
_QUALIFIER = re.compile("左右|以上|以下|以内")
_UNCOUNTED = re.compile(r"一(?:个|种|项|家|条|类|次|批|期|名|所|大)")
_LEVEL = re.compile(r"[国省市区县校]级|全[国省市区]")
_DATES = re.compile(r"\d+(?:年|月|日)|20\d\d")
MIN_NEIGHBOURS = 0.6  # share of the pairs after a number or level that its part of the clause must hold
SAME_PLACE = 4  # characters around a figure by which its place in the clause is known


def number_faults(text: str, evidence: str) -> Iterator[str]:
    """Every number and counted amount is printed in the clause."""
    for match in _NUMBER.finditer(text):
        end = rf"(?!\.?\d|{_UNITS})" if match[0][-1].isdigit() else ""
        if not re.search(rf"(?<![\d.]){re.escape(match[0])}{end}", evidence):
            yield f"数字“{match[0]}”不在所引原文中"
    for match in _COUNTED.finditer(text):
        if match[0] not in evidence and not _UNCOUNTED.fullmatch(match[0]):
            yield f"数量“{match[0]}”不在所引原文中"


def qualifier_faults(text: str, evidence: str) -> Iterator[str]:
    """A number is followed by 以上, 左右 and the like exactly where the clause has it so."""
    for match in (*_NUMBER.finditer(text), *_COUNTED.finditer(text)):
        printed = {found[1] for found in re.finditer(rf"{re.escape(match[0])}(左右|以上|以下|以内|)", evidence)}
        said = _QUALIFIER.match(text, match.end())
        if printed and (said[0] if said else "") not in printed:
            yield f"“{match[0]}”之后应照原文写“{'、'.join(sorted(printed))}”"


def neighbour_faults(text: str, evidence: str) -> Iterator[str]:
    """A number or a level stands with the words it stands with in the clause, not with those of another part."""
    parts = PARTS.split(evidence)
    for said in PARTS.split(text):
        for match in (*_NUMBER.finditer(said), *_LEVEL.finditer(said)):
            if _DATES.fullmatch(match[0]):
                continue
            near = pairs(said[match.end() : match.end() + 14]) or pairs(
                said[max(0, match.start() - 10) : match.start()]
            )
            holding = [part for part in parts if match[0] in part]
            shares = [sum(pair in part for pair in near) / len(near) for part in holding] if near else [1.0]
            if holding and max(shares) < MIN_NEIGHBOURS:
                yield f"“{match[0]}”在原文中说的不是“{said[match.end() : match.end() + 12]}”"


def figure_faults(text: str, evidence: str) -> Iterator[str]:
    """A figure stands where the clause has it, not where the clause has another one or another qualifier.

    12位 may be printed somewhere; before 代理机构代码 the clause has 5位. 五万元 may stand alone somewhere; after 处 it has 以上.
    """
    printed = list(_figures(evidence))
    for unit, place in _figures(text):
        found = printed_otherwise(place, [other for own, other in printed if own == unit], least=SAME_PLACE)
        if found:
            yield f"“{place.form}”之处原文是“{found.form}”"


def _figures(text: str) -> Iterator[tuple[str, Place]]:
    """The figures of a text with their units, each as it is printed and where."""
    for match in _FIGURE.finditer(text):
        if match[2] or match[1][0].isdigit():
            yield match[2] or "", Place.of(text, match.start(), match.end(), match[0])
