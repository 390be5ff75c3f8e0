"""The measurements of `make bench` are taken and printed; what they come to is not a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from eval import speed
from ingest.errors import UsageError, WenceError


def test_the_machine_is_described_in_one_line() -> None:
    line = speed.describe_machine()
    assert "\n" not in line
    assert all(word in line for word in ("cores", "GiB", "Python", "load"))


@pytest.mark.parametrize(
    ("value", "printed"),
    [(0.0123, "0.01 ms"), (9.876, "9.88 ms"), (12.34, "12.3 ms"), (1234.5, "1234 ms")],
)
def test_a_row_shows_as_many_digits_as_mean_something(value: float, printed: str) -> None:
    assert printed in str(speed.Measurement("answer", value, "ms", "note"))


def test_parsing_and_memory_give_figures_above_nothing() -> None:
    rows = [speed.measure_parsing(runs=1), *speed.measure_memory()[:1]]
    assert all(row.value > 0 for row in rows)


def test_indexing_and_answering_are_measured_on_an_index_of_their_own(tmp_path: Path) -> None:
    indexed = speed.measure_indexing(tmp_path)
    assistant = Assistant.open(Settings(home=tmp_path))
    middle, high = speed.measure_answers(assistant, ["实训基地由谁负责?", "企业有什么补贴?"])
    assert indexed.value > 0
    assert 0 < middle.value <= high.value


def test_commands_are_measured_as_whole_processes(tmp_path: Path) -> None:
    speed.measure_indexing(tmp_path)
    empty, asked = speed.measure_commands(tmp_path, "实训基地由谁负责?", runs=1)
    assert asked.value > empty.value > 0


def test_a_command_that_fails_stops_the_measurement(tmp_path: Path) -> None:
    with pytest.raises(WenceError, match="failed"):
        speed.measure_commands(tmp_path, "", runs=1)


def test_installation_is_measured_in_a_checkout_only(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="checkout"):
        speed.measure_installation(tmp_path / "requirements.lock")
