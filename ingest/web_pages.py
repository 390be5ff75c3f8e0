"""Pages of government sites: the body of the document without the page around it, and what the page states beside it.

Sites of Chinese authorities share their parts: an element that holds the body under one of a few names, a table or
list of labelled facts (索引号, 文号, 成文日期, labels often spaced out), the meta tags ArticleTitle, PubDate and
ContentSource, and links to attachments. Where no part has a known name, the body is the innermost element that holds
nearly all prose of the page; prose is what has punctuation and is no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlparse

from ingest.encodings import decode_text
from ingest.errors import DocumentRefused
from ingest.extracts import Extract, Origin
from ingest.markup import BLOCKS, block_texts, lines_of_element, remove
from ingest.page_facts import page_facts
from ingest.reading import squeeze
from ingest.reading_limits import Limits

_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DROPPED = (
    "script",
    "style",
    "noscript",
    "nav",
    "footer",
    "iframe",
    "select",
    "button",
    "textarea",
    "input",
    "svg",
    "template",
    "object",
)
_BODY_NAMES = re.compile(
    r"^(?:zoom(?:con)?|ucapcontent|trs_u?editor.*|view trs_.*|article[-_]?(?:content|body|con|txt).*|content[-_]?(?:article|body|text|txt|main).*"
    r"|info[-_]?cont(?:ent)?|detail[-_]?con(?:tent)?|news[-_]?(?:main|content|text|con)|pages_content|main[-_]?(?:text|txt)|con[-_]?(?:txt|text)"
    r"|text[-_]?con(?:tent)?|xxgk[-_]?(?:content|con)|bodycontent)$",
    re.IGNORECASE,
)
_PROSE = re.compile(r"[,。;:、!?，；：！？]")
_NO_PROSE = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|主办单位|承办单位|技术支持|浏览次数|当前位置|您是第|字体大小|扫一扫"
)
_ATTACHED = {".doc", ".docx", ".pdf", ".xls", ".xlsx", ".wps", ".et", ".ofd", ".zip", ".rar", ".txt"}
_CONTAINERS = {
    "div",
    "td",
    "article",
    "section",
    "main",
    "body",
    "ucapcontent",
    "center",
    "font",
    "form",
    "dd",
    "li",
    "span",
}
_KNOWN_SHARE, _UNKNOWN_SHARE = 0.5, 0.9  # of the prose of a page, for an element with a known name and for any other
_LEAST_PROSE = 20  # characters; a page with less is a list of links or a page that scripts fill


def read_web_page(content: bytes, *, name: str, limits: Limits) -> Extract:
    """The document on a saved page. DocumentRefused for a page without one: a list of links, an empty frame."""
    import trafilatura

    html = _decoded(content, name=name)
    tree = trafilatura.load_html(html)
    if tree is None:
        raise DocumentRefused(f"{name}: not a readable web page; save it again, or its text as .txt")
    for element in [item for item in tree.iter(*_DROPPED) if item.getparent() is not None]:
        remove(element)
    facts = page_facts(tree)
    attachments = tuple(dict.fromkeys(_attachments(tree)))
    for element in [item for item in tree.iter() if _is_hidden(item) and item.getparent() is not None]:
        remove(element)
    prose = _prose(tree)
    if sum(prose.values()) < _LEAST_PROSE:
        raise DocumentRefused(
            f"{name}: a page of links without a document; open the document on the site and save that page"
        )
    body = _body(tree, prose)
    if body is not None:
        text = "\n".join(_without_pointers(lines_of_element(body)))
    else:
        text = trafilatura.extract(html, include_comments=False, include_tables=True, favor_precision=True) or ""
    if len(text) > limits.characters:
        raise DocumentRefused(f"{name}: more than {limits.characters:,} characters; split it")
    title = dict(facts).get("title", "")
    if title and squeeze(title) not in squeeze(text[:3000]):
        text = f"{title}\n{text}"
    published = dict(facts).get("published_on", "")
    return Extract(text, Origin("web page", published_on=published, attachments=attachments), facts)


_POINTER = re.compile(
    r"(?:相关|附件|文件)*(?:附件|文件|下载)[::：]?|(?:点击查看|查看)?(?:相关|政策|文字|图片|图文|音频|媒体|视频)*(?:解读|一图读懂|图解)[::：].{0,120}"
)


def _without_pointers(lines: list[str]) -> list[str]:
    """`lines` without those at their ends that only point to other pages: 相关附件, 政策解读:…."""
    first, last = 0, len(lines)
    while first < last and _POINTER.fullmatch(lines[first]):
        first += 1
    while last > first and _POINTER.fullmatch(lines[last - 1]):
        last -= 1
    return lines[first:last]


def _decoded(content: bytes, *, name: str) -> str:
    """The page as text, by its declared encoding where that fits, gb2312 read as its superset."""
    declared = _DECLARED.search(content[:4096])
    if declared and content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = declared[1].decode("ascii").lower()
        encoding = (
            "gb18030" if encoding in {"gb2312", "gbk"} else "utf-8-sig" if encoding in {"utf-8", "utf8"} else encoding
        )
        with suppress(UnicodeDecodeError, LookupError):
            return content.decode(encoding).replace("\x00", "")
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig").replace("\x00", "")
    return decode_text(content, name=name).replace("\x00", "")


def _is_hidden(element: Any) -> bool:  # noqa: ANN401 - an XML element
    if not isinstance(element.tag, str):
        return False
    style = (element.get("style") or "").replace(" ", "").lower()
    return ("display:none" in style or element.get("hidden") is not None) and element.tag not in {"body", "html"}


def _prose(tree: Any) -> dict[Any, int]:  # noqa: ANN401 - an XML element
    """The characters of prose that stand in each block itself; blocks without any are left out."""
    found = {}
    for block, text, linked in block_texts(tree):
        words = re.sub(r"\s+", "", text)
        if len(words) >= 6 and _PROSE.search(words) and linked <= 0.5 * len(words) and not _NO_PROSE.search(words):
            found[block] = len(words)
    return found


def _body(tree: Any, own: dict[Any, int]) -> Any:  # noqa: ANN401 - an XML element
    """The element that holds the document, None where no element but the whole page holds nearly all prose."""
    total = sum(own.values())
    prose: dict[Any, int] = {}
    for block, length in own.items():
        for above in (block, *block.iterancestors()):
            prose[above] = prose.get(above, 0) + length
    order = {element: index for index, element in enumerate(tree.iter())}
    held = sorted((item for item in prose if item.tag in _CONTAINERS), key=lambda item: order[item])
    named = [item for item in held if _is_named(item) and prose[item] >= _KNOWN_SHARE * total]
    if named:
        most = max(prose[item] for item in named)
        return next(item for item in reversed(named) if prose[item] == most)
    enough = [item for item in held if prose[item] >= _UNKNOWN_SHARE * total and item.tag in BLOCKS]
    return enough[-1] if enough else None


def _is_named(element: Any) -> bool:  # noqa: ANN401 - an XML element
    names = [element.tag, element.get("id") or "", *(element.get("class") or "").split()]
    return any(_BODY_NAMES.match(name) for name in names)


def _attachments(tree: Any) -> Iterator[str]:  # noqa: ANN401 - an XML element
    """The files that a page links to, `name address` each."""
    for link in tree.iter("a"):
        address = (link.get("href") or "").strip()
        try:
            path = urlparse(address).path
        except ValueError:
            continue
        if PurePosixPath(path).suffix.lower() in _ATTACHED:
            words = " ".join(link.text_content().split())
            yield f"{words or PurePosixPath(path).name} {address}"
