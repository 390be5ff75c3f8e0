"""Facts that a document states about itself in its first and last lines, and those given beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.documents import Document, Level
from ingest.errors import DocumentRefused
from ingest.metadata import Facts, parse_date, read_facts, with_metadata

BODY = "一、总体要求\n1、管理。完善制度。\n"


def facts(head: str = "", foot: str = "") -> Facts:
    return read_facts(f"{head}\n{BODY}{foot}\n", fallback_title="文件名")


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2021年1月12日", "2021-01-12"),
        ("2021 年 1 月 12 日", "2021-01-12"),
        ("二〇一一年三月十二日", "2011-03-12"),
        ("二○一九年十二月三十一日", "2019-12-31"),
        ("二0一八年二月二日", "2018-02-02"),
        ("二OO八年十月二十日", "2008-10-20"),
        ("2021年2月30日", "None"),
        ("2021年", "None"),
        ("", "None"),
    ],
)
def test_dates_are_read_as_officials_print_them(printed: str, day: str) -> None:
    assert str(parse_date(printed)) == day


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("某政办〔2020〕15号", "某政办〔2020〕15号"),
        ("某政办﹝2015﹞ 3 号", "某政办〔2015〕3号"),
        ("某政办[2019]3号", "某政办[2019]3号"),
        ("某政办【2017】第8号", "某政办【2017】第8号"),
        ("发文字号：沪教委高〔2021〕64号", "沪教委高〔2021〕64号"),
        ("根据沪发改社〔2020〕41号制定", None),
        ("〔2020〕41号", None),
    ],
)
def test_a_number_of_its_own_is_told_from_one_that_is_cited(line: str, number: str | None) -> None:
    assert facts(f"关于加强管理的通知\n{line}").number == number


@pytest.mark.parametrize(
    ("foot", "issuers", "day"),
    [
        ("某区人民政府办公室\n2020年5月6日", ("某区人民政府办公室",), "2020-05-06"),
        ("某区发展和改革委员会\n某区教育局\n2020年5月6日", ("某区发展和改革委员会", "某区教育局"), "2020-05-06"),
        (
            "某区发展和改革委员会\xa0 某区教育局\n二〇二〇年五月六日",
            ("某区发展和改革委员会", "某区教育局"),
            "2020-05-06",
        ),
        ("某区教育局 2020年5月6日\n(此件公开发布)", ("某区教育局",), "2020-05-06"),
        ("本办法自2020年5月6日起施行。", (), "None"),
        ("2、申报。于2020年5月6日前完成。", (), "None"),
    ],
)
def test_signature_and_date_are_read_from_the_foot(foot: str, issuers: tuple[str, ...], day: str) -> None:
    found = facts("关于加强管理的通知", foot)
    assert (found.issuers, str(found.issued_on)) == (issuers, day)


@pytest.mark.parametrize("words", ["有效期至2026年4月30日", "有效期到2026年4月30日", "有效期截至二〇二六年四月三十日"])
def test_the_end_of_validity_is_no_date_of_issue(words: str) -> None:
    found = facts("关于加强管理的办法", f"2、附则。本办法自2021年5月1日起施行,{words}。")
    assert (str(found.valid_until), found.issued_on) == ("2026-04-30", None)


@pytest.mark.parametrize(
    ("title", "level", "place"),
    [
        ("普陀区产业扶持办法", Level.DISTRICT, "普陀区"),
        ("上海市普陀区教育局关于招生的通知", Level.DISTRICT, "普陀区"),
        ("江苏省南京市鼓楼区教育局关于招生的通知", Level.DISTRICT, "鼓楼区"),
        ("上海市人民政府关于印发规划的通知", Level.CITY, "上海市"),
        ("关于印发上海市教育规划的通知", Level.CITY, "上海市"),
        ("广东省人民政府关于促进就业的意见", Level.PROVINCE, "广东省"),
        ("广西壮族自治区人民政府关于促进就业的意见", Level.PROVINCE, "广西壮族自治区"),
        ("国务院办公厅关于深化产教融合的若干意见", Level.NATIONAL, ""),
        ("老社区改造办法", Level.UNKNOWN, ""),
        ("加强城市管理办法", Level.UNKNOWN, ""),
        ("全市工作方案", Level.UNKNOWN, ""),
    ],
)
def test_level_and_place_are_the_innermost_printed(title: str, level: Level, place: str) -> None:
    found = facts(title)
    assert (found.level, found.place) == (level, place)


def test_a_plan_that_a_notice_sends_keeps_its_own_title() -> None:
    assert facts("关于印发某区行动方案的通知\n各街道:\n现印发给你们。\n某区行动方案").title == "某区行动方案"
    assert read_facts("今天开会。\n散会。\n", fallback_title="文件名").title == "文件名"


def test_stated_metadata_replace_what_was_read_and_leave_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "metadata.toml"
    file.write_text('title = "正式标题"\nvalid_until = 2026-04-30\n', "utf-8")
    document = with_metadata(Document("d", "读到的标题", BODY, place="某区"), file)
    assert (document.title, str(document.valid_until), document.place, document.text) == (
        "正式标题",
        "2026-04-30",
        "某区",
        BODY,
    )


@pytest.mark.parametrize(
    "entry",
    ['title = ""', 'title = "a\\nb"', 'document_id = " "', "horizon = true", "issued_on = 2020-01-01T00:00:00", 'issuers = "甲"', "issuers = [1]",
     'url = "ftp://x"', "[title]", "title", "title = 1\ntitle = 2", 'number = 3'],
)  # fmt: skip
def test_malformed_entries_are_refused_in_one_line_that_names_the_file(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "metadata.toml"
    file.write_text(entry, "utf-8")
    with pytest.raises(DocumentRefused, match=r"metadata\.toml") as refused:
        with_metadata(Document("d", "t", BODY), file)
    assert len(str(refused.value).splitlines()) == 1


def test_metadata_in_another_encoding_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "metadata.toml"
    file.write_bytes('title = "标题"'.encode("gb18030"))
    with pytest.raises(DocumentRefused, match=r"metadata\.toml"):
        with_metadata(Document("d", "t", BODY), file)


@pytest.mark.parametrize(
    ("text", "number", "issuers", "day"),
    [
        ("某市人民政府令\n第179号\n《办法》已经通过,现予公布。\n市长:某某\n2021年1月29日\n某市某办法\n第一条 甲。\n某市人民政府办公厅 2021年2月7日印发\n",
         "某市人民政府令第179号", ("某市人民政府",), "2021-01-29"),
        ("某某条例\n(2021年7月27日中华人民共和国国务院令第746号公布)\n第一条 甲。\n", "中华人民共和国国务院令第746号", ("国务院",), "2021-07-27"),
        ("某市教育局 某市财政局关于补贴的通知\n一、甲。\n某市教育局 某市财政局\n2024年7月26日\n某市教育局办公室\n2024年7月29日印发\n",
         None, ("某市教育局", "某市财政局"), "2024-07-26"),
    ],
)  # fmt: skip
def test_orders_signatures_and_imprints_are_told_apart(
    text: str, number: str | None, issuers: tuple[str, ...], day: str
) -> None:
    facts = read_facts(text, fallback_title="d")
    assert (facts.number, facts.issuers, str(facts.issued_on)) == (number, issuers, day)


@pytest.mark.parametrize(
    ("title", "draft"), [("某办法(征求意见稿)", True), ("关于公开征求《某办法》意见的公告", True), ("某办法", False)]
)
def test_a_draft_for_comment_is_told_by_its_title(title: str, *, draft: bool) -> None:
    assert Document("d", title, "").is_draft is draft
