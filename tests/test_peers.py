"""The side-by-side with others: the sample, the table, and our own system measured in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import peers
from eval.benchmarks import Asked
from eval.peers import SYSTEMS, Measured, as_markdown, sampled
from ingest.errors import WenceError


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three regulations with a question on two of them."""
    (tmp_path / "documents").mkdir()
    lines = []
    for topic in ("竞赛", "采购", "档案"):
        quote = f"{topic}保证金不超过合同金额的百分之二。"
        text = f"{topic}管理办法\n第一条 为了规范{topic}管理,制定本办法。\n第二条 {quote}\n"
        (tmp_path / "documents" / f"{topic}.txt").write_text(text, "utf-8")
        lines.append(
            json.dumps({"id": topic, "question": f"{topic}保证金是多少?", "document": topic, "quotes": [quote]})
        )
    (tmp_path / "questions.jsonl").write_text("\n".join(lines[:2]), "utf-8")
    return tmp_path


@pytest.mark.parametrize(("documents", "questions", "files", "asked"), [(0, 0, 3, 2), (0, 1, 3, 1), (1, 0, 1, 1)])
def test_a_sample_keeps_the_documents_of_its_questions(
    data: Path, documents: int, questions: int, files: int, asked: int
) -> None:
    paths, kept = sampled(data, documents=documents, questions=questions)
    assert (len(paths), len(kept)) == (files, asked)
    assert {item.document for item in kept} <= {path.stem for path in paths}


def test_ours_is_measured_as_json(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert peers.main(["--data", str(data), "--system", "wence"]) == 0
    stored = json.loads(capsys.readouterr().out)
    assert stored["recall"]["1"] == [1.0, 1.0]
    assert stored["passages"] >= 6
    assert stored["memory_mib"] > 10


def test_the_table_holds_ratios_to_ours() -> None:
    questions = [Asked("a", "问", "d", ("x",)), Asked("b", "问", "e", ("x",))]
    theirs = Measured("bm25", {1: [0.0, 1.0], 5: [1.0, 1.0], 10: [1.0, 1.0]}, [0.5, 1.0], 2.0, [0.02, 0.02], 50.0, 9)
    ours = Measured("wence", {1: [1.0, 1.0], 5: [1.0, 1.0], 10: [1.0, 1.0]}, [1.0, 1.0], 1.0, [0.01, 0.01], 100.0, 12)
    text = as_markdown([theirs, ours], questions, documents=2)
    assert SYSTEMS["bm25"] in text
    assert "0.500 [0.000, 1.000] (0.50)" in text
    assert "20.0 (2.00)" in text
    assert "50 (0.50)" in text
    assert text.count("\n| ") == 4


def test_a_library_that_is_missing_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(WenceError, match="group `peers`"):
        peers.main(["--data", str(data)])
