"""The other tabs in a real browser, at both sizes: the ledger, a document, the self-check, quality, managing."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from tests.browsing import COMPLETE, HOSTILE, SIZES, ask, fits, opened
from tests.commands import EDITOR_PASSWORD, served

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address, size=str(request.param)) as shown:
        yield shown


def go(page: Page, tab: str) -> None:
    """Open a tab by its name."""
    page.get_by_role("tab", name=tab).click()


def test_the_ledger_is_filtered_and_downloaded_as_a_workbook_in_three_actions(page: Page) -> None:
    go(page, "责任分工")
    page.locator("#owners-matrix a[data-office='区人社局']").click()
    page.locator("#owners-rows .found strong", has_text="共 11 项任务").wait_for()
    assert page.locator("table.ledger tbody tr").count() == 11
    assert fits(page)
    with page.expect_download() as download:
        page.locator("#owners-rows a", has_text="XLSX").click()
    sheet = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    assert sheet.max_row == 12
    assert all("区人社局" in str(row[6].value) for row in sheet.iter_rows(min_row=2))


def test_filters_of_the_ledger_work_together_and_have_a_link(browser: Browser, address: str) -> None:
    with opened(browser, address, path=f"/?tab=owners&department={quote('区教育局')}&how=alone") as page:
        page.locator("#owners-rows .office.active").first.wait_for()
        alone = page.locator("table.ledger tbody tr").count()
        assert all(
            row.locator(".office").all_inner_texts() == ["区教育局"]
            for row in page.locator("table.ledger tbody tr").all()
        )
        page.locator("#owners-text textarea, #owners-text input").fill("职业院校")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "before => document.querySelectorAll('table.ledger tbody tr').length < before", arg=alone
        )
        link = str(page.locator("#owners-rows a.link").get_attribute("href"))
        found = page.locator("table.ledger tbody tr").count()
    with opened(browser, address, path=link) as page:
        page.wait_for_function(
            "found => document.querySelectorAll('table.ledger tbody tr').length === found", arg=found
        )


def test_a_row_of_the_ledger_leads_to_its_clause(page: Page) -> None:
    go(page, "责任分工")
    page.locator("table.ledger tbody tr a").nth(0).click()
    page.locator(".clause.aimed").wait_for()
    assert page.locator(".clause.aimed").get_attribute("id") == "s2.p1.i1.g1"
    assert fits(page)


def test_an_address_leads_to_a_clause_by_its_printed_label(browser: Browser, address: str) -> None:
    with opened(browser, address, path="/?tab=read&document=putuo-2021#" + quote("二(二)3")) as page:
        page.locator(".clause.aimed").wait_for()
        assert page.locator(".clause.aimed").get_attribute("id") == "s2.p2.i3"
        margin = page.locator(".clause.aimed .owners-note").first.inner_text()
        assert "区教育局" in margin
        assert page.locator(".clause.aimed .measure-note").count() >= 1
        page.locator("#read-contents a", has_text="加强“双师”队伍建设").click()
        page.wait_for_function("document.querySelector('.clause.aimed')?.id === 's2.p2.i4'")


def test_a_tab_is_filled_once_and_keeps_what_was_chosen_in_it(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        go(page, "政策原文")
        page.locator("#read-text .document").wait_for()
        page.locator("#read-search textarea, #read-search input").fill("职教联盟")
        page.keyboard.press("Enter")
        page.locator("#read-text mark").first.wait_for()
        go(page, "责任分工")
        page.locator("table.ledger tbody tr").first.wait_for()
        go(page, "政策原文")
        page.wait_for_timeout(500)  # what a second filling would take
        assert page.locator("#read-text mark").count() > 0


def test_words_are_found_inside_a_document(page: Page) -> None:
    go(page, "政策原文")
    page.locator("#read-text .document").wait_for()
    page.locator("#read-search textarea, #read-search input").fill("职教联盟")
    page.keyboard.press("Enter")
    page.locator("#read-found", has_text="处").wait_for()
    marks = page.locator("#read-text mark").all_inner_texts()
    assert marks
    assert set(marks) == {"职教联盟"}
    assert page.locator("#read-found").inner_text().startswith(str(len(marks)))


def test_a_firm_learns_its_conditions_from_the_form(page: Page) -> None:
    go(page, "资格自测")
    page.locator("#check-recognised").get_by_label("已认定", exact=True).click()
    page.locator("#check-submit").click()
    page.locator("#check-result .conditions").wait_for()
    offset = page.locator("details.measure", has_text="教育费附加和地方教育附加抵免")
    offset.locator("summary").click()
    assert "30%" in offset.inner_text()
    assert any("产教融合型企业" in row for row in offset.locator("li.met").all_inner_texts())
    with page.expect_download() as sheet:
        page.locator("#check-result a.sheet[download]").click()
    assert Path(sheet.value.path()).read_bytes().startswith(b"PK")
    assert page.locator("#check-result .card mark").count() >= 1
    assert fits(page)


def test_the_quality_of_the_answers_is_shown(page: Page) -> None:
    go(page, "评测")
    page.locator("#quality .overall").wait_for()
    assert "%" in page.locator("#quality .overall").inner_text()
    assert page.locator("#quality .gate").count() >= 1
    assert fits(page)


def test_the_interface_changes_its_language_and_keeps_the_conversation(page: Page) -> None:
    ask(page, "Which office promotes the vocational education alliance?")
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Ask", exact=True).wait_for()
    page.locator(COMPLETE).first.wait_for()
    assert page.locator(".answer .status").last.inner_text() in {"Answered", "Answered in part"}
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_role("tab").all_inner_texts() == [
        "Ask",
        "Who owns what",
        "Read",
        "Do we qualify",
        "Quality",
        "Manage",
    ]


def test_the_theme_is_chosen_and_remembered(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.locator("#clause").wait_for()
        background = "getComputedStyle(document.querySelector('#clause')).backgroundColor"
        before = page.evaluate(background)
        page.locator("#theme").click()
        assert page.evaluate(background) != before
        page.reload()
        page.locator("#clause").wait_for()
        page.wait_for_function(f"{background} !== '{before}'")


@pytest.mark.parametrize(
    ("size", "scheme", "path"), [("desktop", "light", "/"), ("phone", "dark", "/"), ("tablet", "dark", "/en/"), ("phone", "light", "/en/")]
)  # fmt: skip
def test_no_state_of_the_page_has_a_serious_finding_of_accessibility(
    browser: Browser, address: str, size: str, scheme: str, path: str
) -> None:
    found: list[str] = []

    def look(page: Page, state: str) -> None:
        page.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")  # colours settle
        response = Axe().run(page, options=RULES).response
        found.extend(
            f"{state}: {finding['id']} {finding['nodes'][0]['html'][:200]}"
            for finding in response["violations"]
            if finding["impact"] in {"serious", "critical"}
        )
        assert fits(page), state

    with opened(browser, address, size=size, scheme=scheme, path=path) as page:
        page.locator("#chat .examples[role=group]").wait_for()
        look(page, "start")
        ask(page, "我们是产教融合型企业,投资办职业教育能抵免多少?")
        page.locator(".answer .rate").first.click()
        page.locator(".answer a.marker").first.click()
        page.locator("#clause mark").first.wait_for()
        look(page, "answer")
        page.keyboard.press("Escape")
        there = ("table.ledger", "#read-text .document", "#check-submit", "#quality .overall", "#manage-door input")
        for place, part in enumerate(there, 1):
            tab = page.get_by_role("tab").nth(place)
            tab.click()
            page.locator(part).first.wait_for()
            if part == "#check-submit":
                page.locator("#check-submit").click()
                page.locator(".conditions").wait_for()
            look(page, tab.inner_text())
    assert found == []


@pytest.mark.parametrize(
    "path",
    [f"/?q={quote(HOSTILE)}", f"/?tab=owners&department={quote(HOSTILE)}&text={quote(HOSTILE)}",
     f"/?tab=read&document={quote(HOSTILE)}&find={quote(HOSTILE)}#{quote(HOSTILE)}", f"/?tab={quote(HOSTILE)}&problem={quote(HOSTILE)}"],
    ids=["question", "filter", "document", "tab"],
)  # fmt: skip
def test_no_address_becomes_markup(browser: Browser, address: str, path: str) -> None:
    with opened(browser, address, path=path) as page:
        page.wait_for_timeout(300)
        assert "hacked" not in page.title()
        assert page.locator("img[src*='192.0.2']").count() == 0


def test_a_page_runs_no_script_but_its_own(browser: Browser, address: str) -> None:
    with opened(browser, address, may_complain=True) as page:
        page.evaluate(
            "const s = document.createElement('script'); s.textContent = \"document.title='hacked'\"; document.body.append(s)"
        )
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=\"document.title=1\">')")
        page.wait_for_timeout(200)
        assert page.title() not in {"hacked", "1"}


@pytest.fixture(scope="module")
def editing(plan_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own for uploads, which change what all questions are answered from."""
    home = tmp_path_factory.mktemp("editing") / "home"
    shutil.copytree(plan_home, home)
    with served(home, environment={"WENCE_EDITOR_PASSWORD": EDITOR_PASSWORD}) as where:
        yield where


@pytest.mark.parametrize("size", SIZES)
def test_an_editor_signs_in_uploads_and_hears_what_was_refused(
    browser: Browser, editing: str, size: str, tmp_path: Path
) -> None:
    hostile = tmp_path / "<img src=x onerror=alert(1)>.txt"
    hostile.write_text("", "utf-8")
    name = f"upload-{size}"
    good = tmp_path / f"{name}.txt"
    good.write_text(f"关于{name}的通知\n\n一、主要任务\n\n1、开展<b>测试</b>工作。(责任部门:区教育局)\n", "utf-8")
    with opened(browser, editing, size=size) as page:
        go(page, "管理")
        assert not page.locator("#manage-upload").is_visible()
        page.get_by_label("编辑口令").fill("falsch")
        page.get_by_role("button", name="登录").click()
        page.get_by_text("口令不对").wait_for()
        page.get_by_label("编辑口令").fill(EDITOR_PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.locator("#manage-upload").wait_for()
        page.locator("#manage-upload input[type=file]").set_input_files([hostile, good])
        page.locator("#manage-upload", has_text=name).wait_for()
        page.locator("#manage-ingest").click()
        page.locator("#manage-result .outcome.added").wait_for()
        assert page.locator("#manage-result .outcome.refused").count() == 1
        assert "empty" in page.locator("#manage-result").inner_text()
        assert page.locator("#manage-result img, #manage-documents img").count() == 0
        assert name in page.locator("#manage-documents").inner_text()
        good.write_text(good.read_text("utf-8").replace("测试", "试点"), "utf-8")
        page.locator("#manage-upload input[type=file]").set_input_files([good])
        page.locator("#manage-upload", has_text=name).wait_for()
        page.locator("#manage-ingest").click()
        page.locator("#manage-result .outcome.changed").wait_for()
        page.get_by_role("button", name="退出登录").click()
        page.get_by_label("编辑口令").wait_for()
        assert not page.locator("#manage-upload").is_visible()
    with opened(browser, editing, size=size, path=f"/?tab=read&document={name}&compare={name}@1") as page:
        page.locator(".differences tbody tr").first.wait_for()
        assert set(page.locator(".differences del").all_inner_texts()) == {"测试"}
        assert set(page.locator(".differences ins").all_inner_texts()) == {"试点"}
        assert fits(page)
