"""Documents into the index and out of it: what changed is read and embedded, the rest is kept, the whole is published at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

from ingest.documents import Document
from ingest.errors import DocumentRefused, IndexUnusable, UnknownDocument, UsageError
from ingest.fingerprints import fingerprint, reader_digest
from ingest.loading import find_sources, load_documents
from ingest.reading_limits import DEFAULT_LIMITS, Limits
from ingest.validity import with_validity
from ingest.versions import Source, timeline
from vectorstore import generations, history, records
from vectorstore.building import Progress, build_generation
from vectorstore.embeddings import NamedEmbeddings, embeddings_of, open_embeddings
from vectorstore.planning import GONE, IngestRow, Loaded, Outcome, Plan, plan_of

__all__ = ["IngestRow", "Outcome", "Progress", "ensure_index", "ingest_files", "shipped_documents", "withdraw_documents"]  # fmt: skip


def shipped_documents() -> Path:
    """The folder of documents that come with wence."""
    return Path(str(files("documents")))


def ensure_index(home: Path, *, embedder: NamedEmbeddings | None = None, progress: Progress | None = None) -> None:
    """Ingest the shipped documents when `home` holds no index yet."""
    if generations.is_empty(home):
        ingest_files(home, [shipped_documents()], embedder=embedder, progress=progress)


def ingest_files(home: Path, paths: Sequence[Path], *, replace: bool = False, dry_run: bool = False,
                 restore: bool = False, gone: Sequence[str] = (), sources: Mapping[str, Source] | None = None,
                 embedder: NamedEmbeddings | None = None, progress: Progress | None = None, today: date | None = None,
                 wait_seconds: float = 0, limits: Limits = DEFAULT_LIMITS) -> list[IngestRow]:  # fmt: skip
    """Bring files and folders into the index of `home`; one row per input, refused ones included.

    A file that was read before is not read again, a document with the digest of the stored one is kept.
    A changed one becomes the next version; the earlier ones stay for questions as of their time.
    `replace` makes the index hold exactly these documents, built from nothing and without a past;
    `restore` also brings back withdrawn documents; `gone` are ids to withdraw in the same step; `sources`
    tells by path where files came from; `limits` bound the reading of one file. `dry_run` says what would happen and writes nothing.
    """
    report = progress or _silently
    day = today or datetime.now(UTC).astimezone().date()
    fresh = replace or generations.is_empty(home) or not (generations.index_directory(home) / "CURRENT").exists()
    if dry_run:
        plan = _stored_plan(None if fresh else home, day)
        return _planned(
            plan, paths, restore=restore, gone=gone, sources=sources or {}, report=report, limits=limits
        ).rows
    with generations.writing(home, wait_seconds=wait_seconds) as directory:
        fresh = replace or not (directory / "CURRENT").exists()
        plan = _stored_plan(None if fresh else home, day)
        _planned(plan, paths, restore=restore, gone=gone, sources=sources or {}, report=report, limits=limits)
        if plan.touched:
            _publish(home, directory, plan, fresh=fresh, embedder=embedder, report=report)
    return plan.rows


def withdraw_documents(home: Path, document_ids: Sequence[str], *, on: date | None = None, reason: str = "",
                       undo: bool = False, dry_run: bool = False, embedder: NamedEmbeddings | None = None) -> list[IngestRow]:  # fmt: skip
    """Take documents out of the index from a day on, or bring them back; UnknownDocument names those there are.

    Their versions stay in the records, for questions as of an earlier day.
    """
    day = datetime.now(UTC).astimezone().date()
    with generations.writing(home) as directory:
        plan = _stored_plan(home, day)
        for document_id in document_ids:
            if document_id not in plan.versions:
                raise UnknownDocument(f"no document {document_id!r} in the index; there are: {'、'.join(list(plan.versions)[:8])}")  # fmt: skip
            if undo:
                plan.restore(document_id)
            else:
                plan.withdraw(document_id, on=on or day, reason=reason)
        if plan.touched and not dry_run:
            _publish(home, directory, plan, fresh=False, embedder=embedder, report=_silently)
    return plan.rows


def _silently(stage: str, done: int, total: int) -> None:
    """Where nobody watches the progress."""
    del stage, done, total


def _stored_plan(home: Path | None, today: date) -> Plan:
    """The stored state as a plan; an empty one where no home is given."""
    if home is None:
        return plan_of({}, {}, today=today)
    directory = generations.index_directory(home) / generations.current_name(home)
    refresh = generations.read_manifest(directory).reader != reader_digest()
    connection = records.open_records(directory / "records.sqlite")
    try:
        counts = records.read_counts(connection)
        return plan_of(history.read_history(connection), {} if refresh else counts, today=today, touched=refresh)
    finally:
        connection.close()


def _planned(plan: Plan, paths: Sequence[Path], *, restore: bool, gone: Sequence[str], sources: Mapping[str, Source],
             report: Progress, limits: Limits) -> Plan:  # fmt: skip
    """`plan` with the inputs brought in, those that are gone taken out first."""
    for document_id in gone:
        if document_id in plan.versions:
            plan.withdraw(document_id, on=plan.today, reason=GONE)
    loaded, refused = _load(paths, plan, sources, report, limits=limits)
    plan.rows += refused
    for item in loaded:
        plan.add(item, restore=restore)
    return plan


def _load(paths: Sequence[Path], plan: Plan, sources: Mapping[str, Source], report: Progress, *,
          limits: Limits) -> tuple[list[Loaded], list[IngestRow]]:  # fmt: skip
    """The inputs that could be read; what was read before is taken from the records."""
    known = _read_before(plan)
    loaded: dict[str, Loaded] = {}
    rows: list[IngestRow] = []
    found: list[Path] = []
    for path in paths:
        try:
            found += find_sources(path)
        except UsageError as error:
            rows.append(IngestRow(str(path), "", Outcome.REFUSED, str(error)))
    marks = _marked(found, rows)
    unread = [file for file, mark in marks.items() if mark not in known]
    read = {item.file: item for item in load_documents(unread, limits=limits, progress=report)}
    for file, mark in marks.items():
        document = known.get(mark) or read[file].document
        if document is None:
            rows.append(IngestRow(str(file), "", Outcome.REFUSED, read[file].reason))
            continue
        document = document if mark in known else with_validity(document)
        given = sources.get(str(file))
        source = Source(given.origin if given else str(file.absolute()), mark, given.retrieved_at if given else "")
        other = loaded.setdefault(document.document_id, Loaded(str(file), document, source)).name
        if other != str(file):
            reason = f"{file.name}: the id {document.document_id} is already taken by {other}; rename the file"
            rows.append(IngestRow(str(file), "", Outcome.REFUSED, reason))
    return list(loaded.values()), rows


def _marked(found: Sequence[Path], rows: list[IngestRow]) -> dict[Path, str]:
    """What each file's content and reader make its mark, in order; a file that cannot be opened gets a row instead."""
    marks: dict[Path, str] = {}
    for file in found:
        try:
            marks[file] = f"{reader_digest()}:{fingerprint(file)}"
        except DocumentRefused as error:
            rows.append(IngestRow(str(file), "", Outcome.REFUSED, str(error)))
    return marks


def _read_before(plan: Plan) -> dict[str, Document]:
    """The latest version of each document by the digest of the file it was read from."""
    latest = [timeline(versions)[-1][1] for versions in plan.versions.values()]
    return {version.source.fingerprint: version.document for version in latest if version.source.fingerprint}


def _publish(home: Path, directory: Path, plan: Plan, *, fresh: bool, embedder: NamedEmbeddings | None, report: Progress) -> None:  # fmt: skip
    """Build the generation that a plan describes and point readers at it."""
    embedder = embedder or open_embeddings(None)
    previous = None if fresh else directory / generations.current_name(home)
    if previous is not None:
        recorded = generations.read_manifest(previous)
        embeddings_of((recorded.embedding, recorded.dimension), embedder)  # refuses to mix models
    partial = generations.partial_of(directory)
    documents = list(plan.current().values())
    manifest = build_generation(partial, previous, documents=documents, versions=plan.versions, embedder=embedder, report=report)  # fmt: skip
    try:
        generations.publish(directory, partial, manifest)
    except OSError as error:
        generations.discard(partial)
        hint = "free space or choose another directory with --home; the old index is as it was"
        raise IndexUnusable(f"{home} cannot be written ({error.strerror}); {hint}") from error
