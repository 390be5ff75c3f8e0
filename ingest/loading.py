"""Files and folders to documents. What a file is decides its content, not its name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest.documents import Document
from ingest.errors import DocumentRefused, UsageError
from ingest.measures import parse_measures
from ingest.metadata import document_from_text, with_metadata

MAX_BYTES = 20_000_000
METADATA_FILE = "metadata.toml"
MEASURES_FILE = "measures.toml"
_SOURCE_NAMES = ("source.txt", "source.md", "source.docx")
_TEXT_SUFFIXES = {".txt", ".md", ".docx", ".text", ".markdown"}


def find_sources(path: Path) -> list[Path]:
    """The files to ingest below `path`: the file itself, a document folder's source, or all texts of a folder."""
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except OSError as error:
        raise UsageError(f"{str(path)[:80]}: {error.strerror}") from error
    if is_file:
        return [path]
    if not is_folder:
        raise UsageError(f"{path}: no such file or folder")
    found: list[Path] = []
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.is_file() and not hidden and (file.name in _SOURCE_NAMES or _is_loose_text(file)):
            found.append(file)
    if not found:
        raise UsageError(f"{path}: no .txt, .md or .docx file in it")
    return found


def _is_loose_text(file: Path) -> bool:
    return file.suffix.lower() in _TEXT_SUFFIXES and not (file.parent / METADATA_FILE).exists()


def load_document(file: Path) -> Document:
    """The document in `file`; its id is the folder's name for a shipped document, else the file's stem.

    Raises DocumentRefused with the reason when the file is empty, too large, binary or unreadable.
    """
    folder_metadata = file.parent / METADATA_FILE
    shipped = file.name in _SOURCE_NAMES and folder_metadata.exists()
    document = document_from_text(read_source(file), document_id=file.parent.name if shipped else file.stem)
    beside = folder_metadata if shipped else file.with_suffix(".toml")
    if beside.is_file():
        document = with_metadata(document, beside)
    measures = file.parent / MEASURES_FILE if shipped else file.with_suffix(".measures.toml")
    if measures.is_file():
        reviewed = parse_measures(_read_toml(measures), name=measures.name, text=document.text)
        document = replace(document, measures=reviewed)
    return document


def _read_toml(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentRefused(f"{file.name}: cannot be read; save it as UTF-8 text") from error


def read_source(file: Path) -> str:
    """The text of a file, unchanged but for its line ends."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise DocumentRefused(
                f"{file.name}: {size:,} bytes, more than {MAX_BYTES:,}; split it or convert it to text"
            )
        content = file.read_bytes()
    except OSError as error:
        raise DocumentRefused(f"{file.name}: cannot be read ({error.strerror})") from error
    if zipfile.is_zipfile(file):
        from ingest.word import read_word

        text = read_word(file)
    else:
        text = decode_text(content, name=file.name)
    if not text.strip():
        raise DocumentRefused(f"{file.name}: the file holds no text")
    return text


_MAGIC = {b"%PDF": "a PDF", b"\xd0\xcf\x11\xe0": "an old Word or WPS file", b"\x89PNG": "a picture",
          b"\xff\xd8\xff": "a picture", b"\x1f\x8b": "a compressed file", b"GIF8": "a picture", b"{\\rtf": "a rich text file",
          b"<!doctype html": "a saved web page", b"<html": "a saved web page"}  # fmt: skip


def decode_text(content: bytes, *, name: str) -> str:
    """`content` as text: UTF-8, GB18030, Big5 or UTF-16 by what decodes into readable words."""
    for magic, kind in _MAGIC.items():
        if content[:40].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(magic.lower()):
            raise DocumentRefused(f"{name}: {kind}, which is not read yet; save it as .docx or .txt")
    if not content.strip():
        raise DocumentRefused(f"{name}: the file is empty")
    text = next((text for text in _decodings(content) if _is_readable(text)), None)
    if text is None:
        raise DocumentRefused(f"{name}: binary or wrongly encoded content; save it as UTF-8 text")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decodings(content: bytes) -> Iterator[str]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield from _decoded(content, "utf-16")
    elif utf8 := list(_decoded(content, "utf-8-sig")):
        yield from utf8
        return  # bytes that are UTF-8 by chance are not met
    else:
        chinese = [(encoding, text) for encoding in ("gb18030", "big5hkscs") for text in _decoded(content, encoding)]
        likely = [(share, text) for encoding, text in chinese if (share := _frequent_share(text, encoding)) > _LIKELY]
        yield from (text for _, text in sorted(likely, reverse=True))
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    if best is not None:
        yield str(best)


_LIKELY = 0.75  # of the Han characters; text read by the wrong Chinese code page has about half


def _decoded(content: bytes, encoding: str) -> Iterator[str]:
    with suppress(UnicodeDecodeError):
        yield content.decode(encoding)


def _frequent_share(text: str, encoding: str) -> float:
    """The share of letters beyond ASCII that are in the frequent level of GB 2312 or of Big5."""
    sample = [character for character in text[:20_000] if character > "\x7f" and character.isalpha()]
    charset, last = ("gb2312", 0xD7) if encoding == "gb18030" else ("big5", 0xC6)
    first = 0xB0 if charset == "gb2312" else 0xA4
    leads = [character.encode(charset, errors="replace")[0] for character in sample]
    return sum(first <= lead <= last for lead in leads) / max(1, len(leads))


_MOJIBAKE = "锟斤拷烫屯ÃÂâ€™�"
_EXPECTED = re.compile(
    r"[\u0000-\u024f\u2e80-\u2fdf\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff5e\U00020000-\U000323af]"
)
_COMMON = frozenset("的一是在不了有和人为大中国年以业区市及应对按部发等行工作情")


def _is_readable(text: str) -> bool:
    """Whether a decoding gave words: few control characters, few signs of a wrong decoding, common characters."""
    sample = text[:20_000]
    control = sum(character < " " and character not in "\n\r\t\f" for character in sample)
    broken = sum(character in _MOJIBAKE for character in sample)
    private = sum("\ue000" <= character <= "\uf8ff" for character in sample)
    if sum("\x80" <= character <= "\xff" for character in sample) > 0.2 * len(sample):
        return False  # Chinese bytes that were once read as Latin letters
    foreign = sum(character.isalpha() and not _EXPECTED.match(character) for character in sample)
    lost = sum(character == "?" for character in sample)
    if foreign > 0.3 * len(sample) or lost > 0.3 * len(sample):
        return False
    if control + broken + private > 0.02 * len(sample):
        return False
    han = [character for character in sample if "\u4e00" <= character <= "\u9fff"]
    # Text decoded by the wrong Chinese code page is all rare characters.
    common = sum(character in _COMMON for character in han)
    return len(han) < 20 or common >= 0.02 * len(han)
