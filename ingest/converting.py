"""Old Word, WPS and Excel files, OpenDocument and rich text: converted by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from ingest.errors import DocumentRefused
from ingest.extracts import Extract, Origin, with_kind
from ingest.kinds import Kind, check_package
from ingest.reading_limits import Limits

_PROGRAMS = ("soffice", "libreoffice")
_WORD, _WORKBOOK = "WordDocument".encode("utf-16-le"), "Workbook".encode("utf-16-le")  # names of streams
_SPREADSHEET = b"opendocument.spreadsheet"


def find_converter() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def read_converted(file: Path, content: bytes, *, kind: Kind, limits: Limits, alive: Callable[[], None]) -> Extract:
    """The text of a file in an older or open format. DocumentRefused where LibreOffice is missing or fails.

    The conversion runs in a folder of its own, with a profile of its own (macros off, no links followed).
    """
    program = find_converter()
    if program is None:
        raise DocumentRefused(
            f"{file.name}: {_article(kind)}, which is read where LibreOffice is installed; install it, or save the file as .docx or .txt"
        )
    if kind is Kind.OPEN_DOCUMENT:
        check_package(file, limits)
    is_table = _WORKBOOK in content and _WORD not in content if kind is Kind.OLD_OFFICE else _SPREADSHEET in content
    with tempfile.TemporaryDirectory(prefix="wence-") as folder:
        source = Path(folder) / "source"
        source.write_bytes(content)
        wanted = "xlsx" if is_table else "docx"
        converted = _convert(program, source, wanted, limits)
        if converted is None:
            raise DocumentRefused(
                f"{file.name}: LibreOffice cannot read it; open it in its own program and save it as .docx"
            )
        alive()
        named = converted.rename(converted.with_name("converted"))
        if is_table:
            from ingest.spreadsheets import read_spreadsheet

            return with_kind(read_spreadsheet(named, limits), str(kind))
        from ingest.word import read_word

        return Extract(read_word(named, limits), Origin(str(kind)))


def _article(kind: Kind) -> str:
    return f"an {kind}" if str(kind)[0] in "oO" else f"a {kind} file"


def _convert(program: str, source: Path, wanted: str, limits: Limits) -> Path | None:
    """The converted file, None when there is none in time."""
    folder = source.parent
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", wanted, "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=max(1.0, limits.seconds - 5),
            check=False,
            cwd=folder,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return next((path for path in (folder / "out").glob(f"*.{wanted}")), None)
