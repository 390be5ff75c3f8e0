"""The index of a home: published whole, kept through crashes, and clear about what is wrong with it."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from ingest.errors import IndexLocked, IndexNewer, IndexUnusable
from tests.commands import ROOT
from vectorstore.generations import FORMAT, current_name, writing
from vectorstore.indexing import Outcome, ingest_files, shipped_documents
from vectorstore.store import open_index

QUESTION = "谁来推动区职业教育联盟实体化运作?"
INGEST = "import sys\nfrom pathlib import Path\nfrom vectorstore.indexing import ingest_files\n"


@pytest.fixture
def home(plan_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own, with the shipped documents."""
    copied = tmp_path / "home"
    shutil.copytree(plan_home, copied)
    return copied


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with three small documents."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in "abc":
        words = "".join(f"{number}、任务{name}{number}。做好工作。(责任部门:区教育局)\n" for number in range(1, 30))
        (folder / f"{name}.txt").write_text(f"{name}区行动方案\n一、任务\n{words}", "utf-8")
    return folder


def works(home: Path) -> bool:
    """Whether the home answers, and every part of its index agrees with its manifest."""
    index = open_index(home)
    passages = sum(summary.passages for summary in index.documents())
    answer = Assistant.open(Settings(home=home)).answer(QUESTION)
    return index.manifest.passages == passages and answer.departments == ("区教育局",)


def start_ingest(home: Path, folder: Path) -> subprocess.Popen[bytes]:
    program = f"{INGEST}ingest_files(Path(sys.argv[1]), [Path(sys.argv[2])])"
    return subprocess.Popen([sys.executable, "-c", program, str(home), str(folder)], cwd=ROOT)


def test_a_killed_ingest_leaves_the_old_index_and_the_next_one_finishes(home: Path, texts: Path) -> None:
    started = time.monotonic()
    assert start_ingest(home, texts).wait() == 0
    whole = time.monotonic() - started
    for part in range(10):  # moments spread over the whole run, its last steps included
        for name in "abc":
            file = texts / f"{name}.txt"
            file.write_text(file.read_text("utf-8") + f"{part}、又一项。\n", "utf-8")
        before = current_name(home)
        process = start_ingest(home, texts)
        time.sleep(whole * (0.25 + 0.08 * part))
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert works(home), part
        assert current_name(home) >= before
    assert {row.outcome for row in ingest_files(home, [texts])} <= {Outcome.CHANGED, Outcome.UNCHANGED}
    assert works(home)
    assert not (home / "index" / "partial").exists()


def test_a_second_writer_is_told_who_writes(home: Path, texts: Path) -> None:
    with writing(home), pytest.raises(IndexLocked, match=rf"process {os.getpid()}") as refused:
        ingest_files(home, [texts])
    assert "\n" not in str(refused.value)
    assert {row.outcome for row in ingest_files(home, [texts])} == {Outcome.ADDED}


def test_the_lock_of_a_killed_writer_is_free(home: Path, texts: Path, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom vectorstore.generations import writing\n"
        "with writing(Path(sys.argv[1])):\n    Path(sys.argv[2]).touch()\n    time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(home), str(ready)], cwd=ROOT)
    while not ready.exists():
        time.sleep(0.01)
    with pytest.raises(IndexLocked, match=f"process {process.pid}"):
        ingest_files(home, [texts])
    process.kill()
    process.wait()
    assert {row.outcome for row in ingest_files(home, [texts])} == {Outcome.ADDED}


def test_an_index_of_a_newer_version_is_left_alone(home: Path, texts: Path) -> None:
    manifest = home / "index" / current_name(home) / "manifest.json"
    stored = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**stored, "format": FORMAT + 1, "later": True}), "utf-8")
    for use in (lambda: open_index(home), lambda: ingest_files(home, [texts])):
        with pytest.raises(IndexNewer, match="upgrade wence") as refused:
            use()
        assert "\n" not in str(refused.value)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no manifest": lambda index: (index / "manifest.json").unlink(),
    "cut manifest": lambda index: (index / "manifest.json").write_text("{", "utf-8"),
    "no records": lambda index: (index / "records.sqlite").unlink(),
    "empty records": lambda index: (index / "records.sqlite").write_bytes(b""),
    "garbled records": lambda index: (index / "records.sqlite").write_bytes(b"no database" * 500),
    "no lexical index": lambda index: shutil.rmtree(index / "lexical"),
    "cut lexical index": lambda index: (index / "lexical" / "rows.npy").write_bytes(b"\x93NUMPY"),
    "missing lexical part": lambda index: (index / "lexical" / "keys.npy").unlink(),
    "no vectors": lambda index: shutil.rmtree(index / "chroma"),
    "garbled vectors": lambda index: (index / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 500),
    "no generation": lambda index: shutil.rmtree(index),
    "no pointer": lambda index: (index.parent / "CURRENT").unlink(),
    "garbled pointer": lambda index: (index.parent / "CURRENT").write_bytes(b"\xff\x00../../etc"),
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_a_damaged_home_says_so_in_one_line_and_can_be_rebuilt(home: Path, damage: str) -> None:
    DAMAGES[damage](home / "index" / current_name(home))
    with pytest.raises(IndexUnusable, match="wence ingest --replace") as refused:
        open_index(home).search("抵免")
    assert "\n" not in str(refused.value)
    rows = ingest_files(home, [shipped_documents()], replace=True)
    assert [row.outcome for row in rows] == [Outcome.ADDED]
    assert works(home)


def test_a_home_that_cannot_be_written_is_refused_with_one_line(tmp_path: Path, texts: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", "utf-8")
    with pytest.raises(IndexUnusable, match="--home") as refused:
        ingest_files(blocked / "home", [texts])
    assert "\n" not in str(refused.value)


def test_a_read_only_home_answers_and_refuses_to_be_written(home: Path, texts: Path) -> None:
    if os.getuid() == 0:  # root may write anywhere, so the program runs as somebody else
        shutil.chown(home, 0, 0)
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    program = (
        f"{INGEST}from assistant.answering import Assistant\nfrom assistant.settings import Settings\n"
        "from ingest.errors import IndexUnusable\nhome = Path(sys.argv[1])\n"
        "print(Assistant.open(Settings(home=home)).answer(sys.argv[3]).departments)\n"
        "try:\n    ingest_files(home, [Path(sys.argv[2])])\nexcept IndexUnusable as error:\n    print('REFUSED', error)\n"
    )
    prefix = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.getuid() == 0 else []
    done = subprocess.run(
        [*prefix, sys.executable, "-c", program, str(home), str(texts), QUESTION],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    for path in (home, *home.rglob("*")):
        path.chmod(0o755)
    assert done.returncode == 0, done.stderr[-300:]
    first, *rest = done.stdout.splitlines()
    assert "区教育局" in first
    assert len(rest) == 1
    assert rest[0].startswith("REFUSED")
    assert "cannot be written" in rest[0]


def test_a_reader_keeps_its_index_while_a_newer_one_is_published(home: Path, texts: Path) -> None:
    reader = Assistant.open(Settings(home=home))
    opened = reader.index
    assert opened.search("联盟")
    for name in "abc":
        ingest_files(home, [texts / f"{name}.txt"])
    assert [summary.document.document_id for summary in opened.documents()] == ["putuo-2021"]
    assert opened.directory.exists()  # with what is opened late, and what Chroma opens again
    assert opened.search("联盟", k=3)
    assert {summary.document.document_id for summary in reader.index.documents()} == {"putuo-2021", "a", "b", "c"}
    held = opened.directory
    del opened
    gc.collect()
    (texts / "a.txt").write_text("a区行动方案\n一、任务\n1、别的。新的句子。\n", "utf-8")
    ingest_files(home, [texts / "a.txt"])
    assert not held.exists()


def test_a_generation_read_by_another_process_is_kept_until_that_ends(home: Path, texts: Path) -> None:
    held = home / "index" / current_name(home)
    program = (
        "import sys\nfrom pathlib import Path\nfrom vectorstore.store import open_index\n"
        "index = open_index(Path(sys.argv[1]))\nprint('open', flush=True)\nsys.stdin.read()\nprint(len(index.search('联盟')))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(home)], cwd=ROOT, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as reader:  # fmt: skip
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        for name in "abc":
            ingest_files(home, [texts / f"{name}.txt"])
        assert held.exists()
        assert int(reader.communicate()[0]) > 0
    (texts / "a.txt").write_text("a区行动方案\n一、任务\n1、别的。新的句子。\n", "utf-8")
    ingest_files(home, [texts / "a.txt"])
    assert not held.exists()


def test_unchanged_documents_are_skipped_and_a_dry_run_writes_nothing(home: Path, texts: Path) -> None:
    name = current_name(home)
    dry = ingest_files(home, [texts], dry_run=True)
    assert [row.outcome for row in dry] == [Outcome.ADDED] * 3
    assert current_name(home) == name
    assert [row.outcome for row in ingest_files(home, [texts])] == [Outcome.ADDED] * 3
    name = current_name(home)
    assert [row.outcome for row in ingest_files(home, [texts])] == [Outcome.UNCHANGED] * 3
    assert current_name(home) == name
    (texts / "a.txt").write_text("a区行动方案\n一、任务\n1、别的。新的句子。\n", "utf-8")
    outcomes = {row.document_id: row.outcome for row in ingest_files(home, [texts])}
    assert outcomes == {"a": Outcome.CHANGED, "b": Outcome.UNCHANGED, "c": Outcome.UNCHANGED}
    assert works(home)
    hits = open_index(home).search("新的句子", k=1)
    assert hits[0].passage.document_id == "a"


def test_two_files_with_one_name_are_not_mixed(home: Path, tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(f"{folder}区方案\n一、任务\n1、甲。乙句。\n", "utf-8")
    rows = ingest_files(home, [tmp_path / "x", tmp_path / "y"])
    assert sorted(row.outcome for row in rows) == [Outcome.ADDED, Outcome.REFUSED]
    assert "already taken" in next(row.reason for row in rows if row.outcome is Outcome.REFUSED)


FULL = (
    "import resource, signal\nfrom ingest.errors import WenceError\nfrom vectorstore.store import open_index\n"
    "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nhome, texts = Path(sys.argv[1]), Path(sys.argv[2])\n"
    "for limit in map(int, sys.argv[3].split(',')):\n"
    "    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))\n"
    "    try:\n        ingest_files(home, [texts])\n        print('ingested')\n"
    "    except WenceError as error:\n        print('refused', str(error).replace(chr(10), '<line>'))\n"
    "    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
    "    print(len(open_index(home).documents()), (home / 'index' / 'partial').exists())\n"
)


def test_files_that_cannot_grow_leave_the_old_index_and_no_rest(home: Path, texts: Path) -> None:
    """A limit on the size of files stands for a full disk; `python -m eval.resilience --full-disk` fills a real one."""
    limits = "1,4000,30000,120000,250000"
    done = subprocess.run(
        [sys.executable, "-c", INGEST + FULL, str(home), str(texts), limits],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    lines = done.stdout.splitlines()
    assert len(lines) == 10, done.stdout
    for outcome, state in zip(lines[::2], lines[1::2], strict=True):
        assert outcome.startswith("refused")
        assert "cannot be" in outcome
        assert "<line>" not in outcome
        assert state == "1 False"
    assert works(home)
    assert {row.outcome for row in ingest_files(home, [texts])} == {Outcome.ADDED}
