"""Answers as HTML: every text is text, the quoted words are marked, markers lead to their clause."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.answers import Answer, Citation, Eligibility, Statement, Status, Verdict
from ui.rendering import OPEN_CARDS, answer_html, error_html, marked_passage, question_html

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
    [answer_html(every_text_hostile()), question_html(MARKUP), error_html(MARKUP)],
    ids=["answer", "question", "error"],
)
def test_no_text_becomes_markup(html: str) -> None:
    page = Page(html)
    assert not {tag for tag, _ in page.tags} & {"script", "img"}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert MARKUP in page.text


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    page = Page(answer_html(replace(ANSWER, citations=(replace(CITATION, url="javascript:alert(1)"),))))
    assert not [
        attributes for tag, attributes in page.tags if tag == "a" and "javascript" in str(attributes.get("href"))
    ]


def test_exactly_the_quoted_words_are_marked() -> None:
    page = Page(answer_html(ANSWER))
    assert page.marked == [CITATION.quote]
    assert CITATION.text in page.text


def test_citations_of_one_clause_share_a_card_with_all_their_words_marked() -> None:
    other = replace(CITATION, marker=2, quote="第三句。", start=18, end=22)
    page = Page(answer_html(replace(ANSWER, citations=(other, CITATION))))
    assert page.marked == ["第二句说了五十。", "第三句。"]
    assert [tag for tag, _ in page.tags].count("details") == 1
    assert page.text.count(CITATION.text) == 1


def test_overlapping_quotes_are_marked_once_and_no_character_is_lost() -> None:
    whole = replace(CITATION, quote=CITATION.text)
    inner = replace(CITATION, marker=2)
    across = replace(CITATION, marker=3, quote="五十。第三句")
    for cited in ([whole, inner], [inner, across], [across, inner, whole]):
        page = Page(marked_passage(cited))
        assert page.text == CITATION.text
        assert all(item.quote in "".join(page.marked) for item in cited)


def test_words_outside_the_passage_are_shown_before_it() -> None:
    page = Page(marked_passage([replace(CITATION, quote="(责任部门:区教育局)")]))
    assert page.marked == ["(责任部门:区教育局)"]
    assert CITATION.text in page.text


def test_each_marker_leads_to_an_element_of_the_same_answer() -> None:
    page = Page(answer_html(replace(ANSWER, citations=(CITATION, replace(CITATION, marker=2, clause_id="s1.i3")))))
    targets = {attributes.get("id") for _, attributes in page.tags}
    links = [str(attributes["href"]) for tag, attributes in page.tags if attributes.get("class") == "marker"]
    assert links
    assert all(link.removeprefix("#") in targets for link in links)


@pytest.mark.parametrize(("clauses", "unfolded"), [(OPEN_CARDS, True), (OPEN_CARDS + 1, False)])
def test_few_clauses_are_unfolded_and_many_are_not(clauses: int, unfolded: bool) -> None:
    cited = tuple(replace(CITATION, marker=number, clause_id=f"s{number}") for number in range(1, clauses + 1))
    page = Page(answer_html(replace(ANSWER, citations=cited)))
    cards = [attributes for tag, attributes in page.tags if tag == "details"]
    assert len(cards) == clauses
    assert all(("open" in card) is unfolded for card in cards)


@pytest.mark.parametrize("status", list(Status))
def test_status_and_notices_are_visible_in_both_languages(status: Status) -> None:
    chinese, english = (Page(answer_html(replace(ANSWER, status=status), english=value)) for value in (False, True))
    assert "提示" in chinese.text
    assert chinese.text != english.text
    badge = next(attributes for _, attributes in chinese.tags if str(attributes.get("class")).startswith("status"))
    assert str(status) in str(badge["class"]).split()
