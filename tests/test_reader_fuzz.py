"""Damaged files of every kind: a reader gives a text or refuses in one line, and nothing else happens.

`make fuzz` runs the same for minutes (FUZZ_MINUTES); here each kind is damaged a few times.
"""

from __future__ import annotations

import os
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from ingest.errors import DocumentRefused
from ingest.loading import load_document
from ingest.reading_limits import DEFAULT_LIMITS
from ingest.sandboxing import ReaderProcess
from tests.written import write_ofd, write_page, write_word, write_workbook

WORDS = ["关于加强职业教育工作的通知", "一、总体要求", "各部门要按照职责分工,推进这项工作的落实。(责任部门:区教育局)"]
MINUTES = float(os.environ.get("FUZZ_MINUTES", "0"))
ROUNDS = 6
LIMITS = replace(DEFAULT_LIMITS, seconds=30.0)


def write_text(file: Path) -> None:
    file.write_bytes("\n".join(WORDS).encode("gb18030"))


def write_drawn_pdf(file: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(200, 300)
    document.save(file)


def write_picture(file: Path) -> None:
    Image.effect_noise((60, 40), 90).save(file, "PNG")


WRITERS: dict[str, Callable[[Path], object]] = {
    "text": write_text,
    "page": lambda file: write_page(file, WORDS, title=WORDS[0]),
    "word": lambda file: write_word(file, WORDS),
    "workbook": lambda file: write_workbook(file, [["任务", "责任部门"], ["甲", "区教育局"]], merged=["A1:B1"]),
    "ofd": lambda file: write_ofd(file, WORDS * 20, head=WORDS[0]),
    "pdf": write_drawn_pdf,
    "picture": write_picture,
}


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess(LIMITS) as process:
        yield process


def damaged(content: bytes, chance: random.Random) -> bytes:
    """`content` with bytes changed, cut out, doubled or put in from elsewhere; in a package also inside a member."""
    if content[:2] == b"PK" and chance.random() < 0.7:
        return damaged_package(content, chance)
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        start = chance.randrange(max(1, len(changed)))
        end = min(len(changed), start + chance.choice((1, 8, 200)))
        kind = chance.randrange(4)
        if kind == 0:
            changed[start:end] = chance.randbytes(end - start)
        elif kind == 1:
            del changed[start:end]
        elif kind == 2:
            changed[start:start] = changed[start:end] * chance.choice((1, 50))
        else:
            changed[start:start] = chance.choice(
                (b"<", b"&e;", b"\x00", b"\xff\xfe", b"<table>" * 400, b"<div>" * 4000, b"99999999999")
            )
    return bytes(changed)


def damaged_package(content: bytes, chance: random.Random) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            whole = old.read(name)
            if name != chosen:
                new.writestr(name, whole)
            elif chance.random() < 0.9:
                new.writestr(name, damaged(whole, chance))
    return written.getvalue()


def outcome(file: Path, reader: ReaderProcess) -> str:
    """Why `file` was refused, empty when it was read."""
    try:
        text = load_document(file, limits=LIMITS, reader=reader).text
    except DocumentRefused as refused:
        return str(refused)
    assert text.strip()
    return ""


@pytest.mark.parametrize("kind", WRITERS)
def test_a_damaged_file_is_read_or_refused_in_one_line(tmp_path: Path, reader: ReaderProcess, kind: str) -> None:
    WRITERS[kind](tmp_path / "whole")
    content = (tmp_path / "whole").read_bytes()
    chance = random.Random(kind)  # noqa: S311 - the same damage in every run
    end = time.monotonic() + 60 * MINUTES / len(WRITERS)
    done = 0
    while done < ROUNDS or time.monotonic() < end:
        file = tmp_path / "file"
        file.write_bytes(damaged(content, chance))
        said = outcome(file, reader)
        assert len(said.splitlines()) <= 1, (kind, done)
        assert "took longer" not in said, (kind, done)
        done += 1
