"""Asking in a real browser: answers, the clause beside them, follow-ups, sharing, feedback, and no outside host."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from docx import Document
from playwright.sync_api import Browser, Page

from tests.browsing import COMPLETE, HOSTILE, SIZES, ask, fits, opened

OWNER = "推广“联想专班”这类教学模式是哪个部门的事?"


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(size: str, browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address, size=size) as shown:
        yield shown


@pytest.fixture
def desktop(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address) as shown:
        yield shown


def test_an_owner_is_answered_and_a_marker_shows_exactly_the_quoted_words(page: Page) -> None:
    ask(page, OWNER)
    answer = page.locator(".answer").last
    assert "区教育局" in answer.inner_text()
    assert answer.locator(".status").inner_text() == "原文有规定"
    assert "2025" in answer.locator(".notice").inner_text()
    answer.locator("a.marker", has_text="[2]").click()
    clause = page.locator("#clause")
    clause.locator("mark").wait_for()
    assert clause.locator("mark").all_inner_texts() == [
        "鼓励招生即招工、培养与就业一体化,推广上海信息技术学校“联想专班”、“企业学习中心”等创新教学模式。"
    ]
    assert "对接专场招聘会" in clause.locator("blockquote").inner_text()  # the words around it are there too
    assert clause.locator(".path li").all_inner_texts()[1:] == [
        "二 主要任务",
        "(二) 创新产教融合人才培养模式",
        "3 推动“引企入校”改革",
    ]
    assert "shpt.gov.cn" in str(clause.locator("a[target=_blank]").get_attribute("href"))
    answer.locator("a.marker", has_text="[1]").dispatch_event("click")
    assert clause.locator("mark").all_inner_texts() == ["(责任部门:区教育局)"]
    assert fits(page)


def test_a_clause_is_closed_by_the_keyboard_and_the_marker_has_the_focus_again(browser: Browser, address: str) -> None:
    with opened(browser, address, size="phone") as page:
        ask(page, OWNER)
        page.locator(".answer a.marker").first.focus()
        page.keyboard.press("Enter")
        page.locator("#clause.open").wait_for()
        page.keyboard.press("Escape")
        page.locator("#clause").wait_for(state="hidden")
        assert page.evaluate("document.activeElement.matches('a.marker')")


def test_a_follow_up_keeps_the_subject_and_a_new_conversation_drops_it(page: Page) -> None:
    ask(page, "教育附加专项资金使用细则由谁负责?")
    ask(page, "那区财政局在里面吗?")
    assert "区财政局列在" in page.locator(".answer").last.inner_text()
    page.locator("#clear").click()
    page.locator(".answer").first.wait_for(state="detached")
    ask(page, "那区财政局在里面吗?")
    assert "区财政局列在" not in page.locator(".answer").last.inner_text()


def test_a_sample_question_and_a_next_question_are_asked_by_a_click(page: Page) -> None:
    page.get_by_text("建设区级校企合作基地由哪些部门负责?").click()
    page.locator(COMPLETE).first.wait_for()
    suggested = page.locator(".answer .asking button").first
    text = suggested.inner_text()
    suggested.click()
    page.locator(COMPLETE).nth(1).wait_for()
    assert page.locator(".question").last.inner_text() == text
    assert page.locator(".answer").last.locator(".status.answered").count() == 1


# What ends an answer and the stream of events arrives late: after the next question was confirmed, or after a while.
LATE_ENDS = """
const quick = window.fetch;
let confirmed = () => {};
window.fetch = async (...asked) => {
  const path = String(asked[0].url ?? asked[0]), reply = await quick(...asked);
  if (path.includes("/queue/join")) setTimeout(confirmed, 200);
  if (!path.includes("/queue/data")) return reply;
  const late = new TransformStream({ transform: async (part, out) => {
    const text = new TextDecoder().decode(part);
    if (/process_completed|close_stream/.test(text)) {
      await new Promise((done) => { confirmed = done; setTimeout(done, 1500); });
    }
    out.enqueue(part);
  } });
  return new Response(reply.body.pipeThrough(late), { status: reply.status, headers: reply.headers });
};
"""


def test_questions_sent_while_an_answer_ends_are_answered_in_turn(browser: Browser, address: str) -> None:
    with opened(browser, address, script=LATE_ENDS) as page:
        page.get_by_text("建设区级校企合作基地由哪些部门负责?").click()
        page.locator(COMPLETE).first.wait_for()
        page.locator(".answer .asking button").first.click()
        page.locator(COMPLETE).nth(1).wait_for()
        ask(page, "区总工会负责哪些任务?")
        ask(page, "那区财政局呢?")
        assert page.locator(".question").count() == 4
        assert "区财政局" in page.locator(".answer").last.inner_text()


def test_what_is_written_while_an_answer_grows_stays_in_the_box(browser: Browser, address: str) -> None:
    with opened(browser, address, script=LATE_ENDS) as page:
        page.locator("#question textarea").fill("区总工会负责哪些任务?")
        page.keyboard.press("Enter")
        page.locator(".answer").first.wait_for()
        page.locator("#question textarea").fill("那区财政局呢?")
        page.locator(COMPLETE).first.wait_for()
        page.wait_for_timeout(2000)  # until the late end has come
        assert page.locator("#question textarea").input_value() == "那区财政局呢?"
        page.locator("#question textarea").fill("")
        page.keyboard.press("Enter")  # nothing to ask
        ask(page, "那区财政局呢?")
        assert page.locator(".question").count() == 2


def test_the_readings_of_an_ambiguous_question_are_chosen_by_a_click(desktop: Page) -> None:
    ask(desktop, "第1条")
    assert desktop.locator(".answer .status.clarify").count() == 1
    desktop.get_by_role("button", name="三1 加强组织领导").click()
    desktop.locator(COMPLETE).nth(1).wait_for()
    assert "产教融合协调机制" in desktop.locator(".answer").last.inner_text()


def test_the_last_question_is_answered_again_and_edited(desktop: Page) -> None:
    ask(desktop, "区总工会负责哪些任务?")
    name = desktop.locator(".answer").last.get_attribute("data-answer")
    desktop.locator("#retry").click()
    desktop.wait_for_function(
        "name => document.querySelector('.answer:not([aria-busy])')?.dataset.answer !== name", arg=name
    )
    assert desktop.locator(".question").count() == 1
    desktop.locator("#edit").click()
    desktop.locator(".answer").first.wait_for(state="detached")
    assert desktop.locator("#question textarea").input_value() == "区总工会负责哪些任务?"


def test_a_shared_link_asks_the_whole_conversation_again(browser: Browser, address: str) -> None:
    path = f"/?q={quote('教育附加专项资金使用细则由谁负责?')}&q={quote('那区财政局在里面吗?')}"
    with opened(browser, address, path=path) as page:
        page.locator(COMPLETE).nth(1).wait_for()
        assert "区财政局列在" in page.locator(".answer").last.inner_text()


def test_a_conversation_is_exported_as_word_and_markdown(desktop: Page) -> None:
    ask(desktop, OWNER)
    with desktop.expect_download() as word:
        desktop.locator("[data-export=docx]").click()
    text = "\n".join(
        paragraph.text for paragraph in Document(io.BytesIO(Path(word.value.path()).read_bytes())).paragraphs
    )
    assert OWNER in text
    assert "[1] 《普陀区深化推进产教融合行动方案》" in text
    with desktop.expect_download() as markdown:
        desktop.locator("[data-export=md]").click()
    assert "区教育局" in Path(markdown.value.path()).read_text("utf-8")


def test_an_answer_is_copied_with_its_sources(desktop: Page, address: str) -> None:
    desktop.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    ask(desktop, OWNER)
    desktop.locator(".answer button.copy").click()
    desktop.get_by_text("已复制").wait_for()
    copied = str(desktop.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith(OWNER)
    assert "[2] 《普陀区深化推进产教融合行动方案》二(二)3" in copied


def test_the_history_of_this_browser_asks_an_earlier_conversation_again(desktop: Page) -> None:
    ask(desktop, HOSTILE)
    desktop.reload()
    desktop.locator("#question textarea").wait_for()
    desktop.locator("#history summary").click()
    earlier = desktop.locator("#history li a")
    assert earlier.inner_text() == HOSTILE
    assert desktop.locator("#history img").count() == 0
    earlier.click()
    desktop.locator(COMPLETE).first.wait_for()
    assert desktop.locator(".question").inner_text() == HOSTILE
    desktop.locator("#history summary").click()
    desktop.locator("#history-clear").click()
    assert desktop.locator("#history li").count() == 0


def test_feedback_on_a_sentence_is_kept_with_its_reason_and_position(page: Page, served_home: Path) -> None:
    ask(page, OWNER)
    page.locator(".answer .rate").nth(1).click()
    form = page.locator("form.rating")
    form.locator("select").select_option("incomplete")
    form.locator("input").fill("<script>少了一个部门</script>")
    form.get_by_role("button", name="有问题").click()
    page.get_by_text("谢谢,已记录").wait_for()
    kept = json.loads((served_home / "feedback" / "feedback.jsonl").read_text("utf-8").splitlines()[-1])
    assert (kept["question"], kept["position"], kept["rating"], kept["reason"]) == (OWNER, 2, "wrong", "incomplete")
    assert kept["comment"] == "<script>少了一个部门</script>"
    assert kept["clauses"] == ["s2.p2.i3.g1"]


def test_what_a_visitor_writes_is_text(page: Page) -> None:
    ask(page, HOSTILE)
    assert page.locator(".question").last.inner_text().strip() == HOSTILE
    assert page.locator(".question img, .answer img").count() == 0
    assert "hacked" not in page.title()


@pytest.mark.parametrize(("question", "says"), [("   ", "empty"), ("字" * 3000, "characters"), ("<b></b>", "no words")])
def test_a_question_that_cannot_be_asked_is_refused_in_place(desktop: Page, question: str, says: str) -> None:
    ask(desktop, question)
    assert says in desktop.locator(".answer .error").last.inner_text()
    ask(desktop, "区总工会负责哪些任务?")
    assert "共1项" in desktop.locator(".answer").last.inner_text()
