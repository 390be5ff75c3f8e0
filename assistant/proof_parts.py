"""Parts of sentences, pairs of characters, and how alike two places are: what the checks of Chinese sentences share."""

from __future__ import annotations

import re
from dataclasses import dataclass

HAN = r"[\u4e00-\u9fff]"
NUMERAL = "零〇一二两三四五六七八九十百千万亿"
PARTS = re.compile(r"[,;。:!?\n]")
LABEL = re.compile(rf"^(?:第[{NUMERAL}\d]+[章节条]|[(]?[{NUMERAL}\d]+[)、.])")  # of an item, before its words
_PIECES = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9%.+-]+")
_REACH = 10  # characters on either side by which a place is known


def pairs(text: str) -> list[str]:
    """Neighbouring characters of the text between punctuation marks."""
    return [piece[i : i + 2] for piece in _PIECES.split(text) for i in range(len(piece) - 1)]


@dataclass(frozen=True, slots=True)
class Place:
    """What stands before and after some words of a text; `form` is how the words themselves are printed there."""

    form: str
    before: str
    after: str

    @classmethod
    def of(cls, text: str, start: int, end: int, form: str) -> Place:
        """The place of `text[start:end]`."""
        return cls(form, text[max(0, start - _REACH) : start], text[end : end + _REACH])

    def likeness(self, other: Place) -> int:
        """How many characters before and after are the same, counted from the words outwards."""
        before = common(self.before[::-1], other.before[::-1])
        return before + common(self.after, other.after)


def printed_otherwise(said: Place, places: list[Place], *, least: int) -> Place | None:
    """The place of the clause that is most like the said one, where the words have another form there; else None.

    None also where places of either form are alike, or where none is like it by `least` characters.
    """
    same = max((said.likeness(place) for place in places if place.form == said.form), default=0)
    others = [place for place in places if place.form != said.form]
    best = max(others, key=said.likeness, default=None)
    return best if best is not None and said.likeness(best) >= max(least, same + 1) else None


def common(first: str, second: str) -> int:
    """How many characters two texts begin with alike."""
    count = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        count += 1
    return count
