"""The process that reads files: parsers, converters and the recogniser run here, apart, with bounded memory.

It takes one JSON line for each file on standard input and answers with one line, preceded by a line for every sign
of life. Only this protocol goes to its standard output; what libraries print is dropped.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, TextIO

from ingest.errors import DocumentRefused
from ingest.extracts import extract_to_json
from ingest.readers import read_file
from ingest.reading_limits import Limits


def main() -> None:
    """Serve requests until standard input ends."""
    answers = _own_output()
    limits = _limits(json.loads(sys.stdin.readline() or "{}"))
    _bound(limits)
    for line in sys.stdin:
        reply = _reply(Path(json.loads(line)["file"]), limits, answers)
        _send(answers, reply)
        if reply.get("exhausted"):
            return


def _own_output() -> TextIO:
    """The real standard output for the protocol; all else that is printed goes nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _limits(values: dict[str, Any]) -> Limits:
    known = {field.name for field in fields(Limits)}
    return Limits(**{name: value for name, value in values.items() if name in known})


def _bound(limits: Limits) -> None:
    """Bound the memory of this process and of those it starts, where the system can."""
    try:
        import resource
    except ImportError:  # no such bounds on this system
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def _reply(file: Path, limits: Limits, answers: TextIO) -> dict[str, Any]:
    try:
        return {"extract": extract_to_json(read_file(file, limits, lambda: _send(answers, {"alive": True})))}
    except DocumentRefused as error:
        return {"refused": str(error)}
    except MemoryError:
        return {
            "refused": f"{file.name}: needs more memory than {limits.memory_bytes:,} bytes; split it",
            "exhausted": True,
        }
    except Exception as error:  # noqa: BLE001 - the boundary of this process: parsers of damaged files raise anything
        reason = f"damaged, or not what it seems to be ({type(error).__name__}); open it and save it anew, or as .txt"
        return {"refused": f"{file.name}: {reason}"}


def _send(answers: TextIO, reply: dict[str, Any]) -> None:
    answers.write(json.dumps(reply, ensure_ascii=False).replace("\n", " ") + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
