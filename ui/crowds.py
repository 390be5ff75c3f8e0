"""How the page bears many people: simulated users ask over Gradio's own queue, as browsers do, and are timed.

Each user opens a conversation, asks, reads for 5 to 15 s, asks on. What is timed is the wait for the first
visible sentence. Run it with `make bench-load`; other load on the machine makes every time longer.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from eval.metrics import percentile
from eval.samples import development_files, load_samples
from ingest.errors import WenceError
from ui.serving import free_port

READING_SECONDS = (5.0, 15.0)  # a user reads an answer for a time between these
PATIENCE_SECONDS = 30.0
START_LIMIT_SECONDS = 120.0


@dataclass(slots=True)
class Waits:
    """What the users of one run met: seconds to the first sentence, to the whole answer, and errors."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)  # MiB of the server, in order of time
    computed: float = 0.0  # seconds of processor that the server used
    crowd_computed: float = 0.0  # the same of the simulated users, who share the machine with it
    seconds: float = 0.0


def function_number(client: httpx.Client) -> tuple[int, int]:
    """The number of the event that asks, and of its component that is clicked, from the page's own configuration."""
    dependencies = client.get("/config").raise_for_status().json()["dependencies"]
    for entry in dependencies:
        if [event for _, event in entry["targets"]] == ["click", "submit"]:
            return int(entry["id"]), int(entry["targets"][0][0])
    raise WenceError("the page has no event that asks")


def ask_once(client: httpx.Client, session: str, question: str, *, event: tuple[int, int]) -> tuple[float, float]:
    """Ask in a session; seconds until a sentence of the answer, and until the answer is complete."""
    started, first = time.perf_counter(), 0.0
    body = {
        "data": [question, None],
        "event_data": None,
        "fn_index": event[0],
        "trigger_id": event[1],
        "session_hash": session,
    }
    client.post("/gradio_api/queue/join", json=body).raise_for_status()
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            if not line.startswith("data:"):
                continue
            if not first and "statement" in line:
                first = time.perf_counter() - started
            message = json.loads(line[5:])
            if message.get("msg") == "process_completed":
                if not message.get("success") or not first:
                    raise WenceError(f"no answer to {question!r}")
                return first, time.perf_counter() - started
    raise WenceError("the stream ended before the answer")


def _user(
    address: str, questions: Sequence[str], until: float, waits: Waits, seed: int, *, event: tuple[int, int]
) -> None:
    chance = random.Random(seed)  # noqa: S311 - which question comes next is no secret
    session = f"user{seed:04d}"
    with httpx.Client(base_url=address, timeout=PATIENCE_SECONDS) as client:
        time.sleep(chance.uniform(0, READING_SECONDS[1]))
        while time.perf_counter() < until:
            try:
                first, whole = ask_once(client, session, chance.choice(questions), event=event)
                waits.first.append(first)
                waits.whole.append(whole)
            except (httpx.HTTPError, WenceError) as error:
                waits.errors.append(str(error) or type(error).__name__)
            time.sleep(chance.uniform(*READING_SECONDS))


def simulate(address: str, *, users: int, seconds: float, questions: Sequence[str], process_id: int) -> Waits:
    """Let so many users ask for so long; the memory of the server is read every second."""
    waits = Waits()
    with httpx.Client(base_url=address, timeout=PATIENCE_SECONDS) as client:
        event = function_number(client)
        ask_once(client, "warm", questions[0], event=event)
    began, before, own_before = time.perf_counter(), processor_seconds(process_id), time.process_time()
    until = began + seconds
    crowd = [
        threading.Thread(target=_user, args=(address, questions, until, waits, seed), kwargs={"event": event})
        for seed in range(users)
    ]
    for person in crowd:
        person.start()
    while any(person.is_alive() for person in crowd):
        if (held := resident_memory(process_id)) is not None:
            waits.memory.append(held)
        time.sleep(1)
    waits.computed = processor_seconds(process_id) - before
    waits.crowd_computed = time.process_time() - own_before
    waits.seconds = time.perf_counter() - began
    return waits


def processor_seconds(process_id: int) -> float:
    """Seconds of processor that a process has used, zero where the system does not say."""
    try:
        printed = Path(f"/proc/{process_id}/stat").read_text("utf-8")
    except OSError:
        return 0.0
    own, of_system = printed.rpartition(")")[2].split()[11:13]
    return (int(own) + int(of_system)) / os.sysconf("SC_CLK_TCK")


def resident_memory(process_id: int) -> float | None:
    """MiB that a process holds, None where the system does not say."""
    status = Path(f"/proc/{process_id}/status")
    try:
        lines = [line for line in status.read_text("utf-8").splitlines() if line.startswith("VmRSS:")]
    except OSError:
        return None
    return int(lines[0].split()[1]) / 1024 if lines else None


@contextmanager
def started_server(home: Path) -> Iterator[tuple[str, int]]:
    """`wence serve` over a home as a process of its own: its address and its number."""
    port = free_port()
    command = [sys.executable, "-m", "ui.cli", "--home", str(home), "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            address, began = f"http://127.0.0.1:{port}", time.perf_counter()
            while not _replies(address):
                if server.poll() is not None or time.perf_counter() - began > START_LIMIT_SECONDS:
                    raise WenceError("`wence serve` did not start; run it by hand to see why")
                time.sleep(0.2)
            yield address, server.pid
        finally:
            server.terminate()


def _replies(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def report(waits: Waits) -> list[str]:
    """The figures of a run, a line each; memory is compared between the second and the last quarter."""
    lines = [f"answers {len(waits.first)}, errors {len(waits.errors)}"]
    lines += [f"error: {error}" for error in sorted(set(waits.errors))[:5]]
    for name, values in (("first sentence", waits.first), ("whole answer", waits.whole)):
        if values:
            ranks = ", ".join(f"p{rank} {percentile(values, rank) * 1000:.0f} ms" for rank in (50, 95, 99))
            lines.append(f"{name}: {ranks}")
    if waits.first and waits.seconds:
        each = 1000 / len(waits.first)
        lines.append(
            f"{len(waits.first) / waits.seconds:.1f} answers a second; processor for each: "
            f"server {waits.computed * each:.0f} ms, simulated user {waits.crowd_computed * each:.0f} ms"
        )
    if len(quarter := waits.memory) >= 8:
        size = len(quarter) // 4
        early, late = max(quarter[size : 2 * size]), max(quarter[-size:])
        lines.append(
            f"memory of the server: {early:.0f} MiB in the second quarter, {late:.0f} MiB in the last ({late / early - 1:+.1%})"
        )
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Start a server on an index of its own, let the crowd ask, print the figures; 1 when anything failed."""
    parser = argparse.ArgumentParser(description="Simulated users ask the page; prints how long they wait.")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    chosen = parser.parse_args(arguments)
    questions = [sample.question for sample in load_samples(development_files())]
    print_line = sys.stdout.write
    print_line(f"{chosen.users} users for {chosen.seconds:.0f} s, load before {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as directory, started_server(Path(directory)) as (address, process_id):
        waits = simulate(
            address, users=chosen.users, seconds=chosen.seconds, questions=questions, process_id=process_id
        )
    print_line("\n".join(report(waits)) + "\n")
    return 1 if waits.errors or not waits.first else 0


if __name__ == "__main__":
    sys.exit(main())
