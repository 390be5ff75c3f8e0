"""Files are read apart: a reader that hangs, dies or takes too much refuses that file and serves the next one."""

from __future__ import annotations

import os
import signal
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import DocumentRefused
from ingest.loading import load_documents
from ingest.reading_limits import DEFAULT_LIMITS
from ingest.sandboxing import ReaderProcess
from tests.written import write_word

WORDS = ["关于加强职业教育工作的通知", "一、总体要求", "各部门要按照职责分工,推进这项工作的落实。"]


def test_one_process_reads_many_files_and_a_dead_one_is_replaced(tmp_path: Path) -> None:
    file = write_word(tmp_path / "a.docx", WORDS)
    with ReaderProcess() as reader:
        assert reader.read(file).text == "\n".join(WORDS)
        process = reader._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with pytest.raises(DocumentRefused, match=r"a\.docx"):
            reader.read(file)
        assert reader.read(file).text == "\n".join(WORDS)
    assert reader._process is None


def test_a_reader_that_is_silent_too_long_is_ended(tmp_path: Path) -> None:
    file = write_word(tmp_path / "a.docx", WORDS)
    with ReaderProcess(replace(DEFAULT_LIMITS, seconds=0.0)) as reader:
        with pytest.raises(DocumentRefused, match="longer than 0 seconds; split it"):
            reader.read(file)
        assert reader._process is None


def test_a_file_that_needs_more_memory_than_allowed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    whole = write_word(tmp_path / "whole.docx", WORDS)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body>" + b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 1_500_000)
            new.writestr(name, content)
    # Parsed, the paragraphs take well over half a gigabyte.
    with (
        pytest.raises(DocumentRefused, match=r"memory|damaged|not a readable") as refused,
        ReaderProcess(replace(DEFAULT_LIMITS, memory_bytes=400_000_000)) as reader,
    ):
        reader.read(file)
    assert len(str(refused.value).splitlines()) == 1


def test_files_are_read_by_several_processes_in_their_order(tmp_path: Path) -> None:
    files = [write_word(tmp_path / f"{number}.docx", [*WORDS, f"第{number}号。"]) for number in range(8)]
    files.insert(3, tmp_path / "none.docx")
    loaded = list(load_documents(files, workers=3))
    assert [item.file for item in loaded] == files
    assert [item.reason == "" for item in loaded] == [item.document is not None for item in loaded]
    assert [item.document.document_id for item in loaded if item.document] == [str(number) for number in range(8)]


def test_no_setting_or_key_of_the_user_reaches_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    with ReaderProcess() as reader:
        reader.read(write_word(tmp_path / "a.docx", WORDS))
        assert reader._process is not None
        environment = Path(f"/proc/{reader._process.pid}/environ")
        if environment.exists():
            assert b"secret" not in environment.read_bytes()
