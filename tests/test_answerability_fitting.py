"""When to refuse, learned on a small benchmark: what is read, what is left out, and what is written."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from assistant.answer_signs import ATTRIBUTE, LEAD, NEARER, SIGNS
from assistant.answerability import ALONE, AMONG, GLOSSED
from eval import answer_pairs, answerability_fitting
from eval.answer_pairs import PLAN, Pair, benchmark_pairs
from eval.answerability_fitting import Bounds, fit, left_out, tables_of, told, written
from eval.refusals import ANY, OWN, THEME

TOPICS = {"仓储": "消防设施", "港口": "拖轮证书", "电影": "放映许可", "会计": "账簿档案"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four regulations and a question on each."""
    folder = tmp_path_factory.mktemp("pairs")
    (folder / "documents").mkdir()
    lines = []
    for topic, thing in TOPICS.items():
        duty = f"{topic}单位应当每季度检查一次{thing},并保存记录三年。"
        text = f"{topic}管理办法\n第一条 为了规范{topic}活动,制定本办法。\n第二条 {duty}\n第三条 本办法自2023年6月1日起施行。\n"
        (folder / "documents" / f"{topic}管理办法.txt").write_text(text, "utf-8")
        asked = {
            "id": topic,
            "question": f"{topic}单位多久检查一次{thing}?",
            "document": f"{topic}管理办法",
            "quotes": [duty],
        }
        lines.append(json.dumps(asked, ensure_ascii=False))
    (folder / "questions.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def pairs(data: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    return benchmark_pairs(data, tmp_path_factory.mktemp("home"), cache=cache)


def _made(number: int, *, kind: str, value: float, group: str = "made", document: str = "") -> Pair:
    signs = dict.fromkeys((*SIGNS, LEAD), 0.5) | {"pairs_in_passage": value, LEAD: value - 0.5}
    return Pair(group, f"q{number}", f"d{number % 20}", document or f"d{number % 20}", kind, signs)


@pytest.fixture(scope="module")
def made() -> list[Pair]:
    """Questions on 20 documents; what answers holds more of their pairs, with noise."""
    draw = np.random.default_rng(7)
    own = [_made(n, kind=OWN, value=float(draw.normal(0.8, 0.1))) for n in range(200)]
    other = [_made(n, kind=THEME, value=float(draw.normal(0.4, 0.1)), document=f"e{n % 7}") for n in range(200)]
    return [*own, *other]


def test_every_question_is_held_against_its_document_and_two_others(pairs: list[Pair]) -> None:
    assert {(pair.question, pair.kind) for pair in pairs} == {(t, kind) for t in TOPICS for kind in (OWN, THEME, ANY)}
    assert all((pair.document == pair.own) is pair.answers for pair in pairs)
    leads = {kind: [pair.signs[LEAD] for pair in pairs if pair.kind == kind] for kind in (OWN, THEME)}
    assert min(leads[OWN]) > 0 > max(leads[THEME])


def test_pairs_that_are_kept_are_not_read_again(
    pairs: list[Pair], data: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = benchmark_pairs(data, tmp_path, cache=cache)
    assert [(pair.question, pair.kind) for pair in again] == [(pair.question, pair.kind) for pair in pairs]
    assert again[0].signs[LEAD] == pytest.approx(pairs[0].signs[LEAD], abs=1e-4)
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(answer_pairs, "SIGNS", (*SIGNS, "a new sign"))
    assert answer_pairs._read(cache / f"{data.name}.jsonl") is None


def test_the_model_tells_what_answers_from_what_does_not(made: list[Pair]) -> None:
    estimates = fit(made, SIGNS).estimates(made)
    answers = np.array([pair.answers for pair in made])
    assert estimates[answers].mean() > 0.9 > 0.1 > estimates[~answers].mean()


def test_neither_document_of_a_tested_pair_is_fitted_on(made: list[Pair]) -> None:
    seen: list[set[str]] = []

    def fitting(kept: list[Pair]) -> answerability_fitting.Fitted:
        seen.append({name for pair in kept for name in (pair.own, pair.document)})
        return fit(kept, SIGNS)

    few = [pair for pair in made if pair.kind == OWN or pair.own in {"d1", "d2"}]
    estimates = left_out(few, fitting)  # type: ignore[arg-type]
    assert len(seen) == answerability_fitting.FOLDS
    everything = {pair.own for pair in few}
    assert set.intersection(*seen) & everything == set()
    assert np.all(estimates > 0.0)


def test_recall_is_told_at_the_stated_over_refusal(made: list[Pair]) -> None:
    (line,) = told(ALONE, made, fit(made, SIGNS).estimates(made))
    assert line.startswith(f"{ALONE}, made, {THEME}: ")
    assert "n=200" in line


def test_samples_of_the_plan_do_not_say_from_where_to_refuse(made: list[Pair]) -> None:
    sample = _made(0, kind=OWN, value=0.0, group=PLAN)
    estimates = np.array([0.9, 0.1])
    assert answerability_fitting.threshold(estimates, [made[0], sample], 0.0) == 0.9


def test_what_few_samples_without_an_answer_reach_is_sure(made: list[Pair]) -> None:
    silent = [_made(n, kind=answer_pairs.ELSEWHERE, value=0.0, group=PLAN) for n in range(5)]
    estimates = np.array([0.99, 0.1, 0.2, 0.3, 0.4, 0.9])
    assert answerability_fitting.surely(estimates, [made[0], *silent], 0.25) == pytest.approx(0.4)
    assert answerability_fitting.surely(estimates[:1], made[:1], 0.25) == 0.0


def test_the_model_of_glosses_is_bounded_by_its_samples_and_leaves_the_rest_open() -> None:
    draw = np.random.default_rng(11)
    answers = {True: draw.normal(0.8, 0.3, 200), False: draw.normal(-0.2, 0.3, 200)}
    samples = [
        Pair(PLAN, f"q{kind}{n}", f"f{n}", f"f{n}", OWN if kind else answer_pairs.ELSEWHERE,
             dict.fromkeys(SIGNS, 0.5) | {NEARER: float(value), ATTRIBUTE: 0.0})
        for kind, values in answers.items() for n, value in enumerate(values)
    ]  # fmt: skip
    estimates = left_out(samples, lambda kept: fit(kept, (NEARER, ATTRIBUTE)))
    bounds = answerability_fitting.bounds_of(GLOSSED, samples, estimates, refused=0.0, sure=0.0)
    answered = np.array([sample.answers for sample in samples])
    assert 0.0 < bounds.refuse_below <= bounds.answer_from < 1.0
    assert (estimates[answered] < bounds.refuse_below).mean() <= 0.03
    assert (estimates[~answered] >= bounds.answer_from).mean() <= 0.11


def test_what_is_written_is_what_the_assistant_reads(made: list[Pair]) -> None:
    names = answerability_fitting.NAMES
    tables: dict[str, dict[str, float]] = {}
    for name in (ALONE, AMONG):
        tables |= tables_of(name, fit(made, names[name]), Bounds(0.1, 0.4, 0.3))
    stored = tomllib.loads(written(tables, "# note\n"))
    assert stored[f"{ALONE}_bounds"]["answer_from"] == 0.3
    assert tuple(stored[f"{AMONG}_weights"]) == names[AMONG]
    assert stored[f"{ALONE}_weights"]["pairs_in_passage"] > 0


def test_the_command_prints_recall_and_writes_the_weights(
    data: Path, cache: Path, made: list[Pair], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    del made
    read: list[Path] = []

    def none(home: Path, **_: object) -> list[Pair]:
        read.append(home)
        return []

    monkeypatch.setattr(answerability_fitting, "plan_pairs", none)
    output = tmp_path / "answerability.toml"
    output.write_text("[alone_bounds]\noffset = 9.0\n", "utf-8")
    options = ["--data", str(data), "--cache", str(cache), "--output", str(output)]
    assert answerability_fitting.main([*options, "--models", AMONG]) == 0
    assert tomllib.loads(output.read_text("utf-8"))["alone_bounds"] == {"offset": 9.0}  # what is not fitted is kept
    assert capsys.readouterr().out.count(f"{data.name}, {THEME}: ") == 1
    assert not read  # the samples on the plan are for the other model alone
    assert answerability_fitting.main(options) == 0
    printed = capsys.readouterr().out
    assert printed.count(f"{data.name}, {THEME}: ") == 2
    assert set(tomllib.loads(output.read_text("utf-8"))) == {
        f"{name}_{part}" for name in (ALONE, AMONG) for part in ("bounds", "weights")
    }


def test_pairs_kept_by_an_earlier_version_are_read_again(pairs: list[Pair], tmp_path: Path, data: Path) -> None:
    stored = [json.loads(json.dumps({**asdict(pair), "signs": dict(pair.signs)})) for pair in pairs]
    kept = tmp_path / f"{data.name}.jsonl"
    kept.write_text(
        "".join(json.dumps({k: v for k, v in row.items() if k != "asking"}) + "\n" for row in stored), "utf-8"
    )
    assert answer_pairs._read(kept) is None
