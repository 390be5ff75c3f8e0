"""The catalogue of related documents: facts only, matched to what is in the index by number or title."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.catalogue import bare_title, entry_named, held, read_catalogue
from ingest.clauses import parse_clauses
from ingest.documents import Document, Level, Validity
from ingest.errors import ConfigurationError
from ingest.loading import load_document
from tests.commands import run_here
from vectorstore.indexing import shipped_documents

ENTRIES = read_catalogue()


def test_every_entry_bears_on_clauses_that_the_plan_has() -> None:
    plan = load_document(shipped_documents() / "putuo-2021" / "source.txt")
    known = {clause.clause_id for clause in parse_clauses(plan).walk()}
    assert len(ENTRIES) >= 11
    for entry in ENTRIES:
        assert set(entry.clauses) <= known, entry.entry_id
        assert entry.clauses
        assert entry.why
        assert entry.level is not Level.UNKNOWN
        assert entry.url is None or entry.url.startswith("http")


@pytest.mark.parametrize(
    ("title", "number", "entry_id"),
    [
        ("别的标题", "财税〔2019〕46号", "government-funds-2019-46"),
        ("财政部 关于调整部分政府性基金有关政策的通知", None, "government-funds-2019-46"),
        ("关于印发《建设产教融合型企业实施办法(试行)》的通知", "发改社会[2019]590号", "enterprise-measures-2019-590"),
        ("建设产教融合型企业实施办法(试行)", None, "enterprise-measures-2019-590"),
        ("关于印发国家产教融合建设试点实施方案的通知", None, "national-pilot-2019-1558"),
        ("普陀区职业教育发展“十四五”规划", None, "putuo-vocational-plan-2022"),
        ("静安区职业教育发展“十四五”规划", None, None),
        ("建设产教融合型企业实施办法(试行)", "浙发改〔2020〕1号", None),
    ],
)
def test_a_document_is_matched_by_number_or_title(title: str, number: str | None, entry_id: str | None) -> None:
    document = Document("d", title, "", number=number)
    assert held(ENTRIES, [document]) == ({entry_id: "d"} if entry_id else {})


def test_an_earlier_edition_of_a_law_is_not_the_one_meant() -> None:
    law = Document("d", "中华人民共和国职业教育法", "", issued_on=date(1996, 5, 15))
    assert held(ENTRIES, [law]) == {}
    assert held(ENTRIES, [replace(law, validity=Validity(effective_on=date(2022, 5, 1)))]) != {}


def test_an_entry_is_found_by_the_name_a_text_gives_it() -> None:
    named = entry_named("上海市建设产教融合型城市试点方案", ENTRIES)
    assert named is not None
    assert named.number == "沪发改社〔2020〕41号"
    assert entry_named("发改社会〔2019〕590号", ENTRIES) is not None
    assert entry_named("没有的办法", ENTRIES) is None
    assert bare_title("关于印发《甲乙办法》的通知") == "甲乙办法"


def test_entries_bear_on_the_parts_of_their_clauses() -> None:
    offset = [entry.entry_id for entry in ENTRIES if entry.bears_on("s3.i2")]
    assert "government-funds-2019-46" in offset
    assert "putuo-vocational-plan-2022" in [entry.entry_id for entry in ENTRIES if entry.bears_on("s2.p2.i3.g1")]


def test_a_home_adds_addresses_and_entries_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "catalogue.toml"
    own.write_text(
        '[[entry]]\nid = "national-pilot-2019-1558"\nurl = "http://a.cn/1"\n[[entry]]\nid = "x"\ntitle = "长河办法"\nlevel = "市"\n',
        "utf-8",
    )
    entries = {entry.entry_id: entry for entry in read_catalogue(tmp_path)}
    assert entries["national-pilot-2019-1558"].url == "http://a.cn/1"
    assert entries["national-pilot-2019-1558"].number == "发改社会〔2019〕1558号"
    assert entries["x"].level is Level.CITY


@pytest.mark.parametrize(
    "text",
    [
        "[[entry",
        "[[entry]]\ntitle = 'a'\n",
        "[[entry]]\nid = 'y'\n",
        "[[entry]]\nid = 'z'\ntitle = 'a'\nlevel = '乡'\n",
    ],
)
def test_a_malformed_catalogue_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "catalogue.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        read_catalogue(tmp_path)
    assert "\n" not in str(refused.value)


def test_the_command_lists_what_is_there_and_what_could_not_be_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    (tmp_path / "46.txt").write_text(
        "关于调整部分政府性基金有关政策的通知\n财税〔2019〕46号\n一、略。\n三、试点企业抵免。\n财政部\n2019年4月22日\n",
        "utf-8",
    )
    assert run_here(["--home", str(home), "ingest", str(tmp_path / "46.txt")], capsys).code == 0
    listed = json.loads(run_here(["--home", str(home), "ingest", "--catalogue", "--json"], capsys).out)
    assert listed["fetched"] == []
    assert {item["id"]: item["document_id"] for item in listed["catalogue"] if item["document_id"]} == {
        "government-funds-2019-46": "46"
    }
    (home / "catalogue.toml").write_text(
        '[[entry]]\nid = "national-pilot-2019-1558"\nurl = "http://127.0.0.1:1/a"\n', "utf-8"
    )
    dry = run_here(["--home", str(home), "ingest", "--catalogue", "--dry-run"], capsys)
    assert (dry.code, "to fetch" in dry.out) == (0, True)
    tried = run_here(["--home", str(home), "ingest", "--catalogue"], capsys)
    assert (tried.code, "no public address" in tried.out) == (1, True)
