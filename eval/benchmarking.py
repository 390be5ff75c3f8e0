"""The command that measures a benchmark by others and prints it, the figures of others beside.

`notices` measures extraction, a name that ends with `-refusal` refusing, any other name retrieval.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.answering import Assistant
from assistant.settings import Settings
from eval import benchmarks, extraction, refusals
from eval.anchors import ALL, END_TO_END, INSIDE, ON, anchors_of
from eval.benchmarks import Asked, benchmark_index, measure_retrieval, read_questions
from eval.metrics import Estimate, percentile

if TYPE_CHECKING:
    from rich.console import Console

REFUSAL = "-refusal"
Figures = Mapping[str, Mapping[str, Estimate]]
Item = TypeVar("Item")
Result = TypeVar("Result")
_DECIMALS = 4


def benchmark_command(name: str, data: Path, *, settings: Settings, as_json: bool, console: Console) -> int:
    """Measure a benchmark and print it, as a table or as JSON; exit code 0."""
    questions = read_questions(data)
    home = settings.home / "benchmarks" / name.removesuffix(REFUSAL)
    index = benchmark_index(data, home, settings=settings)
    known = {item.document.document_id for item in index.documents()}
    lost = [asked.id for asked in questions if asked.document not in known]
    assistant = Assistant.open(replace(settings, home=home))
    if name == "notices":
        figures, seconds = _measure_extraction(assistant, questions)
    elif name.endswith(REFUSAL):
        figures, seconds = _measure_refusals(assistant, [asked for asked in questions if asked.document in known])
    else:
        figures, seconds = _measure_retrieval(assistant, questions)
    if as_json:
        console.print_json(json.dumps(_stored(name, figures, seconds, lost), ensure_ascii=False))
    else:
        _show(name, figures, seconds, console=console)
        if lost:
            console.print(f"{len(lost)} questions are on documents that could not be read; they count as missed")
    return 0


def _measure_retrieval(assistant: Assistant, questions: Sequence[Asked]) -> tuple[Figures, Mapping[str, list[float]]]:
    figures: dict[str, Mapping[str, Estimate]] = {}
    seconds: dict[str, list[float]] = {}
    for where, inside in ((ALL, False), (INSIDE, True)):
        outcomes = _tracked(questions, where, partial(measure_retrieval, assistant.index, inside=inside))
        figures[where] = benchmarks.summary(outcomes, questions)
        seconds[where] = [outcome.seconds for outcome in outcomes]
    return figures, seconds


def _measure_extraction(assistant: Assistant, questions: Sequence[Asked]) -> tuple[Figures, Mapping[str, list[float]]]:
    results = _tracked(questions, "answers", lambda asked: extraction.measure_extraction(assistant, asked))
    return extraction.summary(results, questions), {END_TO_END: [result.seconds for result in results]}


def _measure_refusals(assistant: Assistant, questions: Sequence[Asked]) -> tuple[Figures, Mapping[str, list[float]]]:
    others = refusals.foreign_documents(assistant, questions)
    results = _tracked(
        questions, "answers", lambda asked: refusals.measure_refusal(assistant, asked, others[asked.document])
    )
    return refusals.summary(results, questions), {}


def _tracked(items: Sequence[Item], title: str, measure: Callable[[Item], Result]) -> list[Result]:
    """The result for each item, with a progress bar on a terminal."""
    from rich.console import Console as Terminal
    from rich.progress import track

    terminal = Terminal(stderr=True)
    watched: Iterable[Item] = track(items, title, console=terminal, disable=not terminal.is_terminal, transient=True)
    return [measure(item) for item in watched]


def _stored(name: str, figures: Figures, seconds: Mapping[str, Sequence[float]], lost: Sequence[str]) -> dict[str, Any]:
    """The result as JSON: figures with intervals, milliseconds, and the figures of others with where they are from."""
    results: dict[str, dict[str, Any]] = {}
    for where, found in figures.items():
        results[where] = {
            **{
                measure: {
                    "value": round(item.value, _DECIMALS),
                    "low": round(item.low, _DECIMALS),
                    "high": round(item.high, _DECIMALS),
                }
                for measure, item in found.items()
            },
            "questions": next(iter(found.values())).count,
            **_milliseconds(seconds.get(where, [])),
        }
    others = [
        {"name": title, "where": where, "measured": ON, **measured}
        for where, entries in anchors_of(name).items()
        for title, measured in entries.items()
    ]
    return {"benchmark": name, "results": results, "others": others, "unreadable": list(lost)}


def _milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    if not seconds:
        return {}
    return {f"p{rank}_ms": round(percentile(seconds, rank) * 1000, 1) for rank in (50, 95)}


def _show(name: str, figures: Figures, seconds: Mapping[str, Sequence[float]], *, console: Console) -> None:
    """One table: a row for each measure, a column each for its value, its interval and the figures of others."""
    from rich.table import Table

    table = Table(title=f"Benchmark {name}", title_justify="left", box=None, pad_edge=False)
    for column in ("where", "measure", "value", "95% interval", "questions", ON):
        table.add_column(column, justify="right" if column in {"value", "questions"} else "left")
    for where, found in figures.items():
        others = anchors_of(name).get(where, {})
        for place, (measure, item) in enumerate(found.items()):
            beside = "; ".join(f"{said[measure]:.3f} {title}" for title, said in others.items() if measure in said)
            table.add_row("" if place else where, measure, f"{item.value:.3f}", f"[{item.low:.3f}, {item.high:.3f}]",
                          str(item.count), beside)  # fmt: skip
        for measure, value in _milliseconds(seconds.get(where, [])).items():
            table.add_row("", measure, f"{value:.1f}", "", "", "")
    for where, others in anchors_of(name).items():
        for title, said in others.items():
            for measure, figure in said.items():
                if measure not in figures.get(where, {}):
                    table.add_row(where, measure, "", "", "", f"{figure:.3f} {title}")
    console.print(table)
