"""Using the page as a person would: opening it at a size, asking, looking at what is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

DESKTOP, PHONE, TABLET = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 820, "height": 1180}
SIZES = {"desktop": DESKTOP, "phone": PHONE}
VIEWS = {**SIZES, "tablet": TABLET}
COMPLETE = ".answer:not([aria-busy])"
HOSTILE = "<img src=http://192.0.2.1/x.png onerror=\"document.title='hacked'\"> ![x](http://192.0.2.1/y.png) 区总工会负责哪些任务?"


# What Gradio's own client logs when a link leaves the page while it still listens; whatever it hid would fail elsewhere.
ON_LEAVING = ("AbortError: signal is aborted without reason", "Unexpected error Connection errored out.")


@contextmanager
def opened(
    browser: Browser, address: str, *, size: str = "desktop", path: str = "/", scheme: str = "light",
    may_complain: bool = False, script: str = "",
) -> Iterator[Page]:  # fmt: skip
    """The opened page; whatever happens on it, no request may leave this machine, no script may fail and no error be logged.

    `may_complain`: the test does what the policy of the page forbids, which a browser logs. `script` runs before the page's.
    """
    viewport = VIEWS[size]
    context = browser.new_context(
        viewport={"width": viewport["width"], "height": viewport["height"]}, locale="zh-CN", accept_downloads=True,
        color_scheme="dark" if scheme == "dark" else "light",
    )  # fmt: skip
    page = context.new_page()
    page.add_init_script(script)
    outside: list[str] = []
    failed: list[str] = []
    page.on("request", lambda sent: outside.append(sent.url) if not is_local(sent.url, address) else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda said: failed.append(said.text) if said.type == "error" and not may_complain else None)
    try:
        page.goto(address + path)
        page.locator("#tabs").wait_for()
        page.wait_for_function("document.querySelector('#read-text, #owners-rows, #question, #manage-door, #quality')")
        yield page
    finally:
        context.close()
    assert outside == [], outside
    unexpected = [text for text in failed if not any(words in text for words in ON_LEAVING)]
    assert unexpected == [], unexpected


def is_local(url: str, address: str) -> bool:
    """Whether a request stays on this machine."""
    return url.startswith((address, address.replace("http", "ws", 1), "data:", "blob:"))


def ask(page: Page, question: str) -> None:
    """Type a question, send it, and wait until its answer stands below it."""
    before = page.locator(COMPLETE).count()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(COMPLETE).nth(before).wait_for()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
