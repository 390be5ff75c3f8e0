"""What a file is, by its content: the name of a file is never believed."""

from __future__ import annotations

import re
import zlib
from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from ingest.errors import DocumentRefused
from ingest.reading_limits import Limits


class Kind(StrEnum):
    """A format that is read, or one that is told apart to be refused with a better reason."""

    TEXT = "text"
    WEB_PAGE = "web page"
    WORD = "Word"
    SPREADSHEET = "spreadsheet"
    PDF = "PDF"
    OFD = "OFD"
    PICTURE = "picture"
    OLD_OFFICE = "old Word, WPS or Excel file"
    OPEN_DOCUMENT = "OpenDocument"
    RICH_TEXT = "rich text"
    ENCRYPTED_OFFICE = "encrypted Office file"
    ARCHIVE = "archive"


READ = {
    Kind.TEXT: (".txt", ".md"),
    Kind.WEB_PAGE: (".html", ".htm"),
    Kind.WORD: (".docx",),
    Kind.SPREADSHEET: (".xlsx",),
    Kind.PDF: (".pdf",),
    Kind.OFD: (".ofd",),
    Kind.PICTURE: (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"),
    Kind.OLD_OFFICE: (".doc", ".wps", ".xls", ".et"),
    Kind.OPEN_DOCUMENT: (".odt", ".ods"),
    Kind.RICH_TEXT: (".rtf",),
}  # the kinds that are read, with the usual endings of their names; the content decides, not the name

_MAGIC = (
    (b"%PDF", Kind.PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLD_OFFICE),
    (b"\x89PNG", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"BM", Kind.PICTURE),
    (b"II*\x00", Kind.PICTURE),
    (b"MM\x00*", Kind.PICTURE),
    (b"{\\rtf", Kind.RICH_TEXT),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"7z\xbc\xaf", Kind.ARCHIVE),
    (b"Rar!", Kind.ARCHIVE),
)
_WEB = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|table|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_MEMBERS = (
    ("word/document.xml", Kind.WORD),
    ("xl/workbook.xml", Kind.SPREADSHEET),
    ("OFD.xml", Kind.OFD),
)


def kind_of(file: Path, content: bytes, limits: Limits) -> Kind:
    """What `content`, read from `file`, is. DocumentRefused for a damaged or oversized package."""
    if content[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _packed_kind(file, limits)
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x00")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.PICTURE
    for magic, kind in _MAGIC:
        if head.startswith(magic) and not (magic == b"BM" and _is_text(head)):
            if kind is Kind.OLD_OFFICE and "EncryptedPackage".encode("utf-16-le") in content:
                return Kind.ENCRYPTED_OFFICE
            return kind
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    wide = head.replace(b"\x00", b"") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    return Kind.WEB_PAGE if _WEB.match(wide.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")) else Kind.TEXT


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head[:64]


def check_package(file: Path, limits: Limits) -> list[str]:
    """The names in a zip package. DocumentRefused when it is damaged, encrypted or would unpack to too much."""
    try:
        with ZipFile(file) as archive:
            items = archive.infolist()
    except (BadZipFile, OSError, ValueError, LookupError, NotImplementedError, zlib.error) as error:
        raise DocumentRefused(
            f"{file.name}: a damaged or truncated package; get the file again or save it anew"
        ) from error
    if len(items) > limits.packed_files or sum(item.file_size for item in items) > limits.unpacked_bytes:
        raise DocumentRefused(
            f"{file.name}: would unpack to more than {limits.unpacked_bytes:,} bytes or {limits.packed_files:,} files;"
            " save its text as .txt"
        )
    if any(item.flag_bits & 0x1 for item in items):
        raise DocumentRefused(f"{file.name}: the file is encrypted; save it without a password")
    return [item.filename for item in items]


def _packed_kind(file: Path, limits: Limits) -> Kind:
    names = check_package(file, limits)
    for member, kind in _MEMBERS:
        if member in names:
            return kind
    if any(name.endswith("/OFD.xml") for name in names):
        return Kind.OFD
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return Kind.OPEN_DOCUMENT
    if "[Content_Types].xml" in names:
        raise DocumentRefused(
            f"{file.name}: an Office file without a text or table; not a readable Word file or workbook"
        )
    if not names:
        raise DocumentRefused(
            f"{file.name}: an empty package, not a readable Word file; save it again as .docx or as .txt"
        )
    return Kind.ARCHIVE
