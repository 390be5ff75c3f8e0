"""The command `wence`. Heavy libraries are imported inside the commands that need them, so that light ones start fast."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn, Protocol, runtime_checkable

import typer

from ingest.errors import WenceError
from ui import checks, commands, gathering, inquiries, lifecycles
from ui.invoking import Home
from ui.quiet import silence_telemetry

_EXAMPLES = """问策 wence: answers questions about government policy with cited clauses, offline.

\b
wence ask 企业办职业教育有什么抵免?
wence tasks --department 区教育局
wence serve
"""
app = typer.Typer(
    name="wence", help=_EXAMPLES, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
evaluation = typer.Typer(help="Evaluate on sample questions and compare reports.", no_args_is_help=True)
app.add_typer(evaluation, name="eval")
measures = typer.Typer(help="The reviewed measures of documents, and drafts for new ones.", no_args_is_help=True)
app.add_typer(measures, name="measures")


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"wence {version('wence')}")
        raise typer.Exit


@app.callback()
def configure(
    context: typer.Context,
    home: Home = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show tracebacks and the log.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read the settings once; every command gets them."""
    del version
    from assistant.settings import read_settings

    if verbose:
        import logging

        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    context.obj = read_settings(home=home, environment=os.environ)


for command in (commands.serve, inquiries.ask, inquiries.search, inquiries.tasks, commands.documents, commands.show,
                gathering.ingest, gathering.watch, lifecycles.withdraw, lifecycles.diff, checks.check, commands.doctor):  # fmt: skip
    app.command()(command)
evaluation.command("run")(commands.eval_run)
evaluation.command("compare")(commands.eval_compare)
measures.command("list")(checks.list_measures)
measures.command("draft")(checks.draft_measures)


@runtime_checkable
class _CommandLineError(Protocol):
    """What Typer raises for a wrong command line; it has no public name for all of them."""

    exit_code: int

    def format_message(self) -> str:
        """What is wrong; the whole help where a command was called with nothing."""


def _refuse(error: _CommandLineError) -> NoReturn:
    message = error.format_message().strip()
    typer.echo(message if "\n" in message else f"wence: {message.rstrip('.')}; see: wence --help", err=True)
    raise SystemExit(error.exit_code) from None


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; an error is one line on standard error, a traceback only with --verbose."""
    silence_telemetry()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(given, prog_name="wence", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt) as error:
        _fail(error, "interrupted", 130, given)
    except WenceError as error:
        _fail(error, str(error), error.exit_code, given)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read the output has enough
        raise SystemExit(0) from None
    except Exception as error:  # noqa: BLE001 - the one boundary of the process
        if isinstance(error, _CommandLineError):
            _refuse(error)
        _fail(error, f"unexpected {type(error).__name__}: {error} (more with --verbose)", 1, given)
    if code:
        raise SystemExit(code)


def _fail(error: BaseException, message: str, code: int, given: Sequence[str]) -> NoReturn:
    if "--verbose" in given:
        import traceback

        traceback.print_exception(error)
    typer.echo("wence: " + " ".join(message.split()), err=True)
    raise SystemExit(code) from None


if __name__ == "__main__":
    main()
