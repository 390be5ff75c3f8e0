"""Answers as HTML: every text is text, the quoted words are marked, markers lead to their clause."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.answers import Answer, Citation, Eligibility, Statement, Status, Verdict
from ingest.documents import Span
from ui.page_texts import page_texts
from ui.rendering import answer_html, error_html, marked_clause, question_html
from ui.surroundings import NOWHERE, Surroundings

TEXTS = page_texts(english=False)
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&<b>**x**"
CITATION = Citation(
    marker=1, document_id="d", document="文件", clause_id="s1.i2", label="一2", heading="标题",
    text="第一句。第二句说了五十。第三句。", quote="第二句说了五十。", start=10, end=18, url="https://example.gov.cn/a",
)  # fmt: skip
ANSWER = Answer(
    id="a1", question="问?", status=Status.ANSWERED, language="zh", statements=(Statement("第二句说了五十。", (1,)),),
    citations=(CITATION,), notices=("提示",),
)  # fmt: skip


class Page(HTMLParser):
    """The elements of a piece of HTML: tags with their attributes, and the text inside marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marked: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))
        if tag == "mark":
            self._inside = True
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave a mark."""
        if tag == "mark":
            self._inside = False

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data
        if self._inside:
            self.marked[-1] += data


def every_text_hostile() -> Answer:
    citation = replace(
        CITATION, document=MARKUP, clause_id=MARKUP, label=MARKUP, heading=MARKUP, text=f"前{MARKUP}后", quote=MARKUP
    )
    return replace(
        ANSWER, id=MARKUP, language=MARKUP, engine=MARKUP, statements=(Statement(MARKUP, (1,)),), citations=(citation,),
        notices=(MARKUP,), eligibility=Eligibility(Verdict.UNDECIDED, (), (MARKUP,)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "html",
    [
        answer_html(every_text_hostile(), texts=TEXTS),
        answer_html(
            every_text_hostile(),
            texts=TEXTS,
            name=MARKUP,
            choices=((MARKUP, MARKUP),),
            following=(MARKUP,),
            around=lambda _: Surroundings((MARKUP,), f"前{MARKUP}后", 9, Span(10, 20)),
        ),
        question_html(MARKUP),
        error_html(MARKUP),
    ],
    ids=["answer", "complete answer", "question", "error"],
)
def test_no_text_becomes_markup(html: str) -> None:
    page = Page(html)
    assert not {tag for tag, _ in page.tags} & {"script", "img"}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert MARKUP in page.text


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    page = Page(answer_html(replace(ANSWER, citations=(replace(CITATION, url="javascript:alert(1)"),)), texts=TEXTS))
    assert not [
        attributes for tag, attributes in page.tags if tag == "a" and "javascript" in str(attributes.get("href"))
    ]


def test_exactly_the_quoted_words_are_marked() -> None:
    page = Page(answer_html(ANSWER, texts=TEXTS))
    assert page.marked == [CITATION.quote]
    assert CITATION.text in page.text


def test_the_quoted_words_are_marked_in_their_surroundings_by_their_offsets() -> None:
    text = "第二句说了五十。前文。第一句。第二句说了五十。第三句。后文。"
    start = 100
    at = text.index("第二句", 5)
    cited = replace(CITATION, start=start + at, end=start + at + len(CITATION.quote))
    where = Surroundings(("一 标题",), text, start, Span(start + 11, start + 27))
    page = Page(marked_clause([cited], where))
    assert page.text == text
    assert page.marked == [CITATION.quote]
    assert [tag for tag, _ in page.tags] == ["span", "mark", "span"]


def test_each_marked_stretch_names_the_markers_it_belongs_to() -> None:
    other = replace(CITATION, marker=2, quote="五十。第三句", start=14, end=20)
    page = Page(marked_clause([CITATION, other], NOWHERE))
    marks = [attributes["data-markers"] for tag, attributes in page.tags if tag == "mark"]
    assert marks == ["1", "1 2", "2"]


def test_citations_of_one_clause_share_a_card_with_all_their_words_marked() -> None:
    other = replace(CITATION, marker=2, quote="第三句。", start=18, end=22)
    page = Page(answer_html(replace(ANSWER, citations=(other, CITATION)), texts=TEXTS))
    assert page.marked == ["第二句说了五十。", "第三句。"]
    assert [tag for tag, _ in page.tags].count("article") == 1
    assert page.text.count(CITATION.text) == 1


def test_overlapping_quotes_are_marked_once_and_no_character_is_lost() -> None:
    whole = replace(CITATION, quote=CITATION.text)
    inner = replace(CITATION, marker=2)
    across = replace(CITATION, marker=3, quote="五十。第三句")
    for cited in ([whole, inner], [inner, across], [across, inner, whole]):
        page = Page(marked_clause(cited, NOWHERE))
        assert page.text == CITATION.text
        assert all(item.quote in "".join(page.marked) for item in cited)


def test_words_outside_the_passage_are_shown_before_it() -> None:
    page = Page(marked_clause([replace(CITATION, quote="(责任部门:区教育局)")], NOWHERE))
    assert page.marked == ["(责任部门:区教育局)"]
    assert CITATION.text in page.text


def test_each_marker_leads_to_an_element_of_the_same_answer() -> None:
    cited = (CITATION, replace(CITATION, marker=2, clause_id="s1.i3"))
    page = Page(answer_html(replace(ANSWER, citations=cited), texts=TEXTS, name="n-1"))
    targets = {attributes.get("id") for _, attributes in page.tags}
    links = [str(attributes["href"]) for _, attributes in page.tags if attributes.get("class") == "marker"]
    assert links
    assert all(link.removeprefix("#") in targets for link in links)


def test_only_a_complete_answer_that_is_kept_can_be_rated_and_copied() -> None:
    def buttons(html: str) -> set[str | None]:
        return {attributes.get("class") for tag, attributes in Page(html).tags if tag == "button"}

    assert {"rate", "copy"} <= buttons(answer_html(ANSWER, texts=TEXTS, name="n"))
    assert not {"rate", "copy"} & buttons(answer_html(ANSWER, texts=TEXTS, name="n", growing=True))
    assert not {"rate", "copy"} & buttons(answer_html(ANSWER, texts=TEXTS))


@pytest.mark.parametrize("status", list(Status))
def test_status_and_notices_are_visible_in_both_languages(status: Status) -> None:
    pages = [
        Page(answer_html(replace(ANSWER, status=status), texts=page_texts(english=value))) for value in (False, True)
    ]
    chinese, english = pages
    assert "提示" in chinese.text
    assert chinese.text != english.text
    badge = next(attributes for _, attributes in chinese.tags if str(attributes.get("class")).startswith("status"))
    assert str(status) in str(badge["class"]).split()
