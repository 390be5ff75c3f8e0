"""A file of any kind to its text: each kind has a reader, chosen by what the content is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.encodings import decode_text
from ingest.errors import DocumentRefused
from ingest.extracts import Extract, Origin
from ingest.kinds import Kind, kind_of
from ingest.reading_limits import Limits

Alive = Callable[[], None]  # called by a reader that takes long, after each step


def read_content(file: Path, limits: Limits) -> tuple[Kind, bytes]:
    """What a file is, and its bytes. DocumentRefused when it is empty, too large or cannot be read."""
    try:
        if not file.is_file():
            raise DocumentRefused(f"{file.name}: no regular file; name a file or a folder")
        size = file.stat().st_size
        if size > limits.file_bytes:
            raise DocumentRefused(
                f"{file.name}: {size:,} bytes, more than {limits.file_bytes:,}; split it or convert it to text"
            )
        content = file.read_bytes()
    except OSError as error:
        raise DocumentRefused(f"{file.name}: cannot be read ({error.strerror})") from error
    if not content.strip():
        raise DocumentRefused(f"{file.name}: the file is empty")
    return kind_of(file, content, limits), content


def read_plain(content: bytes, *, name: str, limits: Limits) -> Extract:
    """A text file as it stands."""
    if len(content) > limits.text_bytes:
        raise DocumentRefused(f"{name}: {len(content):,} bytes of text, more than {limits.text_bytes:,}; split it")
    return Extract(decode_text(content, name=name))


def read_file(file: Path, limits: Limits, alive: Alive = lambda: None) -> Extract:
    """The text of a file with what it says of itself. DocumentRefused says why there is none and what helps."""
    kind, content = read_content(file, limits)
    extract = (
        read_plain(content, name=file.name, limits=limits)
        if kind is Kind.TEXT
        else _read(kind, file, content, limits, alive)
    )
    if len(extract.text) > limits.characters:
        raise DocumentRefused(f"{file.name}: more than {limits.characters:,} characters; split it")
    if not extract.text.strip():
        raise DocumentRefused(f"{file.name}: the file holds no text")
    return extract


def _read(kind: Kind, file: Path, content: bytes, limits: Limits, alive: Alive) -> Extract:
    match kind:
        case Kind.WEB_PAGE:
            from ingest.web_pages import read_web_page

            return read_web_page(content, name=file.name, limits=limits)
        case Kind.WORD:
            from ingest.word import read_word

            return Extract(read_word(file, limits), Origin(str(kind)))
        case Kind.SPREADSHEET:
            from ingest.spreadsheets import read_spreadsheet

            return read_spreadsheet(file, limits)
        case Kind.PDF:
            from ingest.portable import read_pdf

            return read_pdf(file, limits, alive)
        case Kind.OFD:
            from ingest.ofd import read_ofd

            return read_ofd(file, limits)
        case Kind.PICTURE:
            from ingest.scans import read_picture

            return read_picture(file, limits)
        case Kind.OLD_OFFICE | Kind.OPEN_DOCUMENT | Kind.RICH_TEXT:
            from ingest.converting import read_converted

            return read_converted(file, content, kind=kind, limits=limits, alive=alive)
        case Kind.ENCRYPTED_OFFICE:
            raise DocumentRefused(
                f"{file.name}: the file is encrypted; open it with its password and save it without one"
            )
    raise DocumentRefused(f"{file.name}: an archive; unpack it and name the files in it")
