"""Answers kept by content, so that an interrupted run goes on and an unchanged question is not asked twice.

A key covers question, history, the indexed documents, the settings and the code that answers; the
value is the answer as JSON. Scores are never kept: they are computed anew from the answers.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import assistant
import ingest
import vectorstore
from assistant.answers import Answer, Citation, Condition, ConditionState, Eligibility, Statement, Status, Verdict
from assistant.facts import StatedFact
from eval.cases import Found

_KEPT_STATES = 8


@dataclass(frozen=True, slots=True)
class Reply:
    """What one question gave: an answer or an error, the passages found, and whether a repetition was byte-equal."""

    answer: Answer | None
    error: str = ""
    found: tuple[Found, ...] | None = None
    repeated: bool | None = None


def code_digest() -> str:
    """16 hex digits over every file of the packages that answer (code, tables, prompts)."""
    digest = hashlib.sha256()
    for package in (ingest, vectorstore, assistant):
        for folder in map(Path, package.__path__):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


class ReplyCache:
    """Replies as one small JSON file each, in a folder for each state of subject; without a directory nothing is kept.

    Only the folders of the last few states stay, so that a day of changes leaves no heap of files.
    """

    def __init__(self, directory: Path | None, *, subject: Sequence[str]) -> None:
        self._subject = json.dumps(list(subject), ensure_ascii=False)
        name = hashlib.sha256(self._subject.encode()).hexdigest()[:16]
        self._directory = directory / name if directory else None
        if self._directory:
            self._directory.mkdir(parents=True, exist_ok=True)
            os.utime(self._directory)
            _drop_old(self._directory.parent)

    def key(self, question: str, history: Sequence[str]) -> str:
        """The name under which the reply to a question is kept."""
        content = json.dumps([self._subject, question, list(history)], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    def read(self, key: str) -> Reply | None:
        """The kept reply, None when there is none or it cannot be read any more."""
        if self._directory is None:
            return None
        try:
            stored = json.loads((self._directory / f"{key}.json").read_text("utf-8"))
            return _reply(stored)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, key: str, reply: Reply) -> None:
        """Keep a reply; written aside and renamed, so that a killed run leaves no half a file."""
        if self._directory is None or reply.answer is None:
            return
        found = None if reply.found is None else [[f.document_id, f.clause_id, f.text, f.score] for f in reply.found]
        stored = {"answer": reply.answer.to_json(), "found": found, "repeated": reply.repeated}
        aside = self._directory / f"{key}.partial"
        aside.write_text(json.dumps(stored, ensure_ascii=False), "utf-8")
        aside.replace(self._directory / f"{key}.json")


def _drop_old(directory: Path) -> None:
    """Remove the folders of all but the last few states of subject."""
    folders = [path for path in directory.iterdir() if re.fullmatch(r"[0-9a-f]{16}", path.name) and path.is_dir()]
    for folder in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT_STATES:]:
        shutil.rmtree(folder, ignore_errors=True)


def _reply(stored: dict[str, Any]) -> Reply:
    found = stored["found"]
    return Reply(
        answer=read_answer(stored["answer"]),
        found=None if found is None else tuple(Found(*row) for row in found),
        repeated=stored["repeated"],
    )


def read_answer(stored: dict[str, Any]) -> Answer:
    """The answer that `Answer.to_json` wrote; KeyError or ValueError for anything else."""
    return Answer(
        id=stored["id"],
        question=stored["question"],
        status=Status(stored["status"]),
        language=stored["language"],
        statements=tuple(Statement(row["text"], tuple(row["citations"])) for row in stored["statements"]),
        citations=tuple(_citations(stored["citations"])),
        departments=tuple(stored["departments"]),
        tasks=tuple(stored["tasks"]),
        eligibility=_eligibility(stored["eligibility"]),
        notices=tuple(stored["notices"]),
        route=stored["route"],
        engine=stored["engine"],
        seconds=stored["seconds"],
        usage=stored["usage"],
    )


def _citations(rows: Iterable[dict[str, Any]]) -> Iterable[Citation]:
    for row in rows:
        yield Citation(**row)


def _eligibility(stored: dict[str, Any] | None) -> Eligibility | None:
    if stored is None:
        return None
    conditions = (Condition(row["text"], ConditionState(row["state"]), row["citation"]) for row in stored["conditions"])
    facts = tuple(StatedFact(**row) for row in stored["facts"])
    return Eligibility(Verdict(stored["verdict"]), tuple(conditions), tuple(stored["missing"]), facts)
