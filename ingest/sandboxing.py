"""Reading apart: a process that parses files, ended when it is silent too long, and started anew when it died."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ingest.errors import DocumentRefused
from ingest.extracts import Extract, extract_from_json
from ingest.reading_limits import DEFAULT_LIMITS, Limits

# Nothing that could steer a library or name a key reaches the process that reads other people's files.
_PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TZ",
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "VIRTUAL_ENV",
)
_QUIET = {
    "ORT_DISABLE_TELEMETRY": "1",
    "PYTHONIOENCODING": "utf-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
}


class ReaderProcess:
    """One process that reads files one after another; use it in a `with` block or call `close`."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._received = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, file: Path) -> Extract:
        """The text of `file`. DocumentRefused with the reason when it has none, takes too long or breaks its reader."""
        try:
            self._ask({"file": str(file.absolute())})
            while "alive" in (reply := self._answer(file)):
                continue
        except (BrokenPipeError, ConnectionError) as error:
            self.close()
            raise DocumentRefused(f"{file.name}: its reader could not be started; see wence doctor") from error
        if "exhausted" in reply:
            self.close()
        if "refused" in reply:
            raise DocumentRefused(str(reply["refused"]))
        return extract_from_json(reply["extract"])

    def close(self) -> None:
        """End the process and whatever it started."""
        process, self._process, self._received = self._process, None, b""
        if process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _ask(self, request: dict[str, Any]) -> None:
        if self._process is None:
            environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | _QUIET
            environment["PYTHONPATH"] = str(Path(__file__).parent.parent)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ingest.reader_process"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=environment, start_new_session=True,
            )  # fmt: skip
            self._write(asdict(self._limits))
        self._write(request)

    def _write(self, message: dict[str, Any]) -> None:
        assert self._process is not None  # noqa: S101 - started above
        assert self._process.stdin is not None  # noqa: S101 - a pipe
        self._process.stdin.write(json.dumps(message).encode() + b"\n")
        self._process.stdin.flush()

    def _answer(self, file: Path) -> dict[str, Any]:
        """The next line of the process; DocumentRefused when it is silent too long or has ended."""
        assert self._process is not None  # noqa: S101 - started by _ask
        assert self._process.stdout is not None  # noqa: S101 - a pipe
        stream = self._process.stdout.fileno()
        end = time.monotonic() + self._limits.seconds
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while b"\n" not in self._received:
                left = end - time.monotonic()
                if left <= 0 or not selector.select(left):
                    self.close()
                    raise DocumentRefused(
                        f"{file.name}: reading took longer than {self._limits.seconds:g} seconds; split it or save its text as .txt"
                    )
                chunk = os.read(stream, 1 << 20)
                if not chunk:
                    self.close()
                    raise DocumentRefused(
                        f"{file.name}: its reader broke off; the file is damaged or needs more memory than allowed, save its text as .txt"
                    )
                self._received += chunk
        line, _, self._received = self._received.partition(b"\n")
        reply: dict[str, Any] = json.loads(line)
        return reply
