"""What people come for, done as they would in a real browser: few actions from the start page to the result."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page

from tests.browsing import COMPLETE, VIEWS, fits, opened

MOST_ACTIONS = 3


class Hand:
    """Does what a person does, and counts it: a click, a text typed, a key."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def click(self, what: Locator) -> None:
        """A click or tap."""
        self.actions += 1
        what.click()

    def type(self, where: str, text: str) -> None:
        """A text written into a field."""
        self.actions += 1
        self.page.locator(where).fill(text)

    def press(self, key: str) -> None:
        """A key pressed."""
        self.actions += 1
        self.page.keyboard.press(key)


@pytest.fixture(params=VIEWS)
def hand(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Hand]:
    with opened(browser, address, size=str(request.param)) as page:
        yield Hand(page)


def test_the_owner_of_a_task_is_found_in_three_actions(hand: Hand) -> None:
    hand.type("#question textarea", "推广“联想专班”这类教学模式是哪个部门的事?")
    hand.press("Enter")
    hand.page.locator(COMPLETE).wait_for()
    assert "区教育局" in hand.page.locator(".answer .statement").first.inner_text()
    assert hand.actions <= MOST_ACTIONS


def test_the_tasks_of_an_office_are_listed_and_exported_in_three_actions(hand: Hand) -> None:
    page = hand.page
    hand.click(page.get_by_role("tab", name="责任分工"))
    hand.click(page.locator("#owners-matrix a[data-office='区商务委']"))
    page.locator("#owners-rows .office.active").first.wait_for()
    rows = page.locator("table.ledger tbody tr").count()
    with page.expect_download() as download:
        hand.click(page.locator("#owners-rows a", has_text="XLSX"))
    sheet = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    assert sheet.max_row == rows + 1 > 1
    assert hand.actions <= MOST_ACTIONS


def test_a_firm_learns_whether_and_on_which_conditions_it_has_the_offset_in_three_actions(hand: Hand) -> None:
    hand.type("#question textarea", "我们公司能享受30%的抵免吗?")
    hand.press("Enter")
    answer = hand.page.locator(COMPLETE)
    answer.wait_for()
    text = answer.inner_text()
    assert "30%" in text
    for condition in ("是企业", "已是产教融合型企业", "兴办职业教育"):
        assert f"条件“{condition}”" in text
    assert answer.locator(".verdict.undecided").count() == 1
    assert hand.actions <= MOST_ACTIONS


def test_a_firm_gets_from_its_question_to_the_printed_sheet(hand: Hand, tmp_path: Path) -> None:
    page = hand.page
    hand.type("#question textarea", "我们是普陀区的软件公司,投资800万办职业教育,能享受30%抵免吗?")
    hand.press("Enter")
    page.locator(COMPLETE).wait_for()
    hand.click(page.locator("form.case select[name=recognised]"))
    page.locator("form.case select[name=recognised]").select_option("yes")
    hand.click(page.locator("button.recheck"))
    page.locator(COMPLETE).nth(1).wait_for()
    assert page.locator(COMPLETE).nth(1).locator(".verdict.meets").count() == 1
    assert fits(page)
    with page.context.expect_page() as opening:
        hand.click(page.locator("a.sheet[target]").last)
    sheet = opening.value
    sheet.get_by_role("button", name="打印或存为 PDF").wait_for()
    assert fits(sheet)
    printed = tmp_path / "sheet.pdf"
    sheet.pdf(path=printed, format="A4")
    document = pypdfium2.PdfDocument(printed)
    words = "".join(part.get_textpage().get_text_range() for part in document)
    document.close()
    text = "".join(unicodedata.normalize("NFKC", words).split())
    assert "800万元×30%=240万元" in text
    assert "对兴办职业教育的产教融合型企业可按投资额的30%比例" in text
    assert hand.actions <= 2 * MOST_ACTIONS
