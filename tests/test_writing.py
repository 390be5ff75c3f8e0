"""Results of long commands: where they go is made ready before anything is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from eval import ablating, answerability_fitting, fitting, scaling, span_fitting
from eval.writing import output_file, output_folder


def test_folders_are_created(tmp_path: Path) -> None:
    assert output_folder(str(tmp_path / "a" / "b")).is_dir()
    assert output_file(str(tmp_path / "c" / "d.toml")) == tmp_path / "c" / "d.toml"
    assert not (tmp_path / "c" / "d.toml").exists()
    assert (tmp_path / "c").is_dir()


@pytest.mark.parametrize(
    "command",
    [ablating.main, answerability_fitting.main, fitting.main, scaling.main, span_fitting.main],
    ids=lambda command: str(command.__module__),
)
def test_an_output_that_cannot_be_written_ends_the_command_with_one_line_before_it_computes(
    command: Callable[[Sequence[str]], int], tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    # The data is not there: whatever computed first would fail on that.
    with pytest.raises(SystemExit) as raised:
        command(["--data", str(tmp_path / "missing"), "--output", str(tmp_path / "taken" / "weights")])
    assert isinstance(raised.value.code, str)
    assert str(tmp_path / "taken") in raised.value.code
    assert "\n" not in raised.value.code


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="cannot be written"):
        output_file(str(tmp_path))
