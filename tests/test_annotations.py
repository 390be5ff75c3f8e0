"""Responsibility notes in every form that official documents print."""

from __future__ import annotations

import pytest

from ingest.clauses import parse_clauses, unowned_clauses
from ingest.documents import Document, Level
from ingest.tasks import Role

R, L, S = Role.RESPONSIBLE, Role.LEAD, Role.SUPPORT


def document(text: str, *, level: Level = Level.DISTRICT) -> Document:
    return Document("d", "某区方案", text, level=level, place="某区")


def members(text: str) -> list[list[tuple[str, Role]]]:
    """The members of each task of a document, in order."""
    tasks = [clause.task for clause in parse_clauses(document(text)).walk() if clause.task]
    return [[(item.printed, item.role) for item in task.assignments] for task in tasks]


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("(责任部门:区教育局、区人社局)", [("区教育局", R), ("区人社局", R)]),
        ("（责任部门：区教育局、区人社局）", [("区教育局", R), ("区人社局", R)]),
        ("(责任部门:区教育局,区人社局)", [("区教育局", R), ("区人社局", R)]),
        ("[责任单位:区卫健局]", [("区卫健局", R)]),
        ("【责任单位：区卫健局、区民政局】", [("区卫健局", R), ("区民政局", R)]),
        ("(牵头单位：区科委，配合单位：区财政局)", [("区科委", L), ("区财政局", S)]),
        (
            "[牵头单位:区卫健局;责任单位:区民政局、各街办(新区)]",
            [("区卫健局", L), ("区民政局", R), ("各街办(新区)", R)],
        ),
        (
            "(区科委、区教育局牵头,区财政局、区人社局参加)",
            [("区科委", L), ("区教育局", L), ("区财政局", S), ("区人社局", S)],
        ),
        ("(区科委、区教育局、区商务委负责)", [("区科委", R), ("区教育局", R), ("区商务委", R)]),
        ("(区科委、区教育局等按照职责分工负责)", [("区科委", R), ("区教育局", R)]),
        ("(责任部门:区教育局,年内持续推进)", [("区教育局", R)]),
        ("(责任部门:区教育局、各街道、相关部门)", [("区教育局", R), ("各街道", R), ("相关部门", R)]),
        ("(牵头部门:区教育局)", [("区教育局", L)]),
        ("(主办单位:区教育局;协办单位:区财政局)", [("区教育局", L), ("区财政局", S)]),
        ("(参加单位:区财政局)", [("区财政局", S)]),
        ("(负责单位:区财政局)", [("区财政局", R)]),
        ("(实施单位:区财政局)", [("区财政局", R)]),
        ("(责任主体:区财政局)", [("区财政局", R)]),
        ("(责任部门:区发展和\n改革委员会、区教育局)", [("区发展和改革委员会", R), ("区教育局", R)]),
        ("(责 任 部 门:区教育局、区人社局等)", [("区教育局", R), ("区人社局", R)]),
        ("(责任部门:区教育局 区人社局)", [("区教育局", R), ("区人社局", R)]),
        ("(责任部门:区教育局/区人社局)", [("区教育局", R), ("区人社局", R)]),
        ("(责任部门:区教育局；区人社局)", [("区教育局", R), ("区人社局", R)]),
        ("(责任部门为区教育局、区人社局)", [("区教育局", R), ("区人社局", R)]),
        ("(责任部门 区教育局)", [("区教育局", R)]),
        ("(责任单位:区教育局(牵头)、区人社局(配合)、区科委)", [("区教育局", L), ("区人社局", S), ("区科委", R)]),
        ("(责任部门:区教育局牵头,区人社局、区科委配合)", [("区教育局", L), ("区人社局", S), ("区科委", S)]),
        ("(牵头责任单位:区教育局;共同责任单位:区科委)", [("区教育局", L), ("区科委", R)]),
        ("(牵头单位:区教育局 配合单位:区科委)", [("区教育局", L), ("区科委", S)]),
        ("(完成时限:2021年底;责任单位:区教育局)", [("区教育局", R)]),
        ("(责任单位:区教育局;责任人:王五)", [("区教育局", R)]),
        ("(由区教育局牵头,会同区科委、区财政局负责)", [("区教育局", L), ("区科委", R), ("区财政局", R)]),
        ("(区教育局会同区科委负责)", [("区教育局", R), ("区科委", R)]),
        ("(市教委、市财政局等部门按职责分工负责)", [("市教委", R), ("市财政局", R)]),
        ("(区科委牵头,各街道、镇落实)", [("区科委", L), ("各街道", R), ("镇", R)]),
        ("(责任部门:区发展和改革委员会和区教育局)", [("区发展和改革委员会", R), ("区教育局", R)]),
        ("〔责任部门：区教育局〕", [("区教育局", R)]),
        ("｛责任部门：区教育局｝", [("区教育局", R)]),
        ("〖责任部门：区教育局〗", [("区教育局", R)]),
        ("(责任部门:区教育局、区科委]", [("区教育局", R), ("区科委", R)]),
        ("(责任部门:区教育局)(配合部门:区科委)", [("区教育局", R), ("区科委", S)]),
    ],
)
def test_a_note_names_its_members_in_printed_order_with_their_roles(note: str, wanted: list[tuple[str, Role]]) -> None:
    for text in (f"一、任务\n1、加强管理。完善制度。{note}\n", f"一、任务\n1、加强管理。完善制度{note}。\n"):
        assert members(text) == [wanted]


@pytest.mark.parametrize(
    "ending",
    [
        "。责任部门:区教育局、区科委",
        "。责任部门：区教育局、区科委。",
        "——责任部门:区教育局、区科委",
        "。(责任部门:区教育局、区科委",
        "。\n责任部门:区教育局、区科委",
        "。\n【责任部门】区教育局、区科委",
        "。\n[责任部门]:区教育局、区科委。",
        "。\n(责任部门:区教育局、区科委)",
        "。\n(责任部门:区教育\n局、区科委)",
        "。\n责任部门:\n区教育局、区科委",
        "。\n责任部门:区教育局、区科委。\n完成时限:2021年底。",
    ],
)
def test_a_note_may_stand_outside_brackets_and_on_its_own_line(ending: str) -> None:
    assert members(f"一、任务\n1、加强管理。完善制度{ending}\n") == [[("区教育局", R), ("区科委", R)]]


def test_a_note_covers_the_sentences_since_the_one_before() -> None:
    text = "一、任务\n1、加强管理。甲句。乙句。(责任部门:区教育局)丙句。(责任部门:区财政局)\n"
    tasks = [clause.task for clause in parse_clauses(document(text)).walk() if clause.task]
    assert [task.text for task in tasks] == ["甲句。乙句。", "丙句。"]
    assert [task.clause_id for task in tasks] == ["s1.i1.g1", "s1.i1.g2"]
    for task in tasks:
        assert text[task.span.start : task.span.end] == task.text


def test_notes_on_lines_of_their_own_are_one_note_of_the_item_above() -> None:
    text = "一、任务\n(一)加强管理\n完善制度。\n牵头单位:区教育局\n责任单位:区财政局、区人社局\n(二)扩大开放\n引进外资。\n责任单位:区商务委\n"
    assert members(text) == [[("区教育局", L), ("区财政局", R), ("区人社局", R)], [("区商务委", R)]]
    first = next(clause.task for clause in parse_clauses(document(text)).walk() if clause.task)
    assert (first.clause_id, first.text) == ("s1.p1.g1", "完善制度。")
    assert first.annotation.span.slice(text) == "牵头单位:区教育局\n责任单位:区财政局、区人社局"


def test_a_note_after_a_list_covers_the_whole_list() -> None:
    text = "一、任务\n(一)管理\n建设如下:\n(1)甲事。\n(2)乙事。\n责任单位:区教育局\n后文。\n(二)扩大。\n"
    tree = parse_clauses(document(text))
    group = next(clause for clause in tree.walk() if clause.task)
    assert group.task is not None
    assert group.task.text == "建设如下:\n(1)甲事。\n(2)乙事。"
    assert [part.clause_id for part in group.children] == ["s1.p1.n1", "s1.p1.n2"]
    assert [clause.own.slice(text) for clause in tree.walk() if clause.clause_id == "s1.p1.g2" and clause.own] == [
        "后文。"
    ]


def test_a_heading_with_nothing_but_a_note_is_the_task() -> None:
    text = "(一)加强管理\n责任单位:区教育局\n(二)扩大开放(责任单位:区商务委)\n"
    tasks = [clause.task for clause in parse_clauses(document(text)).walk() if clause.task]
    assert [(task.clause_id, task.text) for task in tasks] == [("p1.g1", "加强管理"), ("p2.g1", "扩大开放")]


def test_a_line_below_a_note_with_its_date_is_part_of_the_note() -> None:
    text = "1、管理。完善制度。\n责任单位:区教育局\n完成时限:2021年底。\n2、甲。乙。\n完成时限:2022年。\n"
    tree = parse_clauses(document(text))
    assert [clause.task.annotation.note for clause in tree.walk() if clause.task] == ["完成时限:2021年底"]
    assert [clause.clause_id for clause in unowned_clauses(tree)] == ["i2"]


@pytest.mark.parametrize(
    ("note", "said"),
    [("责任部门:区教育局,年内持续推进", "年内持续推进"), ("责任单位:区科委;完成时限:2021年12月", "完成时限:2021年12月"), ("责任部门:区科委", "")],
)  # fmt: skip
def test_a_date_in_a_note_is_kept_and_is_no_member(note: str, said: str) -> None:
    tree = parse_clauses(document(f"1、管理。完善制度。({note})\n"))
    assert [clause.task.annotation.note for clause in tree.walk() if clause.task] == [said]


@pytest.mark.parametrize(
    "rule",
    [
        "列第一位者为牵头单位,下同",
        "排在首位的责任单位为牵头单位",
        "第一个单位为牵头单位",
        "排名第一的部门为该项工作的牵头部门",
        "第一责任单位为牵头单位",
    ],
)
def test_a_rule_is_understood_in_other_words_and_anywhere_in_the_document(rule: str) -> None:
    text = f"一、任务\n1、管理。完善制度。(责任部门:区商务委、区财政局)\n2、甲。乙。(配合单位:区科委)\n二、附则\n各项任务中{rule}。\n"
    assert members(text) == [[("区商务委", L), ("区财政局", R)], [("区科委", S)]]


@pytest.mark.parametrize("rule", ["列第一位者不是牵头单位", "排名不分先后", "第一阶段由牵头单位推进"])
def test_other_words_on_order_make_nobody_the_leader(rule: str) -> None:
    assert members(f"1、管理。完善制度。(责任部门:区商务委、区财政局)\n{rule}。\n") == [
        [("区商务委", R), ("区财政局", R)]
    ]


def test_a_rule_stated_once_makes_the_first_office_the_leader_in_that_document_only() -> None:
    stated = "一、任务\n1、加强管理。完善制度。(责任部门:区教育局、区财政局,列第一位者为牵头单位,下同)\n2、扩大开放。引进外资。(责任部门:区商务委、区财政局)\n"
    assert members(stated) == [[("区教育局", L), ("区财政局", R)], [("区商务委", L), ("区财政局", R)]]
    plain = "一、任务\n2、扩大开放。引进外资。(责任部门:区商务委、区财政局)\n"
    assert members(plain) == [[("区商务委", R), ("区财政局", R)]]


@pytest.mark.parametrize(
    "name", ["相关部门", "各街道", "各有关单位", "各街道、镇", "有关部门", "各镇人民政府", "区级有关部门", "其他成员单位", "各职业院校"]
)  # fmt: skip
def test_a_collective_names_no_office(name: str) -> None:
    tasks = [
        clause.task
        for clause in parse_clauses(document(f"1、管理。完善制度。(责任部门:区教育局、{name})")).walk()
        if clause.task
    ]
    collective = [item.printed for item in tasks[0].assignments if item.collective]
    assert "、".join(collective) == name
    assert not tasks[0].assignments[0].collective


def test_an_item_without_a_note_inherits_none() -> None:
    text = "一、任务\n1、加强管理。完善制度。(责任部门:区教育局)\n2、扩大开放。引进外资。\n"
    tree = parse_clauses(document(text))
    assert len([clause for clause in tree.walk() if clause.task]) == 1
    assert [clause.clause_id for clause in unowned_clauses(tree)] == ["s1.i2"]


@pytest.mark.parametrize(
    "words",
    [
        "(以下简称《方案》)",
        "(2021-2025年)",
        "(含试点企业)",
        "(见附件)",
        "(教育局大楼三层)",
        "[2020]41号",
        "(由用人单位负责)",
        "\n责任单位:\n职责分工:",
        "\n责任单位:\n",
        "(牵头领导:李四)",
        "(责任部门)",
        "(区教育局)",
        "(参加培训的,按规定实施)",
    ],
)
def test_other_brackets_are_no_notes(words: str) -> None:
    assert members(f"一、任务\n1、加强管理。完善制度{words}。\n") == []


def test_offices_of_a_city_and_of_a_district_stay_apart() -> None:
    text = "1、管理。完善制度。(责任部门:市教委、区教育局)"
    tree = parse_clauses(document(text))
    task = next(clause.task for clause in tree.walk() if clause.task)
    assert task is not None
    assert [str(item.office.level) for item in task.assignments] == ["市", "区"]
    assert task.assignments[0].office != task.assignments[1].office
