"""How fast wence is on this machine: parsing, indexing, answering, starting, memory and installation.

Figures of different machines or runs are not comparable; within one run the ratio to the first row,
an empty Python process, is. Other load on the machine makes every time longer, so it is shown.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.answering import Assistant
from assistant.settings import Settings
from eval.metrics import percentile
from eval.samples import development_files, load_samples
from ingest.clauses import parse_clauses
from ingest.errors import UsageError, WenceError
from ingest.loading import find_sources, load_document
from ingest.passages import passages_of
from vectorstore.indexing import ensure_index, shipped_documents

LOCK = Path(__file__).parent.parent / "requirements.lock"
START_LIMIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure: what was measured, the value in `unit`, and how it was measured."""

    name: str
    value: float
    unit: str
    note: str = ""

    def __str__(self) -> str:
        digits = 0 if self.value >= 100 else 2 if self.value < 10 else 1
        return f"{self.name:<34} {self.value:>9.{digits}f} {self.unit:<4} {self.note}".rstrip()


def describe_machine() -> str:
    """Processor, cores, memory, system, Python and present load in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {cores} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text("utf-8").splitlines() if listing.is_file() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "unknown processor"


def measure_parsing(*, runs: int = 5) -> Measurement:
    """Reading the shipped documents into clauses and passages, without an index; median."""
    sources = find_sources(shipped_documents())

    def parse() -> None:
        for source in sources:
            document = load_document(source)
            passages_of(document, parse_clauses(document))

    return Measurement("parse the shipped documents", _median(parse, runs) * 1000, "ms", f"median of {runs}")


def measure_indexing(home: Path) -> Measurement:
    """Ingesting the shipped documents into the empty `home`, in this process for the first time."""
    started = time.perf_counter()
    ensure_index(home)
    return Measurement("index the shipped documents", time.perf_counter() - started, "s", "once, with imports")


def measure_answers(assistant: Assistant, questions: Sequence[str]) -> list[Measurement]:
    """The spread of answering different questions one after another in a process that is warm."""
    assistant.answer(questions[0])
    seconds = [_timed(partial(assistant.answer, question)) for question in questions]
    note = f"{len(questions)} questions, in process"
    return [Measurement(f"answer, p{rank}", percentile(seconds, rank) * 1000, "ms", note) for rank in (50, 95)]


def measure_commands(home: Path, question: str, *, runs: int = 5) -> list[Measurement]:
    """Whole processes from start to end: an empty Python, and `wence ask` with an index at hand."""
    ask = [sys.executable, "-m", "ui.cli", "--home", str(home), "ask", question]
    return [
        Measurement(name, _median(partial(_run, command), runs), "s", f"median of {runs} processes")
        for name, command in (("python -c pass", [sys.executable, "-c", "pass"]), ("wence ask", ask))
    ]


def measure_page(home: Path) -> Measurement:
    """From `wence serve` to the first reply of its health address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ui.cli", "--home", str(home), "serve", "--port", str(port)]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            while not _replies(port):
                if server.poll() is not None or time.perf_counter() - started > START_LIMIT_SECONDS:
                    raise WenceError("`wence serve` did not start; run it by hand to see why")
                time.sleep(0.05)
            return Measurement("wence serve, first reply", time.perf_counter() - started, "s", "once")
        finally:
            server.terminate()


def measure_memory() -> list[Measurement]:
    """The most memory that this process, and the largest process it has started, have held."""
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes on macOS, KiB elsewhere
    holders = (("this process", resource.RUSAGE_SELF), ("largest command", resource.RUSAGE_CHILDREN))
    return [
        Measurement(f"peak memory, {name}", resource.getrusage(who).ru_maxrss * unit / 2**20, "MiB")
        for name, who in holders
    ]


def measure_installation(lock: Path = LOCK) -> list[Measurement]:
    """Installing the locked runtime list into a new environment, downloads included, and its size on disk."""
    if not lock.is_file():
        raise UsageError(f"{lock.name} is not there: installation is measured in a checkout of the project")
    with tempfile.TemporaryDirectory() as directory:
        environment = Path(directory) / "venv"
        python, uv = environment / "bin" / "python", shutil.which("uv")
        if uv:
            create = [uv, "venv", "--quiet", "--python", sys.executable, str(environment)]
            install = [uv, "pip", "install", "--quiet", "--no-cache", "--python", str(python)]
        else:
            create = [sys.executable, "-m", "venv", str(environment)]
            install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--no-cache-dir"]
        _run(create)
        seconds = _timed(partial(_run, [*install, "--require-hashes", "-r", str(lock)]))
        return [
            Measurement("install", seconds, "s", f"with {'uv' if uv else 'pip'}, nothing cached"),
            Measurement("installed size", _size_on_disk(environment) / 2**20, "MiB"),
        ]


def measure(*, install: bool) -> Iterator[Measurement]:
    """Every measurement, in the order printed; the index is made in a folder that is gone afterwards."""
    questions = [sample.question for sample in load_samples(development_files()) if not sample.history]
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / "home"
        yield measure_parsing()
        yield measure_indexing(home)
        yield from measure_answers(Assistant.open(Settings(home=home)), questions)
        yield from measure_commands(home, questions[0])
        yield measure_page(home)
        yield from measure_memory()
    if install:
        yield from measure_installation()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the machine and every measurement; `--install` adds installing, which takes a minute or two."""
    parser = argparse.ArgumentParser(prog="python -m eval.speed", description="Measure wence on this machine.")
    parser.add_argument("--install", action="store_true", help="also install the locked list into a new environment")
    options = parser.parse_args(arguments)
    sys.stdout.write(f"{describe_machine()}\n")
    for measurement in measure(install=options.install):
        sys.stdout.write(f"{measurement}\n")
        sys.stdout.flush()
    return 0


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _median(action: Callable[[], object], runs: int) -> float:
    return statistics.median(_timed(action) for _ in range(runs))


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise WenceError(f"`{' '.join(command[:4])} …` failed: {' '.join(last) or done.returncode}")


def _replies(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _size_on_disk(folder: Path) -> int:
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))


if __name__ == "__main__":
    sys.exit(main())
