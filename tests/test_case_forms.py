"""Facts shown back and corrected, the self-check measure by measure, its sheet, and what staff see of a model's work."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.facts import FACTS
from ingest.errors import UsageError
from ui.case_forms import case_form_html
from ui.conversing_pages import ConversingPage, Shown, Turn
from ui.feedback import FeedbackStore
from ui.given import GivenAnswers
from ui.journals import Journal
from ui.page_texts import page_texts
from ui.printing import Block, Heading, Points, Rows, Words, print_page
from ui.services import Services, build_interfaces
from ui.sessions import COOKIE, Editors
from ui.tabs.check_tab import check_html
from ui.trace_pages import trace_html

TEXTS = page_texts(english=False)
MARKUP = "<script>alert('1')</script>\"<img src=x onerror=alert(1)>"
CLAIM = "我们是普陀区的软件公司,投资办职业教育,能享受30%抵免吗?"


def shown(html: str) -> str:
    """The text of a piece of HTML, as a reader sees it."""
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))


@pytest.fixture
def services(assistant: Assistant, tmp_path: Path) -> Iterator[Services]:
    journal = Journal(tmp_path)
    yield Services(assistant, GivenAnswers(), FeedbackStore(tmp_path), Editors("secret"), journal)
    journal.close()


@pytest.fixture
def conversing(services: Services) -> ConversingPage:
    return ConversingPage(services, TEXTS)


def visitor(token: str = "") -> gr.Request:
    """A request with the cookies of a visitor."""
    return cast("gr.Request", SimpleNamespace(cookies={COOKIE: token} if token else {}))


def last(shown_states: Iterator[Shown]) -> list[Turn]:
    """The turns after the last state of a stream."""
    *_, (_, turns, _) = shown_states
    answered: list[Turn] = turns
    return answered


def fields(html: str) -> dict[str, str]:
    """The fields of a form and their chosen values."""
    selects = re.findall(r'<select name="(\w+)">(.*?)</select>', html)
    chosen = {name: "".join(re.findall(r'value="(\w*)" selected', options)) for name, options in selects}
    return {**chosen, **dict(re.findall(r'<input type="number" name="(\w+)"[^>]*value="([^"]*)"', html))}


def told(html: str, **facts: str) -> str:
    """What the script sends for the form of an answer with some fields changed."""
    name = re.findall(r'<form class="case"[^>]*data-answer="([^"]+)"', html)[-1]
    return json.dumps({"answer": name, "facts": {**fields(html), **facts}})


def test_facts_are_shown_back_and_what_is_asked_has_a_field(conversing: ConversingPage) -> None:
    html = last(conversing.ask(CLAIM, [], visitor()))[-1].html
    assert fields(html) == {
        "kind": "enterprise",
        "runs_vocational_education": "yes",
        "in_district": "yes",
        "recognised": "",
    }
    assert "贵单位是否已被认定为产教融合型企业" in shown(html)


def test_an_added_fact_decides_a_corrected_one_decides_again_and_later_questions_know_both(
    conversing: ConversingPage, services: Services
) -> None:
    turns = last(conversing.ask(CLAIM, [], visitor()))
    turns = last(conversing.correct(told(turns[-1].html, recognised="yes"), turns, visitor()))
    assert 'class="verdict meets"' in turns[-1].html
    assert shown(turns[-1].question) == "我的情况:产教融合型企业:已认定"
    turns = last(conversing.correct(told(turns[-1].html, runs_vocational_education="no"), turns, visitor()))
    assert 'class="verdict does_not"' in turns[-1].html
    turns = last(conversing.ask("那这项抵免我们到底能不能享受?", turns, visitor()))
    assert turns[-1].facts == {"recognised": "yes", "runs_vocational_education": "no"}
    assert 'class="verdict does_not"' in turns[-1].html
    name = re.findall(r'data-answer="([^"]+)"', turns[1].html)[0]
    words = {fact.name: fact.words for fact in services.given.find_check(name).facts}
    assert words["kind"]  # what was not corrected keeps the user's own words
    assert words["recognised"] == ""
    repeated = last(conversing.again(turns[:2], visitor()))
    assert len(repeated) == 2
    assert 'class="verdict meets"' in repeated[-1].html
    assert conversing.edit(turns[:2])[0] == ""


def test_a_new_case_drops_what_was_chosen_by_hand(conversing: ConversingPage) -> None:
    turns = last(conversing.ask(CLAIM, [], visitor()))
    turns = last(conversing.correct(told(turns[-1].html, recognised="yes"), turns, visitor()))
    turns = last(conversing.ask("换一家企业,还没有被认定,能享受抵免吗?", turns, visitor()))
    assert turns[-1].facts == {}


@pytest.mark.parametrize(
    ("sent", "says"),
    [("", "reload"), ("[1]", "reload"), ('{"answer": "x"}', "reload"), ('{"answer": "x", "facts": {}}', "no longer kept"),
     ('{"answer": "x", "facts": 3}', "reload")],
)  # fmt: skip
def test_what_is_no_form_is_refused_in_place(conversing: ConversingPage, sent: str, says: str) -> None:
    turns = last(conversing.correct(sent, [], visitor()))
    assert says in turns[-1].html
    assert "error" in turns[-1].html


def test_a_value_that_a_fact_cannot_have_is_refused(conversing: ConversingPage) -> None:
    turns = last(conversing.ask(CLAIM, [], visitor()))
    turns = last(conversing.correct(told(turns[-1].html, recognised=MARKUP), turns, visitor()))
    assert "one of" in turns[-1].html
    assert "<script" not in turns[-1].html


@pytest.mark.parametrize(("recognised", "state"), [("yes", "met"), ("no", "not_met"), ("", "not_stated")])
def test_the_self_check_is_answered_condition_by_condition(services: Services, recognised: str, state: str) -> None:
    facts = {"kind": "enterprise"} | ({"recognised": recognised} if recognised else {})
    html = check_html(facts, "surcharge-offset", services, TEXTS)
    rows = re.findall(r'<li class="(\w+)"><b>.*?</b><span>([^<]*)</span>', html)
    assert ("met", "是企业") in rows
    assert (state, "已是产教融合型企业") in rows
    assert "30%" in shown(html)


def test_conditions_stand_below_their_measure_with_their_own_clause(services: Services) -> None:
    html = check_html({"kind": "enterprise", "recognised": "no"}, "", services, TEXTS)
    name = re.findall(r"/api/sheet\?answer=([\w-]+)", html)[0]
    check = services.given.find_check(name)
    parts = dict(
        re.findall(r'<details class="measure[^>]*><summary><span class="name">(.*?)</span>(.*?)</details>', html)
    )
    assert len(parts) == len(check.judged) > 5
    cited = {citation.marker: citation for citation in check.answer.citations}
    for item in check.judged:
        part = parts[item.measure.title]
        rows = re.findall(r'<li class="(\w+)"><b>.*?</b><span>([^<]*)</span><span><a[^>]*>\[(\d+)\]', part)
        assert [(state, unescape(text)) for state, text, _ in rows] == [
            (j.state, j.condition.text) for j in item.conditions
        ]
        assert all(cited[int(marker)].quote == j.condition.quote
                   for (_, _, marker), j in zip(rows, item.conditions, strict=True))  # fmt: skip
    assert set(re.findall(r'class="marker" href="#([^"]+)"', html)) <= set(re.findall(r'<span id="([^"]+)">', html))


def test_a_form_with_facts_that_are_not_known_is_refused(services: Services) -> None:
    with pytest.raises(UsageError):
        check_html({"kind": MARKUP}, "", services, TEXTS)


def test_the_sheet_is_had_as_word_and_as_a_page_to_print(services: Services) -> None:
    client = TestClient(build_interfaces(FastAPI(), services))
    check_html({"kind": "enterprise", "amount": "800"}, "surcharge-offset", services, TEXTS)
    check = services.assistant.check_eligibility(
        {"kind": "enterprise", "amount": "800"}, measure_ids=["surcharge-offset"]
    )
    services.given.keep("n1", check)
    page = client.get("/api/sheet", params={"answer": "n1", "format": "html"})
    assert page.headers["content-type"].startswith("text/html")
    text = re.sub(r"\s", "", shown(page.text))
    assert all(re.sub(r"\s", "", citation.text) in text for citation in check.answer.citations)
    assert "800万元×30%=240万元" in text
    word = client.get("/api/sheet", params={"answer": "n1"})
    assert word.content.startswith(b"PK")
    assert client.get("/api/sheet", params={"answer": "gone"}).status_code == 400
    services.given.keep("n2", services.assistant.answer("区总工会负责哪些任务?"))
    assert "no measure" in client.get("/api/sheet", params={"answer": "n2"}).json()["error"]["message"]
    printed = client.get("/api/conversation", params={"answer": "n2", "format": "html"})
    assert "区总工会" in shown(printed.text)


def test_no_text_becomes_markup_on_paper(services: Services) -> None:
    blocks: list[Block] = [Heading(MARKUP, 0), Words(MARKUP), Points((MARKUP,)), Rows((MARKUP,), ((MARKUP,),), (1.0,))]
    html = print_page(blocks, language="zh", button="print").partition("<body>")[2]
    assert html.count("<script") == 1
    assert "<img" not in html
    answer = replace(services.assistant.answer("区总工会负责哪些任务?"), question=MARKUP)
    services.given.keep("n", answer)
    client = TestClient(build_interfaces(FastAPI(), services))
    assert "<img" not in client.get("/api/conversation", params={"answer": "n", "format": "html"}).text


def test_every_fact_and_choice_has_a_field_in_both_languages(services: Services) -> None:
    values = {fact.name: fact.choices[0].value if fact.choices else "5" for fact in FACTS}
    check = services.assistant.check_eligibility(values)
    for english in (False, True):
        assert fields(case_form_html(check, "n", page_texts(english=english))) == values
    assert case_form_html(replace(check, judged=()), "n", TEXTS) == ""


def test_staff_see_every_decision_of_a_model_and_visitors_none(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = (
        {"step": "prompt", "passages": 3, "tokens": 900},
        {
            "step": "statement",
            "accepted": True,
            "text": "甲",
            "evidence": [{"id": "p1", "label": "二(一)1", "quote": "甲乙"}],
        },
        {
            "step": "statement",
            "accepted": False,
            "text": MARKUP,
            "evidence": [{"id": "p9", "quote": MARKUP}],
            "faults": ["50% is not in it"],
        },
        {"step": "repair", "statements": 1, "faults": [["50% is not in it"]]},
    )
    check = services.assistant.examine("区总工会负责哪些任务?")
    traced = replace(check, answer=replace(check.answer, trace=steps))
    monkeypatch.setattr(services.assistant, "stream_checks", lambda *_, **__: iter([traced]))
    conversing = ConversingPage(services, TEXTS)
    assert "逐句核对" not in last(conversing.ask("问", [], visitor()))[-1].html
    staff = visitor(services.editors.sign_in("secret") or "")
    html = last(conversing.ask("问", [], staff))[-1].html
    table = html[html.index('<details class="trace">') :]
    assert table.count("<tr>") == len(steps) + 1
    assert "<script" not in table
    for words in ("50% is not in it", "二(一)1「甲乙」", "p9", MARKUP, "通过", "未通过", "tokens: 900"):
        assert words in shown(table)
    assert trace_html(check.answer, TEXTS) == ""
