"""The parts of the page: texts, the ledger as tables, documents to read, what to ask next, quality."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.answers import Status
from ingest.kinds import READ, Kind
from ui.difference_pages import differences_html, marked_words
from ui.document_pages import contents_html, document_html, find_words
from ui.feedback import Rating, Reason, feedback_on
from ui.managing_pages import feedback_html, ingested_html, kinds_html
from ui.owner_tables import Filter, How, filtered, matrix_html, office_counts, owners_html, read_filter
from ui.page_texts import page_texts, read_pairs
from ui.quality_pages import quality_html, read_evaluations
from ui.suggesting import choices, next_questions
from ui.surroundings import surroundings
from vectorstore.indexing import IngestRow, Outcome

TEXTS = page_texts(english=False)
MARKUP = "<script>alert('1')</script>\"<img src=x onerror=alert(1)>"


def shown(html: str) -> str:
    """The text of a piece of HTML, as a reader sees it."""
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))


def test_every_text_is_there_in_both_languages() -> None:
    pairs = read_pairs()
    assert all(chinese and english for chinese, english in pairs.values())
    assert not [
        name
        for name, (_, english) in pairs.items()
        if re.search(r"[\u4e00-\u9fff]", english) and name not in CHINESE_ON_PURPOSE
    ]


CHINESE_ON_PURPOSE = {"other_language", "owners.text_placeholder"}


def test_every_text_that_is_asked_for_is_in_the_table() -> None:
    names = set()
    for path in (Path(__file__).parent.parent / "ui").rglob("*.py"):
        names |= set(re.findall(r"""texts\[\\?["']([a-z_.]+)["']\]""", path.read_text("utf-8")))
    assert len(names) > 60
    assert names <= read_pairs().keys()


@pytest.mark.parametrize(
    ("chosen", "count"),
    [(Filter(), 26), (Filter(("区教育局", "区财政局")), 2), (Filter(("区教育局",), How.ALONE), 5), (Filter(text="联想专班"), 1),
     (Filter(("区人社局",), How.JOINT), 9), (Filter(document="putuo-2021", text="职业院校 企业"), None)],
)  # fmt: skip
def test_a_filter_lets_through_what_it_says(assistant: Assistant, chosen: Filter, count: int | None) -> None:
    rows = filtered(assistant, chosen)
    expected = [
        row for row in assistant.tasks()
        if all(name in row.departments for name in chosen.offices)
        and (chosen.how is How.ANY or (len(row.assignments) == 1) is (chosen.how is How.ALONE))
        and all(word in row.label + row.heading + row.text + "、".join(row.departments) for word in chosen.text.split())
    ]  # fmt: skip
    assert [row.clause_id for row in rows] == [row.clause_id for row in expected]
    assert count is None or len(rows) == count


def test_the_address_of_a_filter_leads_back_to_it() -> None:
    chosen = Filter(("区教育局", "区&局"), How.ALONE, "a b", '"<x>')
    from urllib.parse import parse_qs

    assert read_filter(parse_qs(chosen.query(tab="owners"))) == chosen
    assert read_filter({"how": ["nonsense"], "department": []}) == Filter()


def test_the_matrix_counts_what_the_ledger_holds(assistant: Assistant) -> None:
    rows = filtered(assistant, Filter())
    counts = office_counts(rows)
    assert {one.name: one.tasks for one in counts if not one.collective} == {
        office.name: count for office, count in assistant.index.ledger.counts()
    }
    assert counts[-1].collective
    html = matrix_html(rows, TEXTS)
    assert html.count('class="joint"') + html.count('class="alone"') == sum(len(row.assignments) for row in rows)
    assert html.count("<tr>") == len(counts) + 1


def test_no_text_of_a_row_or_filter_becomes_markup(assistant: Assistant) -> None:
    row = filtered(assistant, Filter())[0]
    printed = replace(row.assignments[0], printed=MARKUP)
    hostile = replace(row, text=MARKUP, heading=MARKUP, label=MARKUP, clause_id=MARKUP, document_id=MARKUP, document=MARKUP,
                      assignments=(printed,))  # fmt: skip
    for html in (owners_html([hostile, row], Filter((MARKUP,), text=MARKUP), TEXTS), matrix_html([hostile], TEXTS)):
        assert "<script" not in html
        assert "<img" not in html


def test_a_document_is_shown_whole_with_its_tasks_and_measures(assistant: Assistant) -> None:
    document, root = assistant.index.document("putuo-2021"), assistant.index.clauses("putuo-2021")
    html = document_html(document, root, TEXTS)
    body = re.sub(r'<aside class="margin">.*?</aside>|<a class="anchor".*?</a>', "", html.partition("</header>")[2])
    assert re.sub(r"\s", "", shown(body)) == re.sub(r"\s", "", document.text)
    assert html.count('class="owners-note"') == 26
    assert html.count('class="measure-note"') == len(document.measures)
    assert len(re.findall(r'<section id="s2\.p2\.i3"', html)) == 1
    tree = contents_html(document, root, TEXTS)
    assert "推动“引企入校”改革" in shown(tree)


def test_found_words_are_marked_wherever_they_stand(assistant: Assistant) -> None:
    document, root = assistant.index.document("putuo-2021"), assistant.index.clauses("putuo-2021")
    found = find_words(document.text, "职业")
    html = document_html(document, root, TEXTS, found=found)
    assert html.count("<mark>") == len(found) == document.text.count("职业")
    assert find_words(document.text, " ") == ()
    assert find_words("a.b", "a.b") == find_words("a.b", "A.B") != ()
    assert find_words("axb", "a.b") == ()


def test_differences_stand_side_by_side_with_exactly_the_changed_words_marked(assistant: Assistant) -> None:
    document = assistant.index.document("putuo-2021")
    changed = document.text.replace("按投资额的30%比例", "按投资额的<b>50%比例")
    changed = changed.replace("(责任部门:区发改委、区教育局)", "(责任部门:区发改委、区科委)", 1)
    other = replace(document, text=changed, title=MARKUP)
    html = differences_html(document, other, ("甲", MARKUP), TEXTS)
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    (row,) = [row for row in rows if "投资额" in row]
    before, after = re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
    assert re.findall(r"<del>(.*?)</del>", before) == ["30%"]
    assert re.findall(r"<ins>(.*?)</ins>", after) == ["&lt;b&gt;50%"]
    assert "<script" not in html
    assert MARKUP in shown(html)
    (owners,) = [row for row in rows if "区科委</ins>" in row]
    assert "<del>区教育局</del>" in owners
    assert "没有差异" in differences_html(document, document, ("甲", "乙"), TEXTS)


def test_added_and_removed_clauses_stand_on_one_side_alone(assistant: Assistant) -> None:
    document = assistant.index.document("putuo-2021")
    clause = assistant.index.clause("putuo-2021", "s3.i2").span.slice(document.text)
    without = replace(document, text=document.text.replace(clause, ""))
    for pair, tag, empty in (((document, without), "del", 1), ((without, document), "ins", 0)):
        html = differences_html(*pair, ("甲", "乙"), TEXTS)
        (row,) = [row for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL) if "30%" in row]
        cells = re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
        assert cells[empty] == ""
        assert cells[1 - empty].startswith(f"<{tag}>")


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [("共10家", "共15家", "共<del>10</del>家", "共<ins>15</ins>家"), ("同", "同", "同", "同"), ("", "加", "", "<ins>加</ins>"),
     ("甲一乙", "丙一丁", "<del>甲一乙</del>", "<ins>丙一丁</ins>")],
)  # fmt: skip
def test_words_are_marked_as_wholes(before: str, after: str, left: str, right: str) -> None:
    assert marked_words(before, after) == (left, right)


def test_every_kind_that_is_read_is_named_where_files_are_uploaded() -> None:
    refused = {Kind.ENCRYPTED_OFFICE, Kind.ARCHIVE}
    assert set(READ) == set(Kind) - refused
    assert all(ending in kinds_html(TEXTS) for endings in READ.values() for ending in endings)


QUESTIONS = (
    "推广“联想专班”这类教学模式是哪个部门的事?", "区教育局有哪些任务?", "我们是产教融合型企业,投资办职业教育能抵免多少?", "申请抵免要交哪些材料?",
    "“加强组织领导”是怎么规定的?", "三3", "Which office promotes the vocational education alliance?", "这个方案是谁印发的,管到哪一年?",
    "建设区级校企合作基地由哪些部门负责?", "培育几家企业?",
)  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_suggested_next_can_be_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    suggested = next_questions(answer, assistant.index)
    assert suggested
    assert question not in suggested
    for following in suggested:
        assert assistant.answer(following, history=[question]).status in {Status.ANSWERED, Status.PARTIAL}, following


def test_each_choice_of_a_question_back_is_answered(assistant: Assistant) -> None:
    answer = assistant.answer("第1条")
    offered = choices(answer)
    assert len(offered) >= 3
    for _, question in offered:
        assert assistant.answer(question, history=["第1条"]).status is Status.ANSWERED, question
    assert choices(assistant.answer("区教育局有哪些任务?")) == ()
    assert next_questions(assistant.answer("今天天气怎么样?"), assistant.index) == ()


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_surroundings_of_a_quote_are_verbatim_and_hold_it(assistant: Assistant, question: str) -> None:
    for citation in assistant.answer(question).citations:
        where = surroundings(assistant.index, citation)
        source = assistant.index.document(citation.document_id).text
        assert source[where.start : where.start + len(where.text)] == where.text
        assert where.text[citation.start - where.start : citation.end - where.start] == citation.quote
        assert len(where.text) >= len(citation.quote)
        assert len(set(where.path)) == len(where.path)


def test_the_quality_is_that_of_the_baseline_and_compared_where_a_run_is_kept(tmp_path: Path) -> None:
    alone = read_evaluations(tmp_path / "report.json")
    assert alone.latest is not None
    assert alone.before is None
    html = quality_html(alone, TEXTS)
    assert f"{alone.latest['overall']['right']}/{alone.latest['overall']['of']}" in html
    (tmp_path / "report.json").write_text(
        (Path(__file__).parent.parent / "eval" / "baseline.json").read_text("utf-8"), "utf-8"
    )
    compared = quality_html(read_evaluations(tmp_path / "report.json"), TEXTS)
    assert "+0.0" in compared
    (tmp_path / "report.json").write_text("{", "utf-8")
    assert read_evaluations(tmp_path / "report.json").latest == alone.latest


def test_names_of_files_and_feedback_are_text_for_editors(assistant: Assistant) -> None:
    rows = [IngestRow(f"/tmp/{MARKUP}.txt", "", Outcome.REFUSED, MARKUP)]  # noqa: S108 - never opened
    answer = replace(assistant.answer("区教育局有哪些任务?"), question=MARKUP)
    entry = feedback_on(answer, 1, rating=Rating.WRONG, reason=Reason.UNCLEAR, comment=MARKUP)
    for html in (ingested_html(rows, TEXTS), feedback_html([entry], TEXTS)):
        assert "<script" not in html
        assert "<img" not in html
    assert MARKUP in shown(feedback_html([entry], TEXTS))
    assert "没有反馈" in feedback_html([replace(entry, reviewed=True)], TEXTS)
