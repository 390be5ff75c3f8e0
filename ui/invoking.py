"""What the commands share: their options, the console, and the assistant over the chosen home."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.answering import Assistant
    from assistant.settings import Settings

Home = Annotated[
    Path | None, typer.Option(help="Where the index lives (or WENCE_HOME; default .wence).", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DocumentOption = Annotated[str | None, typer.Option("--document", help="Only this document.")]
BatchOption = Annotated[Path | None, typer.Option("--batch", help="JSONL file, one question or query a line.")]
EngineOption = Annotated[
    str | None, typer.Option("--engine", help="extractive or model (or WENCE_ENGINE).", show_default=False)
]
OutputOption = Annotated[Path | None, typer.Option("--output", help="Where the results go.")]


AsOfOption = Annotated[str | None, typer.Option("--as-of", help="From the texts in force on this day (2021-06-30).")]


def parse_day(printed: str | None, option: str) -> date | None:
    """A day given as 2021-06-30; UsageError says how it is written."""
    if printed is None:
        return None
    try:
        return date.fromisoformat(printed)
    except ValueError:
        raise UsageError(f"{option} takes a day like 2021-06-30, not {printed!r}") from None


def today() -> date:
    """The day where the machine is."""
    return datetime.now(UTC).astimezone().date()


def open_console(*, errors: bool = False) -> Console:
    """Standard output, or standard error, for people; nothing is wrapped where no terminal reads it."""
    from rich.console import Console

    # Without a terminal nothing is wrapped: a program or a file reads it.
    wide = None if (sys.stderr if errors else sys.stdout).isatty() else 10_000
    return Console(stderr=errors, highlight=False, width=wide, soft_wrap=wide is not None)


def with_engine(settings: Settings, engine: str | None) -> Settings:
    """The settings with the engine of the command line over that of the environment."""
    from assistant.settings import ENGINES

    if engine is not None and engine not in ENGINES:
        raise UsageError(f"--engine must be {' or '.join(ENGINES)}, not {engine!r}")
    return settings if engine is None else replace(settings, chosen_engine=engine)


def is_verbose(context: typer.Context) -> bool:
    """Whether the command line asks for all that there is to see."""
    return bool(context.find_root().params.get("verbose"))


def open_assistant(settings: Settings) -> Assistant:
    """The assistant over the home of `settings`; an empty home gets the shipped documents first."""
    from assistant.answering import Assistant
    from ui.terminal import progress_bar

    with progress_bar(open_console(errors=True)) as advance:
        return Assistant.open(settings, progress=advance)


def print_json(value: object) -> None:
    """A value as JSON on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
