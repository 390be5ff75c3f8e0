"""A fit that tells two kinds of lines apart, as it is made, written and read again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vectorstore.line_vectors import Vectors
from vectorstore.two_kinds import fitted, read_two_kinds


def _lines(number: int = 40) -> tuple[Vectors, list[bool]]:
    """Vectors of length 1 near one of two corners."""
    draw = np.random.default_rng(7)
    firsts = [place % 2 == 0 for place in range(number)]
    found = draw.normal(0, 0.3, (number, 8)) + np.array([[2.0 if first else -2.0, *[0.0] * 7] for first in firsts])
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32), firsts


def test_each_kind_is_told_by_lines_it_was_not_fitted_to() -> None:
    lines, firsts = _lines()
    fit = fitted(lines[:30], firsts[:30], ridge=0.3)
    assert [fit.rather(line) > 0 for line in lines[30:]] == firsts[30:]


def test_what_is_written_says_the_same(tmp_path: Path) -> None:
    lines, firsts = _lines()
    fit = fitted(lines, firsts, ridge=0.3)
    fit.write(tmp_path / "fit.npz")
    again = read_two_kinds(tmp_path / "fit.npz")
    assert again.rather(lines[0]) == pytest.approx(fit.rather(lines[0]), abs=0.01)


@pytest.mark.parametrize("kind", [True, False])
def test_lines_of_one_kind_are_refused(kind: bool) -> None:
    lines, firsts = _lines()
    with pytest.raises(ValueError, match="one kind"):
        fitted(lines, [kind] * len(firsts), ridge=0.3)
