"""Kills and full disks: an ingest is ended at random moments, or runs out of space; the index must answer as before or as after.

    python -m eval.resilience --moments 50 --documents 100
    python -m eval.resilience --full-disk

Every run starts from a copy of the same home. A full disk is a small tmpfs in a namespace of its own
(`unshare`), filled by a ballast file up to a given rest; nothing outside it is written.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.answering import Assistant
from assistant.settings import Settings
from ingest.errors import WenceError
from vectorstore.indexing import ensure_index, ingest_files

_STREETS = "东河西林南桥北山新城老镇长江平湖高岭水乡"
_OFFICES = ("区教育局", "区财政局", "区商务委", "区人社局")
_QUESTIONS = ("谁来推动区职业教育联盟实体化运作?", "第7号平台由哪个部门建设?", "企业办职业教育有什么抵免?")


@dataclass(frozen=True, slots=True)
class State:
    """What a home says: its documents and its answers to fixed questions."""

    documents: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """One interrupted ingest: when or with how much space, how it ended, and what the home says afterwards."""

    at: float
    ended: str
    found: str


def write_documents(folder: Path, count: int) -> None:
    """Plans of districts that do not exist, each with thirty tasks."""
    folder.mkdir()
    for number in range(1, count + 1):
        place = _STREETS[number % len(_STREETS)] + _STREETS[number * 7 % len(_STREETS)]
        tasks = "".join(
            f"{item}、任务{item}。建设第{number}号平台的第{item}个部分。(责任部门:{_OFFICES[(number + item) % 4]})\n"
            for item in range(1, 31)
        )
        (folder / f"plan-{number:03d}.txt").write_text(f"{place}区第{number}号平台行动方案\n一、任务\n{tasks}", "utf-8")


def state_of(home: Path) -> State:
    """The documents and answers of a home; raises what opening or asking raises."""
    assistant = Assistant.open(Settings(home=home))
    answers = tuple(assistant.answer(question).markdown for question in _QUESTIONS)
    return State(tuple(item.document.document_id for item in assistant.index.documents()), answers)


def judged(home: Path, before: State, after: State) -> str:
    """`before`, `after`, or what is wrong."""
    try:
        found = state_of(home)
    except WenceError as error:
        return f"error: {error}"
    return "before" if found == before else "after" if found == after else f"between: {len(found.documents)} documents"


def _ingesting(home: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ui.cli", "--home", str(home), "ingest", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def kill_at_moments(work: Path, *, moments: int, documents: int, seed: int) -> list[Tried]:
    """The ingest of `documents` files, killed at random moments of its whole run, each time from the same home."""
    base, whole, folder = work / "base", work / "whole", work / "documents"
    ensure_index(base)
    write_documents(folder, documents)
    before = state_of(base)
    shutil.copytree(base, whole)
    started = time.monotonic()
    _ingesting(whole, folder).wait()
    seconds = time.monotonic() - started
    after = state_of(whole)
    chance = random.Random(seed)  # noqa: S311 - moments, no secrets
    tried = []
    for _ in range(moments):
        home = work / "home"
        shutil.copytree(base, home)
        process, moment = _ingesting(home, folder), chance.uniform(0, seconds * 1.05)
        with suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        ended = "finished" if process.returncode == 0 else "killed"
        tried.append(Tried(round(moment, 3), ended, judged(home, before, after)))
        shutil.rmtree(home)
    return tried


def fill_disk(work: Path, *, documents: int, steps: int) -> list[Tried]:
    """The ingest on a small file system, with more free space at each step, from none up to what is needed."""
    from vectorstore.generations import index_directory

    base, whole, folder = work / "base", work / "whole", work / "documents"
    ensure_index(base)
    write_documents(folder, documents)
    before = state_of(base)
    shutil.copytree(base, whole)
    ingest_files(whole, [folder])
    after = state_of(whole)
    needed = sum(path.stat().st_size for path in index_directory(whole).rglob("*") if path.is_file())
    shutil.rmtree(whole)
    tried = []
    for step in range(steps):
        home, ballast = work / "home", work / "ballast"
        shutil.copytree(base, home)
        rest = int(needed * 1.3 * step / max(1, steps - 1))
        free = shutil.disk_usage(work).free
        with suppress(OSError), ballast.open("wb") as file:
            for _ in range(max(0, free - rest) // 65536 + (rest < 65536)):
                file.write(bytes(65536))
        process = _ingesting(home, folder)
        message = process.communicate()[1].decode("utf-8", "replace").strip()
        ended = (
            "finished"
            if process.returncode == 0
            else message.splitlines()[-1][:160]
            if message
            else f"exit {process.returncode}"
        )
        left = sorted(path.name for path in (home / "index").iterdir() if path.name == "partial")
        found = judged(home, before, after) + "".join(f", {name} left" for name in left)
        tried.append(Tried(rest, ended, found))
        ballast.unlink(missing_ok=True)
        shutil.rmtree(home)
    return tried


def _in_namespace(arguments: argparse.Namespace) -> int:
    """This program again, on a tmpfs of its own."""
    with tempfile.TemporaryDirectory() as folder:
        inner = f'mount -t tmpfs -o size={arguments.megabytes}m tmpfs "$0" && exec "$@"'
        command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", inner, folder, sys.executable, "-m", "eval.resilience",
                   "--full-disk", "--inside", folder, "--documents", str(arguments.documents), "--steps", str(arguments.steps)]  # fmt: skip
        return subprocess.run(command, check=False).returncode


def main() -> int:
    """Run one of the two trials, print each try as a JSON line and the totals last; 1 when an index was in between."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full-disk", action="store_true")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--megabytes", type=int, default=200, help="size of the file system of a full disk")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.full_disk and arguments.inside is None:
        return _in_namespace(arguments)
    with tempfile.TemporaryDirectory(dir=arguments.inside) as folder:
        work = Path(folder)
        if arguments.full_disk:
            tried = fill_disk(work, documents=arguments.documents, steps=arguments.steps)
        else:
            tried = kill_at_moments(work, moments=arguments.moments, documents=arguments.documents, seed=arguments.seed)
    for item in tried:
        sys.stdout.write(json.dumps(asdict(item), ensure_ascii=False) + "\n")
    good = sum(item.found in {"before", "after"} for item in tried)
    totals = {kind: sum(item.found == kind for item in tried) for kind in ("before", "after")}
    sys.stdout.write(json.dumps({"tries": len(tried), "right": good, **totals}) + "\n")
    return 0 if good == len(tried) else 1


if __name__ == "__main__":
    raise SystemExit(main())
