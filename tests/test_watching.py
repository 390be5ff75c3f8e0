"""A watched folder: what comes, changes and goes is in the index once it rests; nothing else is touched."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.errors import UsageError
from tests.commands import ROOT
from ui.watching import FolderState, watch_folder
from vectorstore.generations import current_name, writing
from vectorstore.indexing import IngestRow, Outcome, withdraw_documents
from vectorstore.store import open_index

TEXT = "长河区{name}行动方案\n一、任务\n1、建平台。建设统一的{name}平台。(责任部门:区科委)\n"


@pytest.fixture
def state(tmp_path: Path) -> FolderState:
    (tmp_path / "share").mkdir()
    return FolderState(tmp_path / "home", tmp_path / "share", settle_seconds=2.0)


def put(state: FolderState, name: str, words: str = "数据") -> Path:
    file = state.folder / name
    file.write_text(TEXT.format(name=words), "utf-8")
    return file


def settle(state: FolderState, now: float) -> dict[str, Outcome]:
    """Two looks with enough time between them, then the work; what became of each document."""
    state.look(now=now)
    files, unsettled = state.look(now=now + 3)
    assert not unsettled
    return {row.document_id: row.outcome for row in state.bring_up(files, embedder=None)}


def indexed(state: FolderState) -> list[str]:
    return [item.document.document_id for item in open_index(state.home).documents()]


def test_files_that_come_change_and_go_are_followed(state: FolderState) -> None:
    put(state, "a.txt")
    put(state, "b.txt", "交通")
    assert settle(state, 0) == {"a": Outcome.ADDED, "b": Outcome.ADDED}
    assert settle(state, 10) == {}
    put(state, "a.txt", "数据资源")
    assert settle(state, 20) == {"a": Outcome.CHANGED}
    (state.folder / "b.txt").unlink()
    assert settle(state, 30) == {"b": Outcome.REMOVED}
    assert indexed(state) == ["a"]
    put(state, "b.txt", "交通")
    assert settle(state, 40) == {"b": Outcome.ADDED}


def test_a_file_that_is_still_being_written_waits(state: FolderState) -> None:
    file = put(state, "a.txt")
    assert state.look(now=0) == ([], True)
    file.write_text(TEXT.format(name="数据") + "2、又一项。", "utf-8")
    assert state.look(now=3) == ([], True)
    assert state.look(now=4) == ([], True)
    assert state.look(now=5.5) == ([file], False)


def test_a_renamed_or_moved_file_stays_one_document(state: FolderState) -> None:
    put(state, "a.txt")
    settle(state, 0)
    (state.folder / "sub").mkdir()
    (state.folder / "a.txt").rename(state.folder / "sub" / "a.txt")
    settle(state, 10)
    assert indexed(state) == ["a"]
    name = current_name(state.home)
    assert settle(state, 20) == {}
    (state.folder / "sub" / "a.txt").rename(state.folder / "c.txt")
    assert settle(state, 30) == {"a": Outcome.REMOVED, "c": Outcome.ADDED}
    assert current_name(state.home) > name


def test_what_went_while_nobody_watched_is_withdrawn_at_the_start(state: FolderState) -> None:
    put(state, "a.txt")
    put(state, "b.txt", "交通")
    settle(state, 0)
    (state.folder / "b.txt").unlink()
    later = FolderState(state.home, state.folder, settle_seconds=2.0)
    assert settle(later, 0) == {"b": Outcome.REMOVED}


def test_a_folder_that_is_suddenly_empty_withdraws_nothing(state: FolderState) -> None:
    put(state, "a.txt")
    settle(state, 0)
    (state.folder / "a.txt").unlink()
    with pytest.raises(UsageError, match="nothing is withdrawn"):
        settle(state, 10)
    assert indexed(state) == ["a"]


def test_a_document_withdrawn_by_hand_does_not_come_back_with_its_file(state: FolderState) -> None:
    put(state, "a.txt")
    put(state, "b.txt", "交通")
    settle(state, 0)
    withdraw_documents(state.home, ["a"], reason="wrong")
    assert settle(FolderState(state.home, state.folder, settle_seconds=2.0), 0) == {}
    assert indexed(state) == ["b"]


def test_a_refused_file_is_told_once_and_the_rest_goes_in(state: FolderState) -> None:
    put(state, "a.txt")
    (state.folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 99)
    put(state, "~$a.txt")
    state.look(now=0)
    files, _ = state.look(now=3)
    rows = state.bring_up(files, embedder=None)
    assert sorted(row.outcome for row in rows) == [Outcome.ADDED, Outcome.REFUSED]
    assert settle(state, 10) == {}
    put(state, "bad.txt", "交通")
    assert settle(state, 20) == {"bad": Outcome.ADDED}


def test_a_locked_index_is_reported_and_the_work_is_done_later(
    state: FolderState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.watching._WAIT_SECONDS", 0.0)
    put(state, "a.txt")
    told: list[str] = []
    watched = watch_folder(state.home, state.folder, settle_seconds=0.0, once=True, report=told.append)
    with writing(state.home):
        assert list(watched) == []
    assert any("is being written by process" in line for line in told)
    (rows,) = list(watch_folder(state.home, state.folder, settle_seconds=0.0, once=True, report=told.append))
    assert [row.outcome for row in rows] == [Outcome.ADDED]


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    told: list[str] = []

    def rows() -> list[list[IngestRow]]:
        return list(watch_folder(tmp_path / "home", tmp_path / "none", report=told.append))

    with pytest.raises(UsageError, match="no such folder"):
        rows()


def test_the_command_follows_a_folder_until_it_is_interrupted(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    command = [
        sys.executable,
        "-m",
        "ui.cli",
        "--home",
        str(tmp_path / "home"),
        "watch",
        str(tmp_path / "share"),
        "--settle",
        "0.2",
    ]
    printed = tmp_path / "printed"
    with printed.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
    assert process.stderr is not None
    assert "watching" in process.stderr.readline()
    partial = tmp_path / "share" / "a.part"
    partial.write_text(TEXT.format(name="数据"), "utf-8")
    partial.rename(tmp_path / "share" / "a.txt")
    for _ in range(600):
        if "added" in printed.read_text("utf-8"):
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert "added" in printed.read_text("utf-8")
    assert "Traceback" not in err
    assert [item.document.document_id for item in open_index(tmp_path / "home").documents()] == ["a"]
