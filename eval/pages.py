"""How well saved government pages are read: `python -m eval.pages --data DIR`.

The check shares no code with the reader: the body is taken from the page by the element that its site uses, chosen by
hand for each site after looking at its pages, as plain text without scripts and without paragraphs that only point to
explanations elsewhere (政策解读, 相关附件 with nothing below). Kept is the share of the body's runs of three characters
that stand in the stored text, foreign the share of the stored text's runs that stand neither in the body nor in the
page's title; a cell over several rows, which the reader repeats in each, is not foreign. A page without such an
element is a list of links, and right is to refuse it. Title and day are held against the page's meta tags, the number
against the one that the body begins with; what the reader found is printed beside it, to be read by a person.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.documents import Document
from ingest.loading import Loaded, load_documents

# By site: gz.gov.cn, thnet.gov.cn, rsj and scjgj; normative documents of gz.gov.cn; gkmlpt; yuexiu; zengcheng.
BODIES = (
    "//*[@id='zoomcon']",
    "//*[@id='info_cont']",
    "//div[@class='article-content']",
    "//div[@class='newsMain']",
    "//*[@id='detailCon']",
)
LEAST_KEPT, MOST_FOREIGN = 0.98, 0.01
_POINTER = re.compile(r"(?:点击查看)?政策解读[::：]|一图读懂[::：]")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}〔20\d\d〕\d+号")


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page: shares of its body kept and of its text foreign, None for a page without a body, and its misses."""

    name: str
    kept: float | None
    foreign: float | None
    misses: tuple[str, ...]
    document: Document | None


def measure_page(loaded: Loaded) -> PageResult:
    """What became of one page, against the element that its site keeps the body in."""
    import trafilatura

    tree: Any = trafilatura.load_html(loaded.file.read_bytes().decode("utf-8"))
    found = next((hit[0] for path in BODIES if (hit := tree.xpath(path))), None)
    document = loaded.document
    if found is None or document is None:
        wrong = () if found is None and document is None else (loaded.reason or "read, but it has no body",)
        return PageResult(loaded.file.stem, None, None, wrong, document)
    for pointer in found.xpath(".//p"):
        if _POINTER.match(_squeezed(pointer.text_content())):
            pointer.clear()
    body = _squeezed("".join(found.xpath(".//text()[not(parent::script) and not(parent::style)]"))).removesuffix(
        "相关附件"
    )
    title = _meta(tree, "ArticleTitle")
    kept = _share(_runs(body), _runs(_squeezed(document.text)))
    foreign = _foreign_share(_squeezed(document.text), body + _squeezed(title))
    return PageResult(loaded.file.stem, kept, foreign, tuple(_misses(tree, document, body, title)), document)


def _misses(tree: Any, document: Document, body: str, title: str) -> Iterator[str]:  # noqa: ANN401 - an XML element
    if _squeezed(document.title) not in _squeezed(title) and _squeezed(title) not in _squeezed(document.title):
        yield f"title: {document.title!r}, the page says {title!r}"
    published = _meta(tree, "PubDate")[:10]
    if published and document.origin.published_on != published:
        yield f"day: {document.origin.published_on!r}, the page says {published!r}"
    printed = _NUMBER.match(body)
    if printed and document.number != printed[0]:
        yield f"number: {document.number!r}, the page says {printed[0]!r}"


def _meta(tree: Any, name: str) -> str:  # noqa: ANN401 - an XML element
    return str(next(iter(tree.xpath(f"//meta[@name='{name}']/@content")), ""))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u3000\xa0\u200b]+", "", text)


def _runs(text: str) -> Counter[str]:
    return Counter(text[start : start + 3] for start in range(len(text) - 2))


def _share(wanted: Counter[str], given: Counter[str]) -> float:
    return (wanted & given).total() / max(1, wanted.total())


def _foreign_share(text: str, own: str) -> float:
    known = _runs(own)
    return sum(count for run, count in _runs(text).items() if run not in known) / max(1, len(text) - 2)


def main(arguments: list[str] | None = None) -> int:
    """Print a row for each page and the totals; 1 when a page is below the bounds or has a miss."""
    parser = argparse.ArgumentParser(description="How well saved government pages are read.")
    parser.add_argument("--data", type=Path, required=True, help="a folder of saved pages (.html)")
    folder: Path = parser.parse_args(arguments).data
    results = [measure_page(item) for item in load_documents(sorted(folder.glob("*.html")))]
    for result in results:
        sys.stdout.write(f"{_row(result)}\n" + "".join(f"    {miss}\n" for miss in result.misses))
    measured = [(item.kept, item.foreign) for item in results if item.kept is not None and item.foreign is not None]
    kept, foreign = min((pair[0] for pair in measured), default=0.0), max((pair[1] for pair in measured), default=0.0)
    misses = sum(len(item.misses) for item in results)
    sys.stdout.write(
        f"{len(results)} pages, {len(measured)} with a body: least kept {kept:.2%}, most foreign {foreign:.2%}, {misses} misses\n"
    )
    return int(kept < LEAST_KEPT or foreign > MOST_FOREIGN or bool(misses))


def _row(result: PageResult) -> str:
    document = result.document
    if document is None or result.kept is None or result.foreign is None:
        return f"{result.name}: no body, {'refused' if document is None else 'read'}"
    facts = (document.title, document.number or "-", document.issued_on or "-", document.origin.published_on or "-",
             "、".join(document.issuers) or "-")  # fmt: skip
    return f"{result.name}: kept {result.kept:.2%}, foreign {result.foreign:.2%} | " + " | ".join(map(str, facts))


if __name__ == "__main__":
    sys.exit(main())
