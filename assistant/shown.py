"""Words of a source as they are shown in a sentence of ours."""

from __future__ import annotations

import re


def shorten(text: str, limit: int = 90) -> str:
    """The first sentences of `text` within `limit` characters, cut at a comma when the first is longer."""
    plain = re.sub(r"\s+", "", re.sub(r"([“”])\1+", r"\1", text))
    if len(plain) <= limit:
        return plain
    cut = max(plain.rfind(mark, 20, limit) for mark in "。;,、")
    return plain[: cut if cut > 0 else limit] + "……"


def tidy(text: str) -> str:
    """`text` as shown in a sentence of ours: line breaks and doubled quotation marks of the source removed."""
    return re.sub(r"\s*\n\s*", "", re.sub(r"([“”])\1+", r"\1", text)).strip()
