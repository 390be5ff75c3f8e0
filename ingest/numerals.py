"""Chinese numerals as official documents print them: 十二, 二〇一一, 二○一一, 二0一八, 二OO八."""

from __future__ import annotations

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {character: value for value, character in enumerate("0123456789")}
_DIGITS |= {"〇": 0, "○": 0, "O": 0, "o": 0, "两": 2}
NUMERAL = "零〇○一二三四五六七八九十百千两"
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "廿": 20, "卅": 30}


def parse_numeral(printed: str) -> int | None:
    """The number that `printed` stands for (Arabic or Chinese, positional or with units), None when it is none."""
    if not printed or any(character not in _DIGITS and character not in _UNITS for character in printed):
        return None
    if all(character in _DIGITS for character in printed):
        return int("".join(str(_DIGITS[character]) for character in printed))
    total, current = 0, 0
    for character in printed:
        if character in _DIGITS:
            current = _DIGITS[character]
        else:
            total += max(current, 1) * _UNITS[character]
            current = 0
    return total + current


def print_numeral(number: int) -> str:
    """`number` from 0 to 9,999 in Chinese, as articles are numbered: 10 → 十, 110 → 一百一十."""
    if number < 10:
        return "零一二三四五六七八九"[number]
    printed, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十")):
        count, number = divmod(number, unit)
        if count:
            printed += (
                ("零" if gap else "")
                + ("" if sign == "十" and count == 1 and not printed else print_numeral(count))
                + sign
            )
        gap = bool(printed) and not count
    return printed + (("零" if gap else "") + print_numeral(number) if number else "")
