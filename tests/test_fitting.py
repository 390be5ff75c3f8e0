"""The second stage learned on a small benchmark: what is learned, what is left out, and the reports about it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval import ablating, fitting, learning, scaling
from eval.benchmarks import benchmark_index, read_questions
from eval.choices import Choice, Floats, choices_of, folds_of, left_out, measures
from eval.learning import learn, vocabulary_of
from vectorstore.indexing import shipped_documents
from vectorstore.rescoring import FEATURES
from vectorstore.translating import parse_translations

TOPICS = ("竞赛", "采购", "档案", "消防", "会议", "车辆")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six regulations and a question on each, whose words only the table can join to those of the clause."""
    folder = tmp_path_factory.mktemp("fitting")
    (folder / "documents").mkdir()
    lines = []
    for number, topic in enumerate(TOPICS):
        fine, *others = (f"{topic}单位{said}。" for said in ("缴纳滞纳金", "勤俭不浪费", "公开全过程"))
        # The clause that answers has no place of its own.
        others.insert(number % 3, fine)
        text = "\n".join([f"{topic}办法", *(f"第{'一二三'[place]}条 {said}" for place, said in enumerate(others))])
        (folder / "documents" / f"{topic}办法.txt").write_text(text, "utf-8")
        asked = {"id": topic, "question": f"{topic}会被怎么收拾?", "document": f"{topic}办法", "quotes": [fine]}
        lines.append(json.dumps(asked, ensure_ascii=False))
    (folder / "questions.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


@pytest.fixture(scope="module")
def groups(data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[Choice]]:
    index = benchmark_index(data, tmp_path_factory.mktemp("home"))
    return [choices_of(index, read_questions(data), inside=value) for value in (False, True)]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of few documents and clauses are enough for the table."""
    monkeypatch.setattr(learning, "_QUESTION_DOCUMENTS", 3)
    monkeypatch.setattr(learning, "TABLE_PENALTY", 0.1)


def test_what_is_learned_picks_the_right_clause_of_documents_left_out(groups: list[list[Choice]], few: None) -> None:
    del few
    scores = left_out(groups, lambda kept: learn(kept, vocabulary_of(kept)).scores, folds=3)
    for group, found in zip(groups, scores, strict=True):
        assert np.mean(measures(group, found)["recall@1"]) == 1.0


def test_what_is_written_is_what_the_search_reads(groups: list[list[Choice]], few: None, tmp_path: Path) -> None:
    del few
    everything = [choice for group in groups for choice in group]
    learned = learn(everything, vocabulary_of(everything))
    fitting.write(learned, tmp_path, note="# note\n")
    table = parse_translations((tmp_path / "translations.tsv").read_text("utf-8"))
    question, texts = "竞赛会被怎么收拾?", ["缴纳滞纳金", "应当公开"]
    assert np.allclose(table.scores(question, texts), learned.table.scores(question, texts), rtol=0.05)
    assert table.scores(question, texts)[0] > table.scores(question, texts)[1]
    stored = (tmp_path / "rescoring.toml").read_text("utf-8")
    assert all(f"\n{name} = " in stored for name in FEATURES)


def test_every_form_of_the_table_is_tried_and_the_best_one_kept(
    groups: list[list[Choice]], few: None, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del few
    found = {
        (form.penalty, form.least): fitting.worth(groups, scores)
        for form, scores in fitting.tried(groups, penalties=[0.1], least=[0.0, 9.0])
    }
    # A table cut to nothing leaves out what the words of these questions and clauses do not share.
    assert found[0.1, 0.0] == 1.0 > found[0.1, 9.0]
    options = ["--data", str(data), "--home", str(tmp_path / "home"), "--output", str(tmp_path)]
    assert fitting.main([*options, "--penalties", "0.1", "--least", "9", "0.01"]) == 0
    assert capsys.readouterr().out.count("left out, penalty 0.1, ") == 4
    assert parse_translations((tmp_path / "translations.tsv").read_text("utf-8")).rows


def test_a_cut_keeps_the_larger_weights_and_the_features(groups: list[list[Choice]], few: None) -> None:
    del few
    whole = fitting.Form(0.1, 0.0).fitted(groups[1])
    least = float(np.quantile(np.abs(whole.table.weights), 0.5))
    kept = whole.cut(least)
    assert np.array_equal(kept.table.weights != 0, np.abs(whole.table.weights) >= least)
    assert np.array_equal(kept.weights, whole.weights)
    assert np.array_equal(kept.table.weights, fitting.Form(0.1, least).fitted(groups[1]).table.weights)


def test_questions_on_one_document_are_never_on_both_sides(groups: list[list[Choice]]) -> None:
    doubled = [*groups[0], *groups[1]]
    folds = folds_of(doubled, folds=3)
    assert {choice.asked.document: fold for choice, fold in zip(doubled, folds, strict=True)} == {
        choice.asked.document: fold for choice, fold in zip(reversed(doubled), reversed(folds), strict=True)
    }
    assert set(folds) == {0, 1, 2}


def test_measures_count_quotes_and_ranks(groups: list[list[Choice]]) -> None:
    choice = groups[1][0]
    best = choice.right.astype(np.float64)
    assert measures([choice], [best])["recall@1"] == [1.0]
    assert measures([choice], [-best])["mrr@10"] == [1 / len(best)]


def test_the_least_of_a_bowl_is_found() -> None:
    centre = np.arange(5.0)
    found = learning._minimise(
        lambda p: (float(((p - centre) ** 2 * (1 + centre)).sum()), 2 * (p - centre) * (1 + centre)), np.zeros(5)
    )
    assert np.allclose(found, centre, atol=1e-4)


def test_every_ingredient_is_made_of_features(groups: list[list[Choice]]) -> None:
    for names in ablating.INGREDIENTS.values():
        assert set(names) <= set(FEATURES)
    blanked = ablating.without(groups[0], ("full",))[0]
    assert not blanked.features[:, FEATURES.index("full")].any()
    rows: list[tuple[str, list[Floats]]] = [
        ("both stages", [choice.features[:, 0].astype(np.float64) for choice in groups[0]]),
        ("first stage alone", ablating.first_stage(groups[0], stripped=True)),
    ]
    assert ablating.table(groups[0], rows).count("\n| ") == 2


def test_copies_of_passages_are_as_many_as_asked_and_all_different() -> None:
    passages = scaling.read_passages(shipped_documents())
    copies = list(scaling.perturbed(passages, 3 * len(passages)))
    assert len(copies) == 3 * len(passages)
    assert len({passage.passage_id for passage in copies}) == len(copies)
    assert len({passage.text for passage in copies if len(passage.text) > 30}) > 2.5 * len(
        [passage for passage in passages if len(passage.text) > 30]
    )
    found = scaling.measure(passages, 2 * len(passages), ["企业怎样抵免教育费附加?"])
    assert "| 2 |" not in scaling.markdown([found], source="x")
    assert f"| {2 * len(passages):,} |" in scaling.markdown([found], source="x")
