"""Running samples against an assistant: parallel, resumable, cached by content.

For the command line (`wence eval run`):

    run_command(*, settings, questions=(), held_out=False, report=None, as_json=False, failures=None,
                workers=None, fresh=False, save_baseline=None, judge=None, console=None) -> int

`python -m eval.running --questions FILE … [--failures out.md]` is the same without the `wence` command.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

from assistant.answers import Answer
from assistant.settings import Settings, read_settings
from eval.caching import Reply, ReplyCache, code_digest
from eval.cases import Case, Found
from eval.corpora import Source, read_source
from eval.samples import Sample, check_quotes, development_files, held_out_files, load_samples
from eval.scoring import score
from eval.summaries import Report, summarise
from ingest.documents import Document
from ingest.passages import Passage

if TYPE_CHECKING:
    from rich.console import Console

SEARCH_DEPTH = 10
BASELINE = Path(__file__).parent / "baseline.json"


class Ranked(Protocol):
    """A passage with its score, as search returns it."""

    @property
    def passage(self) -> Passage:
        """The passage."""

    @property
    def score(self) -> float:
        """Higher is better."""


class Summarised(Protocol):
    """An indexed document."""

    @property
    def document(self) -> Document:
        """The document with its source text."""


class Indexed(Protocol):
    """What is asked of an index."""

    def documents(self) -> Sequence[Summarised]:
        """Every indexed document."""


class Subject(Protocol):
    """What is evaluated: `assistant.answering.Assistant`, or anything that answers like it."""

    @property
    def index(self) -> Indexed:
        """The index that answers come from."""

    def answer(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """The answer to a question after the earlier questions of a conversation."""

    def search(self, query: str, *, k: int = SEARCH_DEPTH) -> Sequence[Ranked]:
        """The best passages, best first."""


def run_samples(subject: Subject, samples: Sequence[Sample], *, workers: int = 2, repeat: bool = True,
                cache: Path | None = None, settings: Sequence[str] = (),
                progress: Callable[[int, int], None] | None = None) -> Report:  # fmt: skip
    """Ask every sample and judge the answers; a sample that raises is a failed case, never a lost one.

    `cache`: directory of kept replies. `settings`: what else decides an answer (engine, models), part of
    the cache key. `repeat`: ask twice and compare the bytes. `progress(done, total)` is called per sample.
    """
    documents = [summary.document for summary in subject.index.documents()]
    index = sorted(document.digest for document in documents)
    code = code_digest()
    kept = ReplyCache(cache, subject=[code, *index, *settings, f"repeat={repeat}"])
    replies = _ask_all(subject, samples, kept, workers=workers, repeat=repeat, progress=progress)
    sources = {document.document_id: read_source(document) for document in documents}
    cases = [_case(sample, replies[sample.id], sources) for sample in samples]
    engines = sorted({reply.answer.engine for reply in replies.values() if reply.answer})
    return summarise([score(case) for case in cases], subject={
        "engine": ", ".join(engines), "code": code,
        "documents": " ".join(document.document_id for document in documents[:8]),
        "index": "-".join(digest[:8] for digest in index[:8]), "settings": "; ".join(settings),
    })  # fmt: skip


def _ask_all(subject: Subject, samples: Sequence[Sample], kept: ReplyCache, *, workers: int, repeat: bool,
             progress: Callable[[int, int], None] | None) -> dict[str, Reply]:  # fmt: skip
    """The replies by sample id, asked in parallel; an interrupt drops the questions that were not begun."""
    replies: dict[str, Reply] = {}
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(max_workers=max(1, workers)))
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        waiting: dict[Future[Reply], str] = {
            pool.submit(_ask, subject, sample, kept, repeat=repeat): sample.id for sample in samples
        }
        for done, future in enumerate(as_completed(waiting), 1):
            replies[waiting[future]] = _reply_of(future)
            if progress:
                progress(done, len(samples))
    return replies


def _reply_of(future: Future[Reply]) -> Reply:
    error = future.exception()
    if error is None:
        return future.result()
    if not isinstance(error, Exception):
        raise error
    return Reply(None, error=f"{type(error).__name__}: {error}")


def _ask(subject: Subject, sample: Sample, kept: ReplyCache, *, repeat: bool) -> Reply:
    key = kept.key(sample.question, sample.history)
    if (reply := kept.read(key)) is not None:
        return reply
    answer = subject.answer(sample.question, history=sample.history)
    hits = subject.search(" ".join((*sample.history, sample.question)), k=SEARCH_DEPTH)
    found = tuple(Found(h.passage.document_id, h.passage.clause_id, h.passage.text, h.score) for h in hits)
    repeated = None
    if repeat:
        again = subject.answer(sample.question, history=sample.history)
        repeated = _timeless(answer) == _timeless(again)
    reply = Reply(answer, found=found, repeated=repeated)
    kept.write(key, reply)
    return reply


def _timeless(answer: Answer) -> str:
    """The bytes of an answer without what may differ: its id, how long it took and what it cost."""
    return json.dumps(replace(answer, id="", seconds=0.0, usage=None).to_json(), ensure_ascii=False)


def _case(sample: Sample, reply: Reply, sources: dict[str, Source]) -> Case:
    return Case(sample, reply.answer, reply.error, reply.found, sources, reply.repeated)


def run_command(*, settings: Settings, questions: Sequence[Path] = (), held_out: bool = False,
                report: Path | None = None, as_json: bool = False, failures: Path | None = None,
                workers: int | None = None, fresh: bool = False, save_baseline: Path | None = None,
                judge: str | None = None, console: Console | None = None) -> int:  # fmt: skip
    """Evaluate the assistant of `settings` on sample files and show the result.

    `questions`: by default the shipped development files, which are then held against the committed
    baseline; with `held_out` the shipped held-out files instead. `report`: a directory for HTML,
    Markdown, JSON and JUnit. `failures`: a Markdown file with the failed cases alone. `fresh`: do not
    use kept answers. `save_baseline`: where to write the report as a baseline. `judge`: a chat model of the
    configured endpoint whose opinion is reported apart. Returns the exit code:
    1 when the run is worse than the baseline, else 0.
    """
    from rich.console import Console

    from eval.comparing import compare_command
    from eval.report_texts import failure_list, show_report
    from eval.reports import report_json, write_baseline, write_reports

    console = console or Console()
    samples = load_samples(
        list(questions) or (held_out_files() if held_out else development_files()), held_out=held_out
    )
    at_once = workers or min(4, os.cpu_count() or 1)
    result = _evaluated(settings, samples, workers=at_once, fresh=fresh)
    if judge:
        from eval.judging import Judge, with_judge

        result = with_judge(result, Judge(judge, settings=settings), workers=at_once)
    if failures:
        failures.write_text(failure_list(result), "utf-8")
    if report:
        write_reports(result, report)
    if save_baseline:
        write_baseline(result, save_baseline)
    if as_json:
        console.print_json(json.dumps(report_json(result), ensure_ascii=False))
    else:
        show_report(result, console)
        for name in ("parity", "worded by the model", "judge"):
            if name in result.subject:
                console.print(f"{name}: {result.subject[name]}")
    if questions or held_out or save_baseline or not BASELINE.exists():
        return 0
    with TemporaryDirectory() as folder:
        write_baseline(result, Path(folder) / "now.json")
        return compare_command(
            BASELINE, Path(folder) / "now.json", console=Console(stderr=True) if as_json else console
        )


def _evaluated(settings: Settings, samples: Sequence[Sample], *, workers: int, fresh: bool) -> Report:
    """The report of the assistant of `settings`, answers kept below its home."""
    from rich.console import Console

    from assistant.answering import Assistant

    subject = Assistant.open(settings)
    check_quotes(samples, [summary.document.text for summary in subject.index.documents()])
    described = [f"{name}={value}" for name, value, _ in settings.described() if name != "WENCE_HOME"]
    kept = None if fresh else settings.home / "eval"
    with _progress(Console(stderr=True)) as advance:
        result = run_samples(subject, samples, workers=workers, settings=described, cache=kept, progress=advance)
    if settings.engine == "extractive":
        return result
    from eval.parity import with_parity

    return with_parity(
        result, _evaluated(replace(settings, chosen_engine="extractive"), samples, workers=workers, fresh=fresh)
    )


@contextmanager
def _progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress("asking", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console, transient=True,
                  disable=not console.is_terminal) as bar:  # fmt: skip
        task = bar.add_task("asking", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def main(arguments: Sequence[str] | None = None) -> int:
    """The module as a command, for development."""
    parser = argparse.ArgumentParser(prog="python -m eval.running", description="Evaluate on sample questions.")
    parser.add_argument("--questions", type=Path, nargs="+", default=[], help="sample files; default: the shipped ones")
    parser.add_argument("--failures", type=Path, help="Markdown file for the failed cases")
    parser.add_argument("--report", type=Path, help="directory for the reports")
    parser.add_argument("--home", type=Path, help="home of the index")
    parser.add_argument("--held-out", action="store_true", help="the held-out samples, for reports only")
    parser.add_argument("--fresh", action="store_true", help="ask again instead of reading kept answers")
    parser.add_argument("--workers", type=int, help="questions asked at once")
    parser.add_argument("--save-baseline", type=Path, help="write the result as the baseline of later comparisons")
    parser.add_argument("--json", action="store_true", help="the report as JSON on standard output")
    given = parser.parse_args(arguments)
    return run_command(
        settings=read_settings(home=given.home, environment=os.environ), questions=given.questions,
        held_out=given.held_out, report=given.report, as_json=given.json, failures=given.failures,
        workers=given.workers, fresh=given.fresh, save_baseline=given.save_baseline,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
