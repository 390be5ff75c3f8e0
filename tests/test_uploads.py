"""Files that come as bytes: kept as they came, ingested, and refused without a trace."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.differences import Change
from ingest.errors import DocumentRefused, IndexUnusable
from ingest.reading_limits import DEFAULT_LIMITS
from vectorstore.indexing import Outcome
from vectorstore.store import open_index
from vectorstore.uploads import ingest_upload, originals_directory, safe_name

TEXT = "长河区数据行动方案\n一、任务\n1、建平台。建设统一平台。(责任部门:区科委)\n2、开放数据。开放公共数据。(责任部门:区教育局)\n"


@pytest.fixture
def home(plan_home: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "home"
    shutil.copytree(plan_home, copied)
    return copied


def test_an_upload_is_kept_as_it_came_and_answers(home: Path) -> None:
    content = TEXT.encode("gb18030")
    (row,) = ingest_upload(home, "数据方案.txt", content)
    assert (row.outcome, row.document_id, row.tasks) == (Outcome.ADDED, "数据方案", 2)
    (kept,) = [path for path in originals_directory(home).rglob("*") if path.is_file()]
    assert kept.read_bytes() == content
    assert [item.clause_id for item in open_index(home).ledger.rows(document_id="数据方案")] == ["s1.i1.g1", "s1.i2.g1"]
    (again,) = ingest_upload(home, "数据方案.txt", content)
    assert again.outcome is Outcome.UNCHANGED


def test_a_changed_upload_says_what_changed(home: Path) -> None:
    ingest_upload(home, "数据方案.txt", TEXT.encode())
    changed = TEXT.replace("区科委", "区科委、区发改委")
    (dry,) = ingest_upload(home, "数据方案.txt", changed.encode(), dry_run=True)
    (row,) = ingest_upload(home, "数据方案.txt", changed.encode())
    assert dry == row
    assert row.outcome is Outcome.CHANGED
    assert row.difference is not None
    (change,) = row.difference.changes
    assert (change.change, change.clause_id) == (Change.OWNERS, "s1.i1.g1")
    assert (change.owners_before, change.owners_after) == (("区科委",), ("区科委", "区发改委"))
    assert len(list(originals_directory(home).iterdir())) == 2


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("空.txt", b"", "empty"),
        ("图.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "."),
        ("...", TEXT.encode(), "no usable file name"),
        ("大.txt", b"a" * (DEFAULT_LIMITS.file_bytes + 1), "more than"),
    ],
)
def test_a_refused_upload_leaves_nothing_behind(home: Path, name: str, content: bytes, reason: str) -> None:
    (row,) = ingest_upload(home, name, content)
    assert row.outcome is Outcome.REFUSED
    assert reason in row.reason
    assert "\n" not in row.reason
    assert not [path for path in originals_directory(home).rglob("*") if path.is_file()]
    assert [item.document.document_id for item in open_index(home).documents()] == ["putuo-2021"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/方案.txt", "方案.txt"),
        ("C:\\temp\\方案.docx", "方案.docx"),
        ("..方案.txt", "方案.txt"),
        ("方\x00案\u202e.txt", "方 案.txt"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
        ("方案", "方案"),
        ("a:b|c.md", "a b c.md"),
    ],
)
def test_a_name_with_tricks_is_only_a_name(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize("name", ["", "/", "..", ".txt", "\u202e.txt", "  "])
def test_a_name_without_words_is_refused(name: str) -> None:
    with pytest.raises(DocumentRefused, match="no usable file name"):
        safe_name(name)


def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", "utf-8")
    with pytest.raises(IndexUnusable, match="--home") as refused:
        ingest_upload(blocked / "home", "a.txt", TEXT.encode())
    assert "\n" not in str(refused.value)
