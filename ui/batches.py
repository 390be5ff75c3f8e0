"""Many questions from a JSONL file: one output line for each input line, in order, failed ones included."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.errors import UsageError, WenceError

Work = Callable[[dict[str, Any]], dict[str, Any]]


def run_batch(source: Path, target: Path, *, text_field: str, work: Work, progress: Callable[[int, int], None]) -> int:
    """Do `work` for every line of `source` and write its result to `target`; returns how many lines failed.

    `work` gets a checked line: `text_field` is a string and `history`, where given, a list of strings.
    A failed line becomes `{"id", text_field, "error": {"type", "message"}}`. The target appears, or is
    replaced, when all is done; an interrupted run leaves what was there before.
    """
    lines = _read(source)
    partial = target.with_name(target.name + ".part")
    failed = 0
    try:
        with partial.open("w", encoding="utf-8") as file:
            for done, line in enumerate(lines, 1):
                result = _result(line, number=done, text_field=text_field, work=work)
                failed += "error" in result
                file.write(json.dumps(result, ensure_ascii=False) + "\n")
                progress(done, len(lines))
        os.replace(partial, target)  # noqa: PTH105 - the error below names both ends
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from error
    finally:
        partial.unlink(missing_ok=True)
    return failed


def _read(source: Path) -> list[str]:
    try:
        text = source.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{source}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{source}: not UTF-8 text") from error
    return [line for line in text.split("\n") if line.strip()]


def _result(line: str, *, number: int, text_field: str, work: Work) -> dict[str, Any]:
    asked: dict[str, Any] = {"id": None}
    try:
        asked = {"id": None} | _checked(line, number=number)
        return work(asked)
    except WenceError as error:
        kind, message = error.kind, str(error)
    except Exception as error:  # noqa: BLE001 - one bad line must not lose the lines after it
        kind, message = "internal", f"{type(error).__name__}: {error}"
    return {"id": asked["id"], text_field: asked.get(text_field), "error": {"type": kind, "message": message}}


def _checked(line: str, *, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UsageError(f"line {number}: not JSON ({error})") from error
    if not isinstance(asked, dict):
        raise UsageError(f"line {number}: not a JSON object")
    return asked


def text_of(asked: dict[str, Any], field: str) -> str:
    """The text of a line; UsageError when it is missing or no string."""
    value = asked.get(field)
    if not isinstance(value, str):
        raise UsageError(f"the line has no text in {field!r}")
    return value


def history_of(asked: dict[str, Any]) -> Iterator[str]:
    """The earlier questions of a line; UsageError when they are not a list of texts."""
    history = asked.get("history") or []
    if not isinstance(history, list) or not all(isinstance(item, str) for item in history):
        raise UsageError("history must be a list of earlier questions")
    yield from history
