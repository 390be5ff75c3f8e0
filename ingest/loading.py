"""Files and folders to documents. What a file is decides its content, not its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue

from ingest.condition_lines import with_condition_lines
from ingest.document_facts import document_from_extract
from ingest.documents import Document
from ingest.errors import DocumentRefused, UsageError
from ingest.extracts import Extract
from ingest.glosses import parse_glosses
from ingest.kinds import Kind
from ingest.measures import parse_measures
from ingest.metadata import with_metadata
from ingest.names import safe_id, shown
from ingest.readers import read_content, read_plain
from ingest.reading_limits import DEFAULT_LIMITS, Limits
from ingest.sandboxing import ReaderProcess

Progress = Callable[[str, int, int], None]  # stage, done, total
METADATA_FILE = "metadata.toml"
MEASURES_FILE = "measures.toml"
GLOSSES_FILE = "glosses.toml"
CONDITIONS_FILE = "conditions.toml"
# What people wrote beside a document: beside a file NAME.pdf under NAME.measures.toml and so on.
WRITTEN_BESIDE = (MEASURES_FILE, CONDITIONS_FILE, GLOSSES_FILE)
_SOURCE = "source"  # the stem of the text in a document folder, whatever its format
_BESIDE = {".toml", ".json", ".jsonl", ".py", ".pyc", ".ini", ".db"}  # files that stand beside documents


def find_sources(path: Path) -> list[Path]:
    """The files to ingest below `path`: the file itself, a document folder's source, or all files of a folder.

    What a file is, is seen when it is read; here only hidden files, locks of open files and files beside documents are left out.
    """
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
        if not hidden and file.is_file() and _is_document(file):
            found.append(file)
    if not found:
        raise UsageError(f"{path}: no file of a document in it")
    return found


def _is_document(file: Path) -> bool:
    if file.name.startswith("~$") or file.suffix.lower() in _BESIDE:
        return False
    return file.stem == _SOURCE or not (file.parent / METADATA_FILE).exists()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file: its document, or the reason why there is none."""

    file: Path
    document: Document | None
    reason: str = ""


def load_documents(files: Iterable[Path], *, workers: int | None = None, limits: Limits = DEFAULT_LIMITS,
                   progress: Progress | None = None) -> Iterator[Loaded]:  # fmt: skip
    """Every file with its document or its refusal, in order; `workers` processes (default: one a core) read at a time.

    `progress` is told the stage, how many are read and of how many.
    """
    listed = list(files)
    count = max(1, min(workers or os.cpu_count() or 1, len(listed)))
    idle: SimpleQueue[ReaderProcess] = SimpleQueue()
    readers = [ReaderProcess(limits) for _ in range(count)]
    for reader in readers:
        idle.put(reader)

    def load(file: Path) -> Loaded:
        reader = idle.get()
        try:
            return Loaded(file, load_document(file, limits=limits, reader=reader))
        except DocumentRefused as error:
            return Loaded(file, None, shown(str(error)))
        finally:
            idle.put(reader)

    try:
        with ThreadPoolExecutor(count) as pool:
            for done, item in enumerate(pool.map(load, listed), 1):
                yield item
                if progress:
                    progress("reading", done, len(listed))
    finally:
        for reader in readers:
            reader.close()


def load_document(file: Path, *, limits: Limits = DEFAULT_LIMITS, reader: ReaderProcess | None = None) -> Document:
    """The document in `file`; its id is the folder's name for a shipped document, else the file's stem.

    Raises DocumentRefused with the reason when the file cannot become a document. What is not plain text is read
    by `reader`, or by a process for this file alone.
    """
    folder_metadata = file.parent / METADATA_FILE
    shipped = file.stem == _SOURCE and folder_metadata.exists()
    extract = _extract(file, limits, reader)
    document = document_from_extract(extract, document_id=safe_id(file.parent.name if shipped else file.stem))
    beside = folder_metadata if shipped else file.with_suffix(".toml")
    if beside.is_file():
        document = with_metadata(document, beside)
    measures, conditions, glosses = (
        file.parent / name if shipped else file.with_suffix(f".{name}") for name in WRITTEN_BESIDE
    )
    if measures.is_file():
        reviewed = parse_measures(_read_toml(measures), name=measures.name, text=document.text)
        if conditions.is_file():
            reviewed = with_condition_lines(reviewed, _read_toml(conditions), name=conditions.name)
        document = replace(document, measures=reviewed)
    if glosses.is_file():
        written = parse_glosses(_read_toml(glosses), name=glosses.name, text=document.text)
        document = replace(document, glosses=written)
    return document


def _extract(file: Path, limits: Limits, reader: ReaderProcess | None) -> Extract:
    kind, content = read_content(file, limits)
    if kind is Kind.TEXT:
        extract = read_plain(content, name=file.name, limits=limits)
        if not extract.text.strip():
            raise DocumentRefused(f"{file.name}: the file holds no text")
        return extract
    del content
    if reader is not None:
        return reader.read(file)
    with ReaderProcess(limits) as own:
        return own.read(file)


def _read_toml(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentRefused(f"{file.name}: cannot be read; save it as UTF-8 text") from error
