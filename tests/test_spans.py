"""The words that answer, chosen out of running text."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.answers import Status
from assistant.settings import Settings
from assistant.span_features import columns_of, feature_names
from assistant.spans import answering_spans, parts_of, runs_of
from ingest.documents import Span
from ingest.passages import Passage
from ingest.reading import reading_view
from vectorstore.indexing import ingest_files

NOTICE = (
    "关于做好春季防汛物资保障工作的通知 各区防汛指挥部,各有关单位: 为了做好物资保障,现就有关事项通知如下。"
    "物资申领自3月5日起受理,至3月20日截止,逾期不再受理。申领单位应当在防汛物资系统填报需求,并加盖公章。"
    "对街道申领的沙袋,市级仓库按需求的60%配送,其余由各区自行解决。咨询电话:021-56567878,联系人王老师。"
    "仓库每天安排两班人员值守,夜间值守人员不少于5人。各单位应当对物资进行登记,专人保管,每月盘点一次,并将盘点结果报送指挥部。"
    "对擅自挪用物资的单位,由指挥部通报批评,并扣减下一年度的配额。防汛结束后,未使用的物资应当退回仓库,不得转作他用。"
)


def _passage(text: str) -> Passage:
    return Passage("d:k1", "d", "k1", "第1段", "", ("标题",), text, Span(0, len(text)), (), 400)


def test_parts_end_at_commas_stops_and_gaps_but_not_inside_numbers_or_brackets() -> None:
    found = [part.text for part in parts_of(reading_view("关于事项 一是,共1,200元(含税,含运费)。时间为9:30;“好。”完"))]
    assert found == ["关于事项", "一是,", "共1,200元(含税,含运费)。", "时间为9:30;", '"好。"', "完"]


def test_a_run_of_several_sentences_ends_where_one_ends() -> None:
    parts = parts_of("甲,乙。丙,丁。")
    assert runs_of(parts) == [(0, 1), (0, 2), (0, 4), (1, 2), (1, 4), (2, 3), (2, 4), (3, 4)]


def test_runs_stay_inside_a_passage() -> None:
    parts = [part for place in range(2) for part in parts_of("甲。乙。", passage=place)]
    assert all(parts[first].passage == parts[after - 1].passage for first, after in runs_of(parts))


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("防汛物资申领什么时候截止?", "3月20日", "沙袋"),
        ("防汛物资的咨询电话是多少?", "021-56567878", "公章"),
        ("市级仓库按多少比例配送街道申领的沙袋?", "60%", "3月5日"),
        ("夜间值守人员不少于几人?", "5人", "配额"),
    ],
)
def test_the_words_that_answer_are_chosen(question: str, holds: str, lacks: str) -> None:
    best = answering_spans(question, [_passage(NOTICE)])[0]
    words = best.span.slice(NOTICE)
    assert holds in words
    assert lacks not in words
    assert len(words) < 60


def test_every_feature_is_a_finite_column_and_every_weight_names_one() -> None:
    import numpy as np

    from assistant.spans import _weights

    parts = parts_of(reading_view(NOTICE))
    runs = runs_of(parts)
    columns = columns_of("申领何时截止?", [_passage(NOTICE)], parts, runs)
    assert set(feature_names()) <= set(columns)
    assert all(columns[name].shape == (len(runs),) and np.isfinite(columns[name]).all() for name in feature_names())
    assert set(_weights()) <= set(feature_names())


def test_a_question_without_words_finds_nothing() -> None:
    assert answering_spans("?", [_passage(NOTICE)]) == []
    assert answering_spans("何时截止", []) == []


def test_running_text_is_quoted_by_the_words_that_answer(tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(NOTICE, "utf-8")
    ingest_files(tmp_path / "home", [file])
    answer = Assistant.open(Settings(home=tmp_path / "home")).answer("防汛物资申领什么时候截止?")
    assert answer.status is Status.ANSWERED
    assert len(answer.citations) == 1
    citation = answer.citations[0]
    assert "3月20日" in citation.quote
    assert len(citation.quote) < len(NOTICE) / 4
    assert NOTICE[citation.start : citation.end] == citation.quote
