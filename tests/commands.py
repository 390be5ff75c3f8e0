"""Running the command `wence` as a user would: in this process for speed, as a program where that is the point."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ui.cli import main

ROOT = Path(__file__).parent.parent
EDITOR_PASSWORD = "nur für Redakteure 编辑"  # noqa: S105 - of the server that the tests start


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str


def run_here(arguments: Sequence[str], capture: pytest.CaptureFixture[str]) -> Ran:
    """The command in this process."""
    capture.readouterr()
    code: str | int | None = 0
    try:
        main(arguments)
    except SystemExit as error:
        code = error.code
    printed = capture.readouterr()
    return Ran(int(code or 0), printed.out, printed.err)


def run_program(arguments: Sequence[str], *, environment: dict[str, str] | None = None) -> Ran:
    """The command as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, **(environment or {})}, timeout=120,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


def free_port() -> int:
    """A port on the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(home: Path, *, environment: dict[str, str] | None = None) -> Iterator[str]:
    """`wence serve` over a home, as a program; gives its address and ends it afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "ui.cli", "--home", str(home), "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env={**os.environ, **(environment or {})})  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(1800):  # a machine that does other work takes its time
            if process.poll() is not None:
                pytest.fail(f"the server ended: {process.stdout.read() if process.stdout else ''}")
            if _replies(f"{address}/healthz"):
                break
            time.sleep(0.1)
        else:
            pytest.fail("the server did not start")
        yield address
    finally:
        process.terminate()
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _replies(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.TransportError:
        return False
