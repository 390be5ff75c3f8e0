"""From stored text to what the grammar reads: a same-length view of the characters, and the lines without noise.

Nothing here changes the stored text. The view has one character for each character of the source,
so a position found in the view is a position in the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from ingest.documents import Span

_FOLDED = {"<wide>", "<narrow>", "<small>", "<noBreak>", "<compat>", "<vertical>"}


class _SingleCharacters(dict[int, str]):
    """Translation table that folds full-width and compatibility forms of one character to one character.

    Forms that would grow (㈠, …) stay as printed, and so do circled digits, which a plain NFKC would
    turn into the numbers of an item.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = character
        if unicodedata.category(character) == "Zs":
            folded = " "
        elif unicodedata.decomposition(character).split(" ")[0] in _FOLDED:
            candidate = unicodedata.normalize("NFKC", character)
            folded = candidate if len(candidate) == 1 else character
        self[code] = folded
        return folded


_TABLE = _SingleCharacters()
_TABLE.update({ord("\r"): " ", ord("\t"): " ", ord("\u200b"): " ", ord("\ufeff"): " ", ord("﹔"): ";"})


def reading_view(text: str) -> str:
    """`text` with full-width forms and odd spaces folded, character for character: same length."""
    return text.translate(_TABLE)


def text_view(text: str) -> str:
    """The reading view of `text` with the lines of page noise blanked, as a parser reads it: same length."""
    view = reading_view(text)
    parts, position = [], 0
    for line in noise_of(text):
        parts += [view[position : line.start], " " * len(line)]
        position = line.end
    return "".join(parts) + view[position:]


def flowing_view(text: str, paragraphs: Iterable[Span]) -> str:
    """The text view with the line breaks inside `paragraphs` as spaces, so that a wrapped sentence is one sentence."""
    view = text_view(text)
    parts, position = [], 0
    for paragraph in paragraphs:
        parts += [view[position : paragraph.start], paragraph.slice(view).replace("\n", " ")]
        position = paragraph.end
    return "".join(parts) + view[position:]


_SPACE = re.compile(r"\s+")
_DOUBLED = re.compile(r'([“”‘’"])\1+')
_UNIFIED = str.maketrans("〔﹝［【〕﹞］】〇○“”‘’", "[[[[]]]]〇〇\"\"''")
_SHORT = 600  # characters of texts whose squeezed form is kept: titles and sentences, which every question meets again


def squeeze(text: str) -> str:
    """`text` for comparison: folded, without white space, doubled quotation marks and bracket styles unified."""
    return _kept_squeezed(text) if len(text) <= _SHORT else _squeezed(text)


def _squeezed(text: str) -> str:
    return _DOUBLED.sub(r"\1", _SPACE.sub("", reading_view(text))).translate(_UNIFIED)


_kept_squeezed = lru_cache(maxsize=8192)(_squeezed)  # a few megabytes


_PAGE_NUMBER = re.compile(r"-?\s*\d{1,3}\s*-|[—–]+\s*\d{1,3}\s*[—–]+|第\s*\d{1,3}\s*页(?:[\s,/]*共\s*\d{1,3}\s*页)?")
_NOISE_LINE = re.compile(
    r"""^\s*(?:
      .*请使用tab按钮切换浏览.*
    | 验证码:?
    | 全部评论 \s* (?:[(]\d+[)])?
    | (?:您|现在|当前).{0,6}位置 \s* [::] .*  |  (?:所在)?位置 \s* [::] .*(?:首页|>|»).*
    | (?:(?:发布|更新)(?:日期|时间)|浏览(?:次数|量)|点击(?:数|率|量)|访问量|阅读(?:次数|量)) \s* (?:[::] .{0,60} | [\d\s次/.年月日-]*)
    | (?:字号|字体|字体大小) \s* (?:[::] .{0,30} | [\[【(\s大中小\]】)|]*)
    | 【?\s*(?:分享(?:到|至)?|打印(?:本页)?|关闭(?:窗口|本页)?|收藏(?:本页)?|返回顶部|扫一扫.{0,20}|上一篇.*|下一篇.*)\s*】? \s*[::]?
    | 责任编辑 \s* [::] .*
    | (?:相关(?:阅读|链接|新闻|文章|推荐)|延伸阅读) \s* [::]?
    )\s*$""",
    re.VERBOSE,
)
_MARK = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零〇\d]+[编章节条]|[一二三四五六七八九十]+、|[((]?[一二三四五六七八九十\d]+[))]"
    r"|\d+[、.]|[㈠-㈩①-⑳⑴-⒇⒈-⒛])"
)
_SENTENCE_END = "。;!?…:”》)]】"


def lines_of(text: str) -> list[Span]:
    """The non-blank lines of `text`, white space around each left out."""
    spans = []
    for match in re.finditer(r"[^\n\r\f\v\u2028]+", text):
        stripped = match[0].strip(" \t\u3000\xa0\u200b\ufeff")
        if stripped:
            start = match.start() + match[0].index(stripped)
            spans.append(Span(start, start + len(stripped)))
    return spans


def noise_of(text: str) -> list[Span]:
    """The lines of `text` that belong to the web page or sheet around the document, not to the document."""
    lines = lines_of(text)
    view = reading_view(text)
    noise = {line for line in lines if _NOISE_LINE.match(line.slice(view)) or _PAGE_NUMBER.fullmatch(line.slice(view))}
    noise |= _running_heads(view, lines)
    kept = [line for line in lines if line not in noise]
    # A page repeats its title above the document's own; the copy that has the typing fault goes.
    if len(kept) > 1 and _without_runs(kept[0].slice(view)) == _without_runs(kept[1].slice(view)):
        first, second = kept[0], kept[1]
        noise.add(first if len(first) >= len(second) else second)
    return sorted(noise)


def _running_heads(view: str, lines: list[Span]) -> set[Span]:
    """Short lines that stand beside a page number again and again: the heads and feet of sheets."""
    numbers = [index for index, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line.slice(view))]
    beside = {index for number in numbers for index in (number - 1, number + 1) if 0 <= index < len(lines)}
    words = Counter(lines[index].slice(view) for index in beside)
    return {lines[index] for index in beside
            if words[lines[index].slice(view)] > 1 and len(lines[index]) <= 40
            and not re.search(r"[。;:!?)\]】]", lines[index].slice(view)) and not _MARK.match(lines[index].slice(view))}  # fmt: skip


def _without_runs(line: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"\s+", "", line))


def paragraphs_of(text: str) -> list[Span]:
    """The paragraphs of `text` without page noise; lines wrapped in the middle of a sentence are joined."""
    noise = set(noise_of(text))
    lines = [line for line in lines_of(text) if line not in noise]
    view = reading_view(text)
    width = _wrap_width(lines)
    paragraphs: list[Span] = []
    for line in lines:
        if paragraphs and _continues(text, view, paragraphs[-1], line=line, wrap_width=width):
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
    return paragraphs


def _wrap_width(lines: Iterable[Span]) -> int | None:
    """The width at which the text was wrapped by hand or by a converter, None when it was not."""
    lengths = Counter(len(line) for line in lines if len(line) >= 16)
    if sum(lengths.values()) < 4:
        return None
    longest = max(lengths)
    near = sum(count for length, count in lengths.items() if length >= longest - 3)
    return longest if near >= 3 and near >= 0.4 * sum(lengths.values()) else None


def _continues(text: str, view: str, paragraph: Span, *, line: Span, wrap_width: int | None) -> bool:
    """Whether `line` goes on with the sentence that `paragraph` left open."""
    before, after = paragraph.slice(view), line.slice(view)
    if "\t" in paragraph.slice(text) or "\t" in line.slice(text):  # rows of a table
        return False
    if _open_annotation(before):
        return not _MARK.match(after) and (before[-1] != ":" or bool(_NAMES.fullmatch(after)))
    if wrap_width is None or before[-1] in _SENTENCE_END or _MARK.match(after):
        return False
    last_line = before.rsplit("\n", 1)[-1].strip()
    return len(last_line) >= wrap_width - 3


_NAMES = re.compile(r"[\u4e00-\u9fff、,;()\s]{2,200}。?")


def _open_annotation(paragraph: str) -> bool:
    """Whether the paragraph ends inside a bracket that names who is responsible, or with the label of a list of names."""
    tail = paragraph[max(paragraph.rfind(mark) for mark in "([【") :]
    opened = re.match(r"[(\[【]\s*(?:责\s*任|牵\s*头|主办|配合|协办|参加|负责|实施)", tail)
    label_alone = re.search(
        r"(?:^|\n)\s*(?:责任|牵头|主办|配合|协办|参加|参与|负责|实施)\s*(?:单位|部门|主体)\s*:$", paragraph
    )
    return bool(label_alone) or (bool(opened) and not re.search(r"[)\]】]", tail))
