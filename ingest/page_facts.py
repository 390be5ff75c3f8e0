"""The labelled facts of a web page: its meta tags, and the table or list above the body (文号, 成文日期, 发布机构)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

_LABELS = {
    "number": "文号|发文字号|发文文号|文件编号|文件号",
    "issuer": "发布机构|发文机关|发布机关|发文单位|制发机关|发文机构|制定机关|公布机关",
    "issued_on": "成文日期|成文时间|发文日期|签发日期|印发日期|公布日期",
    "published_on": "发布日期|发布时间|发表时间|公开日期",
    "effective_on": "实施日期|生效日期|施行日期",
    "valid_until": "失效日期|有效期至|废止日期|终止日期",
    "title": "标题|名称|文件名称|信息名称",
    "source": "来源|信息来源|文章来源|稿件来源|来源单位",
}
_LABEL = re.compile("(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()) + ")(?::|：|$)")
_OTHER = re.compile(
    r"(?:索引号|分类|主题词|主题分类|体裁|统一编号|文件状态|有效性|浏览次数|浏览量|字体|字号|分享|打印|关键词)(?::|：|$)"
)
_META = {"articletitle": "title", "pubdate": "published_on", "contentsource": "source"}
_DAY = re.compile(r"((?:19|20)\d{2})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_REPOST = re.compile(r"^[(（【\[]\s*转[载发]\s*[)）】\]]\s*")
_LONGEST = 200  # characters of a label with its value


def page_facts(tree: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401 - an XML element
    """What a page states about its document, by name: title, number, issuer, source, url, dates (ISO)."""
    facts: dict[str, str] = {}
    for name, value in (*_from_meta(tree), *_from_labels(tree)):
        said = _day(value) if name.endswith("_on") or name == "valid_until" else " ".join(value.split())
        if said:
            facts.setdefault(name, said)
    if "title" in facts:
        facts["title"] = _REPOST.sub("", facts["title"])
    address = next(
        (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"), None
    )
    if address and re.match(r"https?://\S+$", address):
        facts["url"] = address
    return tuple(facts.items())


def _from_meta(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - an XML element
    for tag in tree.iter("meta"):
        name = _META.get((tag.get("name") or "").lower())
        if name:
            yield name, tag.get("content") or ""


def _from_labels(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - an XML element
    """Labels, spaced out or not, with the words after the colon, else with the piece of text that follows."""
    body = tree.find(".//body")
    pieces = [piece.strip() for piece in (tree if body is None else body).itertext() if piece.strip()]
    for piece, following in zip_longest(pieces, pieces[1:], fillvalue=""):
        label = _LABEL.match(_squeezed(piece)) if len(piece) <= _LONGEST else None
        if label is None:
            continue
        colon = re.search(r"[:：]", piece)
        value = piece[colon.end() :].strip() if colon else ""
        value = value or following
        if not _LABEL.match(_squeezed(value)) and not _OTHER.match(_squeezed(value)):
            yield str(label.lastgroup), value


def _squeezed(piece: str) -> str:
    return re.sub(r"[\s\u3000\xa0]+", "", piece)


def _day(printed: str) -> str:
    found = _DAY.search(printed)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""
