"""Files become documents, or are refused with one line that says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import DocumentRefused, UsageError, WenceError
from ingest.loading import find_sources, load_document
from ingest.reading_limits import DEFAULT_LIMITS
from vectorstore.history import document_from_json, document_to_json

TEXT = "关于加强职业教育工作的通知\n一、总体要求\n1、提高质量。各部门要按照职责分工,在全市范围内推进这项工作的落实。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_text_is_read_in_the_encodings_offices_use(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "通知.txt"
    content = TEXT.encode(encoding)
    byte_order = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    file.write_bytes(byte_order + content)
    document = load_document(file)
    assert document.text == TEXT
    assert document.document_id == "通知"
    assert document.title == "关于加强职业教育工作的通知"


def test_a_text_padded_with_no_break_spaces_is_read(tmp_path: Path) -> None:
    padded = TEXT + "\u00a0 " * len(TEXT) + "区民政局"
    (tmp_path / "公告.txt").write_text(padded, "utf-8")
    assert load_document(tmp_path / "公告.txt").text == padded


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("办法..txt", "办法."),
        ("办法(2023.1版).txt", "办法(2023.1版)"),
        ("办法 .txt", "办法"),
        (".办法.txt", "办法"),
        ("a...b.txt", "a_b"),
    ],
)
def test_the_id_of_a_file_is_its_stem_as_far_as_it_is_safe(tmp_path: Path, name: str, expected: str) -> None:
    (tmp_path / name).write_text(TEXT, "utf-8")
    assert load_document(tmp_path / name).document_id == expected


TRADITIONAL = "關於加強職業教育工作的通知\n一、總體要求\n各部門要按照職責分工,在全市範圍內推進這項工作的落實,提高人才培養的質量。\n"


@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL * 9, "關於印發產業計畫的通知", "教育局"])
def test_a_traditional_text_in_big5_is_read_whatever_its_length(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode("big5"))
    assert load_document(file).text == text


def test_a_text_with_characters_of_hong_kong_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("關於粉嶺埗頭嘅通知".encode("big5hkscs"))
    assert load_document(file).text == "關於粉嶺埗頭嘅通知"


@pytest.mark.parametrize("text", ["通知。", "关于印发方案的通知", TEXT, "Vocational education 职业教育 plan\n"])
def test_a_text_in_gb18030_is_not_taken_for_big5(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode("gb18030"))
    assert load_document(file).text == text


def test_line_ends_of_any_system_are_one_kind(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert load_document(file).text == TEXT


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("\u3000\n\u3000".encode(), "no text"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00\x01\x02" * 500, "binary"),
        (TEXT.encode("gb18030").decode("latin-1").encode("utf-8") * 5, "binary or wrongly encoded"),
        ("锟斤拷烫烫屯屯".encode() * 50, "binary or wrongly encoded"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "LibreOffice"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"PK\x03\x04 broken", "damaged or truncated package"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9, "picture"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(range(256)) * 9, "picture"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(range(256)) * 4, "archive; unpack it"),
        (rb"{\rtf1\ansi\ansicpg936 }", "rich text|no text|LibreOffice"),
        ("\ufeff <!DOCTYPE html><html><body>通知</body></html>".encode(), "page of links"),
        (TEXT.encode() + b"\xff\xfe" + TEXT.encode(), "wrongly encoded"),
        (("?" * 50 + "2021" + "?" * 50).encode(), "wrongly encoded"),
        (("文件\ufffd\ufffd的" * 20).encode(), "wrongly encoded"),
        (TEXT.encode().decode("gb18030", errors="ignore").encode() * 3, "wrongly encoded"),
        (b"PK\x05\x06" + bytes(18), "Word"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    with pytest.raises(DocumentRefused, match=reason) as refused:
        load_document(file)
    assert "\n" not in str(refused.value)
    assert "a.txt" in str(refused.value)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as stream:
        stream.truncate(DEFAULT_LIMITS.file_bytes + 1)
    with pytest.raises(DocumentRefused, match="split it"):
        load_document(file)


def test_a_folder_gives_its_texts_and_document_folders_in_order(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a.md",
        "c.pdf",
        ".hidden.txt",
        "sub/d.docx",
        "plan/source.txt",
        "plan/metadata.toml",
        "plan/notes.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in find_sources(tmp_path)]
    assert found == ["a.md", "b.txt", "c.pdf", "plan/source.txt", "sub/d.docx"]


def test_a_folder_without_texts_and_a_missing_path_are_usage_errors(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError, match=str(path.name)):
            find_sources(path)


def test_metadata_beside_a_file_say_what_its_text_does_not(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    (tmp_path / "a.toml").write_text(
        'title = "正式标题"\nlevel = "市"\nplace = "上海市"\nissuers = ["市教委"]\nissued_on = 2020-02-03\nhorizon = 2025\nurl = "https://example.gov.cn/a"\n',
        "utf-8",
    )
    document = load_document(file)
    assert (document.title, document.level, document.place, document.horizon) == ("正式标题", "市", "上海市", 2025)
    assert str(document.issued_on) == "2020-02-03"
    assert document.url == "https://example.gov.cn/a"


@pytest.mark.parametrize(
    "metadata",
    ["title = ", 'titel = "x"', 'level = "镇"', 'issued_on = "gestern"', "title = 3", 'url = "javascript:x"'],
)
def test_wrong_metadata_are_refused_and_not_guessed(tmp_path: Path, metadata: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    (tmp_path / "a.toml").write_text(metadata, "utf-8")
    with pytest.raises(WenceError, match=r"a\.toml") as refused:
        load_document(file)
    assert "\n" not in str(refused.value)


MEASURE = """
[[measure]]
id = "m"
title = "补贴"
clause = "s1.i1"
quote = "提高质量"
modality = "鼓励"
who = ["enterprise"]
keywords = ["质量"]
[[measure.condition]]
text = "落实"
quote = "推进这项工作的落实"
when = [{ kind = "enterprise park", in_district = "yes" }, { amount = ">=500" }]
"""


def test_reviewed_measures_beside_a_file_come_with_the_document(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    (tmp_path / "a.measures.toml").write_text(MEASURE, "utf-8")
    document = load_document(file)
    (measure,) = document.measures
    assert (measure.measure_id, measure.conditions[0].quote) == ("m", "推进这项工作的落实")
    assert document_from_json(document_to_json(document)) == document


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('quote = "提高质量"', 'quote = "提高数量"'),
        ('quote = "推进这项工作的落实"', 'quote = "不在文中"'),
        ('id = "m"', ""),
        ('who = ["enterprise"]', 'who = ["martian"]'),
        ('who = ["enterprise"]', "who = 3"),
        ("[[measure]]", "[measure]"),
        ("[[measure]]", "[[measure]"),
        ("[[measure.condition]]", 'condition = ["x"]\n[measure.x]'),
        ('text = "落实"', 'text = "落实"\nwhen = [{ height = "yes" }]'),
        ('text = "落实"', 'text = "落实"\nwhen = [{ kind = "martian" }]'),
        ('text = "落实"', 'text = "落实"\nwhen = [{ kind = "" }]'),
        ('text = "落实"', 'text = "落实"\nwhen = [{ amount = "many" }]'),
        ('text = "落实"', 'text = "落实"\nunclear = ["kind"]'),
        ('id = "m"', 'id = "m"\nreviewed = false'),
        ("[[measure]]", "measure = 3\n[other]"),
        ('modality = "鼓励"', 'modality = "鼓励"\nfigure = [{ value = "viel", unit = "%" }]'),
        ('modality = "鼓励"', 'modality = "鼓励"\nfigure = [{ value = "30" }]'),
    ],
)
def test_malformed_measures_are_refused_in_one_line_that_names_the_file(tmp_path: Path, old: str, new: str) -> None:
    assert old in MEASURE
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    (tmp_path / "a.measures.toml").write_text(MEASURE.replace(old, new), "utf-8")
    with pytest.raises(DocumentRefused, match=r"a\.measures\.toml") as refused:
        load_document(file)
    assert len(str(refused.value).splitlines()) == 1


def test_measures_in_another_encoding_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    (tmp_path / "a.measures.toml").write_bytes(MEASURE.encode("gb18030"))
    with pytest.raises(DocumentRefused, match=r"a\.measures\.toml"):
        load_document(file)


def test_a_document_folder_gives_id_metadata_and_measures(tmp_path: Path) -> None:
    folder = tmp_path / "plan-2021"
    folder.mkdir()
    (folder / "source.txt").write_text(TEXT, "utf-8")
    (folder / "metadata.toml").write_text('title = "正式标题"', "utf-8")
    (folder / "measures.toml").write_text(MEASURE, "utf-8")
    (source,) = find_sources(tmp_path)
    document = load_document(source)
    assert (document.document_id, document.title, len(document.measures)) == ("plan-2021", "正式标题", 1)


def test_a_path_too_long_for_the_system_is_a_usage_error() -> None:
    with pytest.raises(UsageError) as refused:
        find_sources(Path("x" * 5000))
    assert len(str(refused.value)) < 200
