"""The parse of the shipped plan, compared with its text by a reader that shares no code with the parser."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from ingest.clauses import Clause, ClauseKind, parse_clauses
from ingest.headings import Rank
from ingest.loading import load_document
from ingest.passages import passages_of
from ingest.tasks import Role
from tests.commands import ROOT

PLAN = load_document(ROOT / "documents" / "putuo-2021" / "source.txt")
TREE = parse_clauses(PLAN)
PASSAGES = passages_of(PLAN, TREE)
# Found by searching for the words as printed; offsets of the whole note, brackets included.
NOTES = [
    (match.start(), match.end(), re.split(r"[、,,]", match[1]))
    for match in re.finditer(r"[((]责任部门[::]([^()()]*)[))]", PLAN.text)
]
NOISE = ("请使用tab按钮切换浏览", "的的通知", "验证码", "全部评论")


def of_rank(rank: Rank) -> list[Clause]:
    return [clause for clause in TREE.walk() if clause.rank is rank]


def groups() -> list[Clause]:
    return [clause for clause in TREE.walk() if clause.kind is ClauseKind.GROUP]


def noise_spans() -> list[tuple[int, int]]:
    return [
        (match.start(), match.end())
        for match in re.finditer(r"[^\n]+", PLAN.text)
        if any(words in match[0] for words in NOISE)
    ]


def test_the_plan_has_three_chapters_seven_sections_fifteen_items_and_twenty_six_groups() -> None:
    assert [len(of_rank(rank)) for rank in (Rank.CHAPTER, Rank.SECTION, Rank.ITEM)] == [3, 7, 15]
    assert len(groups()) == 26
    per_item = Counter(group.clause_id.rpartition(".")[0] for group in groups())
    assert list(per_item.values()) == [3, 3, 4, 4, 3, 2, 2, 4, 1]


def test_every_note_of_the_text_is_one_task_at_its_offsets_with_its_members_in_order() -> None:
    parsed = [
        (task.annotation.span.start, task.annotation.span.end, [item.printed for item in task.assignments])
        for clause in TREE.walk()
        if (task := clause.task)
    ]
    assert len(NOTES) == 26
    assert parsed == NOTES


def test_no_task_has_a_leader_and_only_the_general_expression_names_no_office() -> None:
    members = [item for clause in TREE.walk() if clause.task for item in clause.task.assignments]
    assert {item.role for item in members} == {Role.RESPONSIBLE}
    assert [item.printed for item in members if item.collective] == ["相关部门"]
    counted = Counter(item.office.name for item in members if not item.collective)
    assert counted == {
        "区教育局": 21, "区人社局": 11, "区科委": 6, "区国资委": 6, "区发改委": 5, "区商务委": 5, "区金融办": 4,
        "区文旅局": 4, "区财政局": 2, "区总工会": 1, "区司法局": 1,
    }  # fmt: skip


def test_a_task_holds_everything_since_the_heading_or_the_note_before() -> None:
    for clause in TREE.walk():
        if clause.task is None:
            continue
        words = clause.task.span
        before = PLAN.text[: words.start].rstrip()
        heading = before.endswith(clause.heading + "。")
        note = any(end == len(before.rstrip("。;")) for _, end, _ in NOTES)
        assert heading or note, clause.clause_id
        assert PLAN.text[words.end : clause.task.annotation.span.start].strip() == ""


def uncovered(spans: list[tuple[int, int]]) -> list[str]:
    """The non-blank characters outside the noise that are in no span, and those that are in two."""
    held = [0] * len(PLAN.text)
    for start, end in (*spans, *noise_spans()):
        for position in range(start, end):
            held[position] += 1
    return [character for character, count in zip(PLAN.text, held, strict=True) if character.strip() and count != 1]


def headings() -> list[tuple[int, int]]:
    """Mark and heading of each clause with parts."""
    return [
        (clause.span.start, clause.children[0].span.start)
        for clause in TREE.walk()
        if clause.clause_id and clause.children
    ]


def test_every_character_outside_the_noise_is_in_one_clause_of_the_top_level() -> None:
    assert uncovered([(clause.span.start, clause.span.end) for clause in TREE.children]) == []


def test_every_character_outside_the_noise_is_in_one_leaf_or_heading() -> None:
    leaves = [(clause.span.start, clause.span.end) for clause in TREE.walk() if not clause.children]
    assert uncovered([*leaves, *headings()]) == []
    for clause in TREE.walk():
        for child in clause.children:
            assert clause is TREE or clause.span.start <= child.span.start < child.span.end <= clause.span.end


def test_every_character_outside_the_noise_is_in_one_passage_or_heading() -> None:
    passages = [(passage.span.start, passage.span.end) for passage in PASSAGES]
    assert uncovered([*passages, *headings()]) == []


def test_no_passage_holds_noise_and_each_is_a_slice_of_the_source() -> None:
    assert len(noise_spans()) == 5
    for passage in PASSAGES:
        assert PLAN.text[passage.span.start : passage.span.end] == passage.text
        assert not any(words in passage.text for words in NOISE)
        assert passage.path[0] == PLAN.title
        assert passage.tokens > 0


def test_clause_ids_are_unique_and_labels_are_the_printed_marks() -> None:
    ids = [clause.clause_id for clause in TREE.walk()]
    assert len(ids) == len(set(ids))
    first_items = {clause.clause_id: clause.label for clause in of_rank(Rank.ITEM) if clause.clause_id.endswith("i1")}
    assert first_items == {"s1.p2.i1": "一(二)1", "s2.p1.i1": "二(一)1", "s3.i1": "三1"}


@pytest.mark.parametrize(
    ("label", "heading"),
    [("一", "总体要求"), ("二(二)3", "推动“引企入校”改革"), ("三2", "推进政策落实")],
)
def test_headings_are_read_without_their_marks(label: str, heading: str) -> None:
    assert [clause.heading for clause in TREE.walk() if clause.label == label and clause.rank is not None] == [heading]


def test_the_metadata_say_whose_plan_it_is_and_where_it_was_published() -> None:
    assert PLAN.issuers == ("上海市普陀区发展和改革委员会", "上海市普陀区教育局")
    assert str(PLAN.issued_on) == "2021-01-12"
    assert (PLAN.level, PLAN.place, PLAN.horizon, PLAN.number, PLAN.valid_until) == ("区", "普陀区", 2025, None, None)
    assert PLAN.url is not None
    assert "shpt.gov.cn" in PLAN.url
