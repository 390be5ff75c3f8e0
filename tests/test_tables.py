"""Task tables: rows below a header that names who is responsible."""

from __future__ import annotations

import pytest

from ingest.clauses import ClauseKind, parse_clauses, unowned_clauses
from ingest.documents import Document, Level
from ingest.passages import passages_of
from ingest.tasks import Role, Task

R, L, S = Role.RESPONSIBLE, Role.LEAD, Role.SUPPORT


def tasks(text: str) -> list[Task]:
    tree = parse_clauses(Document("d", "t", text, level=Level.DISTRICT, place="某区"))
    return [clause.task for clause in tree.walk() if clause.task]


def test_each_row_is_a_task_with_the_offices_of_its_cells() -> None:
    text = "附件1\n任务分工表\n序号\t重点任务\t主要内容\t责任部门\t完成时限\n1\t建设基地\t建设10个基地\t区教育局 区人社局\t2021年\n"
    (task,) = tasks(text)
    assert [(item.printed, item.role) for item in task.assignments] == [("区教育局", R), ("区人社局", R)]
    assert task.text == "1\t建设基地\t建设10个基地"
    assert task.annotation.span.slice(text) == "区教育局 区人社局"
    assert task.clause_id == "x1.g1"


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ("甲\t乙\t区教育局\t区科委、区财政局", [("区教育局", L), ("区科委", S), ("区财政局", S)]),
        ("乙\t区教育局\t区科委", [("区教育局", L), ("区科委", S)]),
        ("\t乙\t区教育局\t", [("区教育局", L)]),
        ("甲\t乙\t\t区科委", [("区科委", S)]),
        ("甲\t乙\t区教育局\t各街道、镇", [("区教育局", L), ("各街道", S), ("镇", S)]),
    ],
)
def test_columns_give_roles_and_short_or_empty_cells_do_not_shift_them(
    row: str, wanted: list[tuple[str, Role]]
) -> None:
    (task,) = tasks(f"任务\t内容\t牵头单位\t配合单位(部门)\n{row}\n")
    assert [(item.printed, item.role) for item in task.assignments] == wanted


def test_a_row_without_an_office_is_a_task_without_an_owner() -> None:
    text = "任务\t责任单位\n甲事\t区教育局\n乙事\t\n丙事\t区科委\n散会。\n"
    tree = parse_clauses(Document("d", "t", text))
    assert [clause.span.slice(text) for clause in unowned_clauses(tree)] == ["乙事"]
    assert [clause.clause_id for clause in tree.walk() if clause.kind is ClauseKind.GROUP] == ["g1", "g2", "g3"]
    assert [passage.text for passage in passages_of(Document("d", "t", text), tree)][1:4] == [
        "甲事\t区教育局", "乙事", "丙事\t区科委",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["姓名\t电话\n张三\t123\n", "责任单位:区教育局\t区科委\n甲\t乙\n", "任务\t责任单位\n散会。\n甲\t区教育局\n"]
)
def test_other_tables_and_lines_after_the_table_are_no_rows(text: str) -> None:
    tree = parse_clauses(Document("d", "t", text))
    assert not any(clause.label.endswith("行") for clause in tree.walk())


def test_the_rule_on_the_first_office_holds_in_tables_too() -> None:
    text = "列第一位者为牵头单位。\n任务\t责任单位\n甲事\t区教育局、区科委\n"
    assert [[item.role for item in task.assignments] for task in tasks(text)] == [[L, R]]
