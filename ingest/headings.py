"""The numeral grammar of headings: which mark opens a paragraph, at which level, with which printed number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from ingest.documents import Span
from ingest.numerals import NUMERAL, parse_numeral


class Rank(IntEnum):
    """Kinds of marks from the outermost to the innermost."""

    ATTACHMENT = 0  # 附件1
    PART = 1  # 第一编
    CHAPTER = 2  # 第一章; 一、
    SECTION = 3  # 第一节; (一)
    ARTICLE = 4  # 第一条
    PARENTHESIS = 5  # (一) under an article
    ITEM = 6  # 1、
    DECIMAL = 7  # 1.1
    SUBITEM = 8  # (1)
    CIRCLED = 9  # ①


LETTERS = {Rank.ATTACHMENT: "x", Rank.PART: "b", Rank.CHAPTER: "s", Rank.SECTION: "p", Rank.ARTICLE: "a",
           Rank.PARENTHESIS: "p", Rank.ITEM: "i", Rank.DECIMAL: "d", Rank.SUBITEM: "n", Rank.CIRCLED: "c"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading mark: `number` is the printed one (`1-1` for 1.1), `printed` without the closing 、 or dot.

    `span` covers the mark and the space after it.
    """

    rank: Rank
    number: str
    printed: str
    span: Span


_N = f"[{NUMERAL}\\d]+"
_MARKS = (
    (Rank.PART, re.compile(rf"第\s*({_N})\s*(?:编|部分|分编)(?=\s|$|[:、])")),
    (Rank.CHAPTER, re.compile(rf"第\s*({_N})\s*章(?!节)")),
    (Rank.SECTION, re.compile(rf"第\s*({_N})\s*节(?=\s|$|[\u4e00-\u9fff])")),
    (Rank.ARTICLE, re.compile(rf"第\s*({_N})\s*条(之[{NUMERAL}]+)?")),
    (Rank.ATTACHMENT, re.compile(r"附\s*[件表录]\s*([\d一二三四五六七八九十]{0,3})(?=\s*(?::|$|\n|[\u4e00-\u9fff《(]))")),
    (Rank.CHAPTER, re.compile(r"([一二三四五六七八九十百]{1,4})\s*[、.](?!\d)")),
    (Rank.SECTION, re.compile(r"[(]?([一二三四五六七八九十百]{1,4})\s*[)][、.]?")),
    (Rank.SECTION, re.compile(r"([㈠-㈩])")),
    (Rank.DECIMAL, re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?=\s|[\u4e00-\u9fff]|\.)(?!\s*(?:万|亿|%|元|年|倍|个|米|公里|平方|吨|度))")),
    (Rank.ITEM, re.compile(r"(\d{1,3})\s*(?:、|\.(?!\d))")),
    (Rank.ITEM, re.compile(r"([⒈-⒛])")),
    (Rank.SUBITEM, re.compile(r"[(](\d{1,3})[)]")),
    (Rank.SUBITEM, re.compile(r"(\d{1,3})[)]")),
    (Rank.SUBITEM, re.compile(r"([⑴-⒇])")),
    (Rank.CIRCLED, re.compile(r"([①-⑳])")),
)  # fmt: skip
_SINGLES = {first: base for base, first in ((0x3220, "㈠"), (0x2488, "⒈"), (0x2474, "⑴"), (0x2460, "①"))}


def read_mark(view: str, span: Span) -> Mark | None:
    """The mark that opens the paragraph `span` of the folded `view`, None when it opens with plain words."""
    for rank, pattern in _MARKS:
        match = pattern.match(view, span.start, span.end)
        if match and (number := _number(match)) is not None:
            end = match.end()
            while end < span.end and view[end] in " \u3000\n":
                end += 1
            printed = re.sub(r"\s+", "", match[0]).rstrip("、.")
            return Mark(rank, number, printed, Span(span.start, end))
    return None


def _number(match: re.Match[str]) -> str | None:
    printed = match[1]
    for first, base in _SINGLES.items():
        if len(printed) == 1 and 0 <= ord(printed) - ord(first) < 20 and ord(first) == base:
            return str(ord(printed) - base + 1)
    if "." in printed:
        return printed.replace(".", "-")
    if not printed:
        return "1"
    value = parse_numeral(printed)
    if value is None:
        return None
    suffix = match[2] if match.re.groups > 1 and match[2] else ""
    return f"{value}-{parse_numeral(suffix[1:])}" if suffix else str(value)


_OPERATIVE = re.compile(r"应当|不得|必须|给予|按照|可以|按.{0,12}(?:补贴|奖励|资助)|(?:鼓励|支持|对|凡|由).{12,}")
_BRACKETED_NAME = re.compile(r"[【(\[]([^】)\]]{2,20})[】)\]]\s*")


def split_heading(view: str, span: Span, *, rank: Rank) -> tuple[Span | None, Span | None]:
    """The heading and the body of the words after a mark, either may be missing.

    A heading stands on a line of its own, in brackets after an article's mark (第七条【公示】), or
    runs in: a short first sentence without operative words.
    """
    words = span.slice(view)
    if not words.strip():
        return None, None
    if rank is Rank.ARTICLE:
        match = _BRACKETED_NAME.match(words)
        if match and match.end() < len(words):
            return Span(span.start + match.start(1), span.start + match.end(1)), Span(
                span.start + match.end(), span.end
            )
        return (span, None) if len(words) <= 20 and words[-1] not in "。;:!?)" else (None, span)
    stop = words.find("。")
    if stop == -1 or stop == len(words) - 1:
        whole = len(words.rstrip("。"))
        alone = whole <= 60 and not re.search(r"[;:!?]$", words) and (stop == -1 or rank <= Rank.SECTION)
        # An annotation after the words makes them a sentence with an owner, not a heading.
        return (span, None) if alone and not re.search(r"[(\[【].*[:负牵].*[)\]】]", words, re.DOTALL) else (None, span)
    if (
        stop <= 40
        and not _OPERATIVE.search(words[:stop])
        and rank in {Rank.CHAPTER, Rank.SECTION, Rank.ITEM, Rank.DECIMAL, Rank.SUBITEM}
    ):
        body = span.start + stop + 1
        while body < span.end and view[body] in " \n":
            body += 1
        return Span(span.start, span.start + stop), Span(body, span.end)
    return None, span
