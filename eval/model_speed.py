"""How fast the model engine is beside its endpoint: time to the first statement, the chain's own time, many at once.

The endpoint is a scripted one in this process, so that nothing but wence is measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answering import Assistant
from assistant.settings import Settings
from eval.metrics import percentile
from eval.playback import Playback, playing
from eval.samples import development_files, load_samples
from eval.speed import Measurement, describe_machine

AT_ONCE = 100
SLOW_SECONDS = 3.0
_PIECE = 40


def measure_statements(assistant: Assistant, playback: Playback, questions: Sequence[str]) -> list[Measurement]:
    """From a statement's last byte to the answer that shows it, and the chain's time less that of the endpoint."""
    first: list[float] = []
    own: list[float] = []
    worked: list[float] = []
    for question in questions:
        playback.first_statement_at.clear()
        playback.busy_seconds.clear()
        started, used = time.perf_counter(), time.thread_time()
        shown: list[tuple[float, str]] = []
        for answer in assistant.stream(question):
            cited = {citation.quote for citation in answer.citations}
            shown.append((time.perf_counter(), f"{answer.engine}{len(answer.statements)}{len(cited)}"))
        if not playback.first_statement_at:
            continue  # no model was asked
        sent = playback.first_statement_at[0]
        later = [moment - sent for moment, _ in shown if moment >= sent]
        first += later[:1]
        worked.append(time.thread_time() - used)
        own.append(shown[-1][0] - started - sum(playback.busy_seconds))
    note = f"{len(own)} questions"
    return [
        *(Measurement(f"first statement shown, p{rank}", percentile(first, rank) * 1000, "ms", note) for rank in (50, 95)),
        *(Measurement(f"chain without endpoint, p{rank}", percentile(own, rank) * 1000, "ms", note) for rank in (50, 95)),
        *(Measurement(f"processor time of it, p{rank}", percentile(worked, rank) * 1000, "ms", note) for rank in (50, 95)),
    ]  # fmt: skip


def measure_many(assistant: Assistant, questions: Sequence[str]) -> list[Measurement]:
    """`AT_ONCE` questions at the same moment against a slow endpoint, and a question without a model beside them."""
    seconds: list[float] = []
    engines: list[str] = []
    beside: list[float] = []

    def ask(question: str) -> None:
        started = time.perf_counter()
        answer = assistant.answer(question)
        seconds.append(time.perf_counter() - started)
        engines.append(answer.engine)

    threads = [threading.Thread(target=ask, args=(questions[place % len(questions)],)) for place in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        beside.append(_timed(lambda: assistant.answer("区人社局一共负责哪些任务?")))
        time.sleep(0.05)
    for thread in threads:
        thread.join()
    note = f"{AT_ONCE} at once, endpoint of {SLOW_SECONDS:g} s, {engines.count('model')} by the model"
    return [
        Measurement("answer of many, p50", percentile(seconds, 50), "s", note),
        Measurement("answer of many, p95", percentile(seconds, 95), "s", note),
        Measurement("question without model beside, p95", percentile(beside, 95), "s", f"{len(beside)} questions"),
    ]


def measure() -> Iterator[Measurement]:
    """Every measurement, in the order printed."""
    questions = [
        s.question for s in load_samples(development_files()) if not s.history and str(s.kind) in {"fact", "owner"}
    ]
    with tempfile.TemporaryDirectory() as directory, playing(Playback()) as playback:
        settings = Settings(home=Path(directory) / "home", openai_base_url=playback.address, chat_model="m",
                            keeps_answers=False, model_concurrency=16)  # fmt: skip
        assistant = Assistant.open(settings)
        assistant.warm()  # as `wence serve` does
        assistant.answer(questions[0])
        yield from measure_statements(assistant, playback, questions[:80])
        playback.pause_seconds = SLOW_SECONDS
        yield from measure_many(Assistant.open(replace(settings)), questions[:50])


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the machine and every measurement."""
    argparse.ArgumentParser(prog="python -m eval.model_speed", description="Measure the model engine.").parse_args(
        arguments
    )
    sys.stdout.write(f"{describe_machine()}\n")
    for measurement in measure():
        sys.stdout.write(f"{measurement}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
