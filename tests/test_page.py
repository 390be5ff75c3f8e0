"""The page in a real browser: asking, citations, follow-ups, both languages, both sizes, and no outside host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.commands import served

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
COMPLETE = ".answer:not([aria-busy])"
HOSTILE = "<img src=http://192.0.2.1/x.png onerror=\"document.title='hacked'\"> ![x](http://192.0.2.1/y.png) 区总工会负责哪些任务?"


@pytest.fixture(scope="module")
def address(plan_home: Path) -> Iterator[str]:
    with served(plan_home) as where:
        yield where


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The opened page; whatever the test does, no request may leave this machine and no script may fail."""
    context = browser.new_context(viewport=request.param, locale="zh-CN")
    opened = context.new_page()
    outside: list[str] = []
    failed: list[str] = []
    opened.on("request", lambda sent: outside.append(sent.url) if not is_local(sent.url, address) else None)
    opened.on("pageerror", lambda error: failed.append(str(error)))
    opened.goto(address)
    opened.locator("#question textarea").wait_for()
    yield opened
    context.close()
    assert outside == []
    assert failed == []


def is_local(url: str, address: str) -> bool:
    return url.startswith((address, address.replace("http", "ws", 1), "data:", "blob:"))


def ask(page: Page, question: str) -> None:
    """Type a question, send it, and wait until its answer stands below it."""
    before = page.locator(COMPLETE).count()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(COMPLETE).nth(before).wait_for()


def test_an_owner_is_answered_with_the_marked_clause(page: Page) -> None:
    ask(page, "推广“联想专班”这类教学模式是哪个部门的事?")
    answer = page.locator(".answer").last
    assert "区教育局" in answer.inner_text()
    assert answer.locator(".status").inner_text() == "原文有规定"
    marked = answer.locator(".card mark").all_inner_texts()
    assert any("推广上海信息技术学校“联想专班”" in words for words in marked)
    assert any("责任部门:区教育局" in words.replace(":", ":") for words in marked)
    link = answer.locator(".card a[target=_blank]").first
    assert "shpt.gov.cn" in str(link.get_attribute("href"))
    assert "2025" in answer.locator(".notice").inner_text()


def test_a_marker_opens_its_clause(page: Page) -> None:
    ask(page, "区教育局有哪些任务?")
    answer = page.locator(".answer").last
    cards = answer.locator("details.card")
    assert cards.count() == 21
    assert answer.locator("details.card[open]").count() == 0
    answer.locator("a.marker").first.click()
    answer.locator("details.card[open]").first.wait_for()
    assert answer.locator("details.card[open]").count() == 1


def test_a_follow_up_keeps_the_subject_and_a_new_conversation_drops_it(page: Page) -> None:
    ask(page, "教育附加专项资金使用细则由谁负责?")
    ask(page, "那区财政局在里面吗?")
    assert "区财政局列在" in page.locator(".answer").last.inner_text()
    page.locator("#clear").click()
    page.locator(".answer").first.wait_for(state="detached")
    ask(page, "那区财政局在里面吗?")
    assert "区财政局列在" not in page.locator(".answer").last.inner_text()


def test_a_sample_question_is_asked_by_one_click(page: Page) -> None:
    page.get_by_text("区人社局一共负责哪些任务?").click()
    page.locator(".answer").first.wait_for()
    assert "共" in page.locator(".answer").first.inner_text()
    assert page.locator(".answer .status.answered").count() == 1


def test_the_interface_speaks_english_when_asked(page: Page) -> None:
    page.get_by_text("English", exact=True).click()
    page.get_by_role("button", name="Ask", exact=True).wait_for()
    ask(page, "Which office promotes the vocational education alliance?")
    assert page.locator(".answer .status").last.inner_text() in {"Answered", "Answered in part", "Not in the documents"}


def test_what_a_visitor_writes_is_text(page: Page) -> None:
    ask(page, HOSTILE)
    shown = page.locator(".question").last
    assert shown.inner_text().strip() == HOSTILE
    assert page.locator(".question img, .answer img").count() == 0
    assert page.title() != "hacked"


@pytest.mark.parametrize(("question", "says"), [("   ", "empty"), ("字" * 3000, "characters"), ("<b></b>", "no words")])
def test_a_question_that_cannot_be_asked_is_refused_in_place(page: Page, question: str, says: str) -> None:
    ask(page, question)
    assert says in page.locator(".answer .error").last.inner_text()
    ask(page, "区总工会负责哪些任务?")
    assert "共1项" in page.locator(".answer").last.inner_text()


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    ask(page, "区教育局有哪些任务?")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
