"""Answers say on which page a quote is printed, and when what they rest on was recognised or is only a draft."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from ingest.documents import Document
from ingest.extracts import Origin
from ingest.loading import Loaded
from vectorstore import indexing

TEXT = "某区关于联盟的通知\n一、建设联盟\n推进区职业教育联盟实体化运作。(责任部门:区教育局)\n二、建设基地\n建设十个实训基地。(责任部门:区科委)\n"


def assistant_over(home: Path, monkeypatch: pytest.MonkeyPatch, document: Document) -> Assistant:
    file = home.with_suffix(".txt")
    file.write_text(document.text, "utf-8")
    monkeypatch.setattr(indexing, "load_documents", lambda files, **_: [Loaded(path, document) for path in files])
    indexing.ingest_files(home, [file])
    return Assistant.open(Settings(home=home))


def test_a_quote_names_its_page_and_a_recognised_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    origin = Origin("PDF", pages=(0, TEXT.index("二、")), confidence=0.97, scanned=(2,))
    document = Document("scan", "某区关于联盟的通知", TEXT, origin=origin)
    assistant = assistant_over(tmp_path / "home", monkeypatch, document)
    printed = assistant.answer("区职业教育联盟由哪个部门负责?")
    assert {citation.page for citation in printed.citations} == {1}
    assert not [notice for notice in printed.notices if "扫描件" in notice]
    recognised = assistant.answer("十个实训基地由哪个部门负责?")
    assert {citation.page for citation in recognised.citations} == {2}
    assert [notice for notice in recognised.notices if "扫描件" in notice] == [
        "《某区关于联盟的通知》的文字由扫描件识别,可能有误,请核对原件。"
    ]


def test_a_draft_is_told_and_a_text_without_pages_names_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document("draft", "某区关于联盟的通知(征求意见稿)", TEXT)
    answer = assistant_over(tmp_path / "home", monkeypatch, document).answer("区职业教育联盟由哪个部门负责?")
    assert any("征求意见稿" in notice for notice in answer.notices)
    assert {citation.page for citation in answer.citations} == {None}


def test_the_origin_is_kept_in_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    origin = Origin("web page", published_on="2021-10-09", attachments=("任务分工表 /a.xlsx",), notes=("甲",))
    document = replace(Document("page", "某区关于联盟的通知", TEXT), origin=origin)
    assistant = assistant_over(tmp_path / "home", monkeypatch, document)
    assert assistant.index.document("page").origin == origin
