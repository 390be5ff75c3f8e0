"""Files that come as bytes (an upload in the page, a fetched page): kept under the home as they came, then ingested."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from ingest.errors import DocumentRefused, IndexUnusable, WenceError
from ingest.reading_limits import DEFAULT_LIMITS, Limits
from ingest.versions import Source
from vectorstore.embeddings import NamedEmbeddings
from vectorstore.indexing import IngestRow, Outcome, Progress, ingest_files

_LONGEST_NAME = 80  # characters; file systems take 255 bytes, a Chinese character is three
_WAIT_SECONDS = 60.0  # for another writer, so that two editors at once both succeed


def originals_directory(home: Path) -> Path:
    """Where the files stand as they came, one folder each, named after their digest."""
    return home / "originals"


def ingest_upload(home: Path, name: str, content: bytes, *, restore: bool = True, dry_run: bool = False,
                  origin: str = "", retrieved_at: str = "", metadata: Mapping[str, str] | None = None,
                  embedder: NamedEmbeddings | None = None, progress: Progress | None = None,
                  limits: Limits = DEFAULT_LIMITS) -> list[IngestRow]:  # fmt: skip
    """Bring one file into the index of `home`: its bytes are kept there under `name`, then read as any file is.

    The row says what became of it, with the clause-level difference to the version before; a file
    that cannot be read comes back as a refused row with the reason and leaves nothing behind. `name`
    may be anything a browser sends: only its last part is used. `origin` and `retrieved_at` are kept
    with the version, `metadata` are facts (title, url, …) that the text does not print. Waits up to a
    minute for another writer; IndexUnusable when the index cannot be written, which then is as it was.
    """
    record = {"address": origin, "retrieved_at": retrieved_at, "sha256": hashlib.sha256(content).hexdigest()}
    try:
        file, is_new = _kept(home, safe_name(name), content, metadata or {}, record if retrieved_at else {})
    except DocumentRefused as error:
        return [IngestRow(name, "", Outcome.REFUSED, str(error))]
    source = Source(origin or f"upload:{file.name}", retrieved_at=retrieved_at)
    try:
        rows = ingest_files(
            home, [file], restore=restore, dry_run=dry_run, sources={str(file): source}, embedder=embedder,
            progress=progress, wait_seconds=_WAIT_SECONDS, limits=limits,
        )  # fmt: skip
    except WenceError:
        if is_new:
            shutil.rmtree(file.parent, ignore_errors=True)
        raise
    if is_new and (dry_run or any(row.outcome is Outcome.REFUSED for row in rows)):
        shutil.rmtree(file.parent, ignore_errors=True)
    return rows


def safe_name(name: str) -> str:
    """The last part of a name as a file of ours may be called; DocumentRefused when nothing usable is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = "".join(" " if unicodedata.category(character)[0] == "C" or character in '<>:"|?*' else character for character in last)  # fmt: skip
    clean = re.sub(r"\s+", " ", clean).rstrip(" .")
    stem, dot, suffix = clean.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, dot, suffix = clean, "", ""
    if not re.search(r"\w", stem):
        raise DocumentRefused(f"{name[:60]!r}: no usable file name; give the file a name of letters or characters")
    return stem[:_LONGEST_NAME].strip(" .") + dot + suffix


def _kept(home: Path, name: str, content: bytes, metadata: Mapping[str, str],
          record: Mapping[str, str]) -> tuple[Path, bool]:  # fmt: skip
    """The file as stored, and whether it was stored just now; it appears whole or not at all."""
    if len(content) > DEFAULT_LIMITS.file_bytes:
        raise DocumentRefused(
            f"{name}: {len(content):,} bytes, more than {DEFAULT_LIMITS.file_bytes:,}; split it or convert it to text"
        )
    stated = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in metadata.items())
    digest = hashlib.sha256(content + stated.encode() + name.encode()).hexdigest()[:16]
    folder = originals_directory(home) / digest
    if (folder / name).exists():
        return folder / name, False
    partial = folder.with_name(f"{digest}.{os.getpid()}.part")
    try:
        partial.mkdir(parents=True, exist_ok=True)
        (partial / name).write_bytes(content)
        if stated:
            (partial / name).with_suffix(".toml").write_text(stated, "utf-8")
        if record:
            (partial / f"{name}.retrieved.json").write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
        partial.rename(folder)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise IndexUnusable(f"{home} cannot be written ({error.strerror or error}); free space or choose another directory with --home") from error  # fmt: skip
    return folder / name, True
