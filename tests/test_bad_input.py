"""Files that are damaged, hostile or empty: each is refused in one line with a way out, and the rest is read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from ingest.errors import DocumentRefused
from ingest.loading import find_sources, load_document, load_documents
from ingest.reading_limits import DEFAULT_LIMITS, Limits
from ingest.sandboxing import ReaderProcess
from tests.written import NAVIGATION, write_ofd, write_page, write_word

WORDS = ["关于加强职业教育工作的通知", "一、总体要求", "各部门要按照职责分工,推进这项工作的落实。"]
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";"}{("&" + chr(97 + n) + ";") * 9}">' for n in range(8)
) + "]>"  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


def pdf(file: Path, pages: int, password: str = "") -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 200)
    document.save(file)
    del password


def rewritten(file: Path, whole: Path, changes: dict[str, str]) -> None:
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))


def word_with_entity(file: Path, head: str) -> None:
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;&i;</w:t></w:r></w:p></w:body></w:document>'
    rewritten(file, write_word(file.with_name("whole"), WORDS), {"word/document.xml": head + body})


def ofd_with_entity(file: Path) -> None:
    content = (
        ENTITY + '<Page><Content><TextObject Boundary="0 0 9 9"><TextCode>&e;</TextCode></TextObject></Content></Page>'
    )
    rewritten(file, write_ofd(file.with_name("whole"), WORDS), {"Doc_0/Pages/Page_0/Content.xml": content})


def bomb(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"word/{number}.xml", b" " * 100_000_000)
        archive.writestr("word/document.xml", "<x/>")


def cut(file: Path) -> None:
    file.write_bytes(write_word(file.with_name("whole"), WORDS * 200).read_bytes()[:9000])


def empty_workbook(file: Path) -> None:
    openpyxl.Workbook().save(file)


ENCRYPTED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Filter/Standard/V 1/R 2/Length 40/P -4"
    b"/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<41><41>]>>\n%%EOF"
)

BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.docx": (lambda file: file.write_bytes(b""), "empty"),
    "cut.docx": (cut, "damaged or truncated"),
    "bomb.docx": (bomb, "unpack to more than"),
    "laughs.docx": (lambda file: word_with_entity(file, LAUGHS), "damaged|no text|not a readable"),
    "encrypted.docx": (lambda file: file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600)), "encrypted"),
    "encrypted.pdf": (lambda file: file.write_bytes(ENCRYPTED_PDF), "encrypted"),
    "cut.pdf": (lambda file: file.write_bytes(b"%PDF-1.7\n1 0 obj<</Type/Cata"), "truncated"),
    "blank.pdf": (lambda file: pdf(file, 1), "without text"),
    "none.pdf": (lambda file: pdf(file, 0), "without pages|truncated"),
    "long.pdf": (lambda file: pdf(file, 1000), "1,000 pages, more than 500; split it"),
    "entity.ofd": (ofd_with_entity, "entities"),
    "cut.ofd": (lambda file: rewritten(file, write_ofd(file.with_name("whole"), WORDS), {"Doc_0/Document.xml": "<x"}), "damaged OFD"),
    "empty.xlsx": (empty_workbook, "without values"),
    "archive.zip": (lambda file: zipfile.ZipFile(file, "w").writestr("a.txt", "x"), "unpack it"),
    "links.html": (lambda file: file.write_text(f"<html><body>{NAVIGATION}</body></html>", "utf-8"), "page of links"),
    "sliced.png": (lambda file: file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(90)), "cannot be opened"),
    "huge.png": (lambda file: file.write_bytes(huge_picture()), "picture of more than|cannot be opened"),
    "mojibake.txt": (lambda file: file.write_text("".join(WORDS * 9).encode("gb18030").decode("latin-1"), "utf-8"), "wrongly encoded"),
    "rows.xlsx": (lambda file: many_cells(file), "cells"),
}  # fmt: skip


def huge_picture() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    header = (40_000).to_bytes(4, "big") * 2 + bytes((8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")


def many_cells(file: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "甲", "乙"
    workbook.save(file)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_line_that_names_it_and_a_way_out(
    tmp_path: Path, reader: ReaderProcess, name: str
) -> None:
    write, reason = BAD[name]
    write(tmp_path / name)
    with pytest.raises(DocumentRefused, match=reason) as refused:
        load_document(tmp_path / name, reader=reader)
    assert len(str(refused.value).splitlines()) == 1
    assert str(refused.value).startswith(f"{name}: ")


def test_an_external_entity_in_a_word_file_brings_nothing_of_this_machine_in(
    tmp_path: Path, reader: ReaderProcess
) -> None:
    word_with_entity(tmp_path / "a.docx", ENTITY)
    try:
        text = load_document(tmp_path / "a.docx", reader=reader).text
    except DocumentRefused:
        return
    assert "root:" not in text


def test_bad_files_among_good_ones_have_their_own_rows_and_the_rest_is_read(tmp_path: Path) -> None:
    for name in ("cut.pdf", "entity.ofd", "archive.zip"):
        BAD[name][0](tmp_path / name)
    (tmp_path / "whole").unlink(missing_ok=True)
    write_word(tmp_path / "good.docx", WORDS)
    write_page(tmp_path / "page.html", [*WORDS, "另一段,不同。"], title=WORDS[0])
    loaded = list(load_documents(find_sources(tmp_path), workers=2))
    assert {item.file.name: item.document is not None for item in loaded} == {
        "archive.zip": False, "cut.pdf": False, "entity.ofd": False, "good.docx": True, "page.html": True,
    }  # fmt: skip
    assert all(item.reason for item in loaded if item.document is None)


@pytest.mark.parametrize("name", ["a\nb.txt", "..\\..\\x.txt", "\u202efdp.txt", "x" * 200 + ".txt", "....txt", " .txt"])
def test_a_name_with_tricks_becomes_a_plain_id(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("\n".join(WORDS), "utf-8")
    (item,) = load_documents([tmp_path / name])
    assert item.document is not None
    identifier = item.document.document_id
    assert identifier
    assert identifier.isprintable()
    assert not set("/\\") & set(identifier)
    assert ".." not in identifier
    assert len(identifier) <= 120


def test_the_limits_are_settings(tmp_path: Path) -> None:
    file = write_word(tmp_path / "a.docx", WORDS)
    for limits, reason in ((Limits(file_bytes=100), "more than 100"), (Limits(characters=10), "10 characters"),
                           (Limits(unpacked_bytes=100), "unpack")):  # fmt: skip
        with pytest.raises(DocumentRefused, match=reason):
            load_document(file, limits=limits)
    assert DEFAULT_LIMITS.pages == 500


def test_a_wrong_ending_does_not_matter_and_macros_are_not_run(tmp_path: Path, reader: ReaderProcess) -> None:
    file = tmp_path / "really-word.pdf"
    rewritten(file, write_word(tmp_path / "whole", WORDS), {})
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    assert load_document(file, reader=reader).text == "\n".join(WORDS)


def test_a_picture_of_nothing_is_refused(tmp_path: Path, reader: ReaderProcess) -> None:
    Image.new("RGB", (300, 200), "white").save(tmp_path / "white.png")
    with pytest.raises(DocumentRefused, match="without words"):
        load_document(tmp_path / "white.png", reader=reader)
