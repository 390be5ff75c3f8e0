"""Sample questions with gold answers, read from JSONL; a wrong line is refused with its file and line number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.answers import Status, Verdict
from ingest.errors import UsageError


class SampleRefused(UsageError):
    """A sample file or one of its lines does not follow the schema; the message begins with file:line."""

    kind = "sample_refused"


class Kind(StrEnum):
    """What a sample asks for."""

    OWNER = "owner"
    OWNERSHIP_SET = "ownership_set"
    FACT = "fact"
    NUMBER = "number"
    LIST = "list"
    PROVENANCE = "provenance"
    COMPARISON = "comparison"
    ELIGIBILITY = "eligibility"
    REFUSAL = "refusal"
    OFF_TOPIC = "off_topic"
    SMALL_TALK = "small_talk"
    CLARIFY = "clarify"


class Split(StrEnum):
    """Whether a sample may be looked at while developing; families are never divided."""

    DEV = "dev"
    HELD_OUT = "held_out"


@dataclass(frozen=True, slots=True)
class Sample:
    """One question and what a right answer to it holds.

    `gold`: pieces of evidence, each a tuple of verbatim alternatives of which one must be cited.
    `departments`, `tasks`, `verdicts` are None where the sample does not ask for them. `key_points`:
    strings of which one alternative each must be said; `forbidden`: strings that must not be said.
    `statuses`: the accepted ones. `where`: file:line, for messages.
    """

    id: str
    kind: Kind
    question: str
    statuses: tuple[Status, ...]
    family: str
    history: tuple[str, ...] = ()
    gold: tuple[tuple[str, ...], ...] = ()
    departments: tuple[str, ...] | None = None
    tasks: tuple[str, ...] | None = None
    key_points: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] | None = None
    language: str = "zh"
    tags: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict, hash=False)
    split: Split = Split.DEV
    where: str = field(default="", compare=False)

    @property
    def digest(self) -> str:
        """16 hex digits over everything that decides the score; equal digests can be compared."""
        scored = (self.kind, self.question, self.statuses, self.history, self.gold, self.departments, self.tasks,
                  self.key_points, self.forbidden, self.verdicts)  # fmt: skip
        return hashlib.sha256(json.dumps(scored, ensure_ascii=False).encode()).hexdigest()[:16]


LANGUAGES = ("zh", "zh-Hant", "en")
_REQUIRED = ("id", "kind", "question", "status", "family", "provenance", "split")
_OPTIONAL = ("history", "gold", "departments", "tasks", "key_points", "forbidden", "verdict", "language", "tags")


def data_directory() -> Path:
    """Where the shipped sample files are."""
    return Path(__file__).parent / "data"


def development_files() -> list[Path]:
    """The shipped sample files that may be looked at while developing."""
    return [path for path in sorted(data_directory().glob("*.jsonl")) if not is_held_out_file(path)]


def open_files() -> list[Path]:
    """The shipped sample files that were looked at as well, but that no baseline holds."""
    return sorted((data_directory() / "open").glob("*.jsonl"))


def held_out_files() -> list[Path]:
    """The shipped sample files that only the reports of finished versions open."""
    return [path for path in sorted(data_directory().glob("*.jsonl")) if is_held_out_file(path)]


def is_held_out_file(path: Path) -> bool:
    """Whether a file holds samples set aside, by its name."""
    return "held-out" in path.stem or "held_out" in path.stem


def load_samples(paths: Sequence[Path], *, held_out: bool = False) -> list[Sample]:
    """The samples of all files in order; SampleRefused for the first line that breaks the schema.

    Files of held-out samples are not even opened unless `held_out` is set. Ids are unique over all
    files, and no family has members in both splits.
    """
    samples: list[Sample] = []
    for path in paths:
        if is_held_out_file(path) and not held_out:
            raise SampleRefused(f"{path.name}: held-out samples are opened for reports only; pass --held-out")
        samples += _read_file(path)
    if not held_out and (hidden := [sample for sample in samples if sample.split is Split.HELD_OUT]):
        raise SampleRefused(f"{hidden[0].where}: a held-out sample in a development file; move it or pass --held-out")
    _check_across(samples)
    return samples


def parse_sample(stored: object, *, where: str = "sample") -> Sample:
    """One sample from a decoded JSON line; SampleRefused names `where` and the field."""
    return _Reader(stored, where).sample()


def check_quotes(samples: Sequence[Sample], texts: Sequence[str]) -> None:
    """SampleRefused for the first gold quote that is in none of the source texts."""
    for sample in samples:
        for piece in sample.gold:
            for quote in piece:
                if not any(quote in text for text in texts):
                    raise SampleRefused(f"{sample.where}: gold quote is in no document, verbatim: {quote!r}")


def _read_file(path: Path) -> Iterator[Sample]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SampleRefused(f"{path}: cannot be read as UTF-8 text ({error})") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            stored = json.loads(line)
        except json.JSONDecodeError as error:
            raise SampleRefused(f"{where}: not JSON ({error.msg} at column {error.colno})") from error
        yield parse_sample(stored, where=where)


def _check_across(samples: Sequence[Sample]) -> None:
    ids: dict[str, str] = {}
    splits: dict[str, Split] = {}
    for sample in samples:
        if sample.id in ids:
            raise SampleRefused(f"{sample.where}: id {sample.id!r} is already used in {ids[sample.id]}")
        ids[sample.id] = sample.where
        if splits.setdefault(sample.family, sample.split) is not sample.split:
            raise SampleRefused(f"{sample.where}: family {sample.family!r} has members in both splits")


class _Reader:
    """Reads the fields of one line and says which one is wrong."""

    def __init__(self, stored: object, where: str) -> None:
        self.where = where
        if not isinstance(stored, dict):
            raise SampleRefused(f"{where}: a line must be a JSON object")
        self.stored: dict[str, Any] = stored
        if missing := [name for name in _REQUIRED if name not in stored]:
            raise SampleRefused(f"{where}: missing field {missing[0]!r}")
        if unknown := sorted(set(stored) - {*_REQUIRED, *_OPTIONAL}):
            raise SampleRefused(f"{where}: unknown field {unknown[0]!r}")

    def sample(self) -> Sample:
        statuses = self._chosen("status", tuple(Status))
        if not statuses:
            raise self._wrong("status", "at least one accepted status")
        verdicts = None if self.stored.get("verdict") is None else self._chosen("verdict", tuple(Verdict))
        return Sample(
            id=self._text("id"),
            kind=Kind(self._one_of("kind", tuple(Kind))),
            question=self._text("question"),
            statuses=tuple(Status(status) for status in statuses),
            family=self._text("family"),
            history=self._texts("history"),
            gold=self._alternatives("gold"),
            departments=self._texts_or_none("departments"),
            tasks=self._texts_or_none("tasks"),
            key_points=self._alternatives("key_points"),
            forbidden=self._texts("forbidden"),
            verdicts=None if verdicts is None else tuple(Verdict(verdict) for verdict in verdicts),
            language=self._one_of("language", LANGUAGES) if "language" in self.stored else "zh",
            tags=self._texts("tags"),
            provenance=self._provenance(),
            split=Split(self._one_of("split", tuple(Split))),
            where=self.where,
        )

    def _wrong(self, name: str, expected: str) -> SampleRefused:
        return SampleRefused(f"{self.where}: {name!r} must be {expected}, not {self.stored.get(name)!r}")

    def _text(self, name: str) -> str:
        value = self.stored[name]
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(name, "a text that is not empty")
        return value

    def _texts(self, name: str) -> tuple[str, ...]:
        value = self.stored.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self._wrong(name, "a list of texts")
        return tuple(value)

    def _texts_or_none(self, name: str) -> tuple[str, ...] | None:
        return None if self.stored.get(name) is None else self._texts(name)

    def _alternatives(self, name: str) -> tuple[tuple[str, ...], ...]:
        value = self.stored.get(name, [])
        shaped = isinstance(value, list) and all(
            isinstance(piece, list) and piece and all(isinstance(item, str) and item.strip() for item in piece)
            for piece in value
        )
        if not shaped:
            raise self._wrong(name, "a list of lists of alternatives")
        return tuple(tuple(piece) for piece in value)

    def _one_of(self, name: str, accepted: Sequence[str]) -> str:
        value = self.stored.get(name)
        if value not in accepted:
            raise self._wrong(name, f"one of {', '.join(accepted)}")
        return str(value)

    def _chosen(self, name: str, accepted: Sequence[str]) -> tuple[str, ...]:
        values = self._texts(name)
        if any(value not in accepted for value in values):
            raise self._wrong(name, f"a list out of {', '.join(accepted)}")
        return values

    def _provenance(self) -> dict[str, str]:
        value = self.stored["provenance"]
        named = isinstance(value, dict) and all(isinstance(value.get(name), str) for name in ("author", "written"))
        if not named:
            raise self._wrong("provenance", "an object with author and written (YYYY-MM-DD)")
        return {str(name): str(said) for name, said in value.items()}
