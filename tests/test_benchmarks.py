"""Benchmarks by others: read, measured and fitted on, with a small one made for the test."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from eval import span_fitting
from eval.benchmarks import benchmark_index, holds, measure_retrieval, read_questions
from eval.extraction import extracted_answer
from eval.overlap import common_subsequence, rouge_l
from ingest.errors import UsageError
from tests.commands import run_here

TOPICS = ("竞赛", "采购", "档案", "消防", "会议", "车辆")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six regulations and two questions on each."""
    folder = tmp_path_factory.mktemp("benchmark")
    (folder / "documents").mkdir()
    lines = []
    for topic in TOPICS:
        date = f"本办法自20{10 + TOPICS.index(topic)}年5月1日起施行。"
        fine = f"违反{topic}规定的,处以罚款。"
        text = f"{topic}管理办法\n第一条 为了规范{topic}管理,制定本办法。\n第二条 {fine}\n第三条 {date}\n"
        (folder / "documents" / f"{topic}办法.txt").write_text(text, "utf-8")
        for number, (question, quote) in enumerate(
            [(f"{topic}管理办法何时施行?", date), (f"违反{topic}规定有什么处罚?", fine)]
        ):
            lines.append(
                {"id": f"{topic}{number}", "question": question, "document": f"{topic}办法", "quotes": [quote]}
            )
    (folder / "questions.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return folder


def test_a_benchmark_is_measured_over_all_documents_and_inside_the_right_one(data: Path, tmp_path: Path) -> None:
    index = benchmark_index(data, tmp_path)
    questions = read_questions(data)
    assert len(questions) == 2 * len(TOPICS)
    for inside in (False, True):
        outcomes = [measure_retrieval(index, asked, inside=inside) for asked in questions]
        assert [outcome.recall[1] for outcome in outcomes] == [1.0] * len(questions)
        assert all(outcome.reciprocal == 1.0 for outcome in outcomes)


def test_a_quote_counts_when_one_passage_or_one_clause_holds_it(data: Path, tmp_path: Path) -> None:
    index = benchmark_index(data, tmp_path)
    passages = [hit.passage for hit in index.search("竞赛", k=50)]
    assert holds(passages, "违反竞赛规定的, 处以罚款。")
    assert not holds(passages, "违反竞赛规定的,处以警告。")
    assert not holds([], "任何")


def test_the_command_prints_a_table_and_json(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--home", str(tmp_path), "eval", "run", "--benchmark", "own", "--data", str(data)]
    table = run_here(command, capsys)
    assert table.code == 0
    assert "recall@1" in table.out
    found = json.loads(run_here([*command, "--json"], capsys).out)
    assert found["results"]["all documents"]["recall@1"]["value"] == 1.0
    assert found["results"]["inside the right document"]["questions"] == 12


@pytest.mark.parametrize("content", ["no json", '{"id": 1}', '{"id": 1, "question": "x", "document": "y"}'])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "questions.jsonl").write_text(content, "utf-8")
    with pytest.raises(UsageError, match=r"questions\.jsonl:1"):
        read_questions(tmp_path)


def test_a_folder_that_is_no_benchmark_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run_here(["eval", "run", "--benchmark", "x", "--data", str(tmp_path)], capsys)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert run_here(["eval", "run", "--benchmark", "x"], capsys).code == 2


def test_the_notices_are_measured_by_the_words_extracted_and_cited(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--home", str(tmp_path), "eval", "run", "--benchmark", "notices", "--data", str(data)]
    found = json.loads(run_here([*command, "--json"], capsys).out)
    assert found["results"]["end to end"]["document_hit@1"]["value"] == 1.0
    for where in ("document given", "end to end"):
        assert found["results"][where]["rouge_l"]["value"] > 0.6
        assert found["results"][where]["cited"]["value"] > 0.9
    assert any(other["name"] == "the best single sentence there is" for other in found["others"])
    assert all(other["measured"] == "by others, other half" for other in found["others"])
    table = run_here(command, capsys).out
    assert "0.339 one sentence by shared words" in table


def test_a_refusal_extracts_nothing_although_it_points_at_a_clause(data: Path, tmp_path: Path) -> None:
    benchmark_index(data, tmp_path)
    assistant = Assistant.open(Settings(home=tmp_path))
    refused = assistant.answer("竞赛管理办法的咨询电话是多少?")
    assert str(refused.status) == "not_in_documents"
    assert extracted_answer(refused) == ""
    answered = assistant.answer("违反竞赛规定有什么处罚?")
    assert extracted_answer(answered) == "".join(citation.quote for citation in answered.citations)


def test_a_question_on_a_document_that_could_not_be_read_counts_as_missed(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "竞赛办法.txt").write_bytes((data / "documents" / "竞赛办法.txt").read_bytes())
    (folder / "questions.jsonl").write_text("\n".join((data / "questions.jsonl").read_text("utf-8").splitlines()[:4]))
    command = ["--home", str(tmp_path), "eval", "run", "--benchmark", "notices", "--data", str(folder), "--json"]
    found = json.loads(run_here(command, capsys).out)
    assert found["unreadable"] == ["采购0", "采购1"]
    assert found["results"]["end to end"]["document_hit@1"] == {"value": 0.5, "low": 0.0, "high": 1.0}


@pytest.mark.parametrize(
    ("one", "other", "length"), [("", "甲", 0), ("甲乙丙丁", "乙丁", 2), ("甲乙丙", "丙乙甲", 1), ("甲甲", "甲", 1)]
)
def test_the_common_subsequence_is_counted(one: str, other: str, length: int) -> None:
    assert common_subsequence(one, other) == common_subsequence(other, one) == length


def test_rouge_is_one_for_the_same_words_and_ignores_white_space() -> None:
    assert rouge_l("自 5月1日 起施行。", "自5月1日起施行。") == 1.0
    assert rouge_l("", "甲") == 0.0
    assert rouge_l("甲乙", "乙丙丁戊") == pytest.approx(2 / 6)


def test_weights_of_spans_are_fitted_that_choose_the_labelled_words(data: Path, tmp_path: Path) -> None:
    index = benchmark_index(data, tmp_path)
    offered = [span_fitting.offered_for(index, asked, given=True) for asked in read_questions(data)]
    found = [item for item in offered if item is not None]
    weights = span_fitting.fit(span_fitting.thinned(found))
    assert np.isfinite(weights).all()
    assert span_fitting.gain_of(found, weights) > 0.9
    assert span_fitting.cross_validated([found])[0] > 0.5


def test_refusing_is_measured_where_the_document_answers_and_where_it_cannot(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--home", str(tmp_path), "eval", "run", "--benchmark", "own-refusal", "--data", str(data), "--json"]
    results = json.loads(run_here(command, capsys).out)["results"]
    assert set(results) == {"documents calibrated on", "documents untouched"}
    assert sum(found["questions"] for found in results.values()) == 2 * len(TOPICS)
    assert all(found["over_refusal"]["value"] == 0.0 for found in results.values())
