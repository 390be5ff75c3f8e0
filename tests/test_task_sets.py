"""Set questions over the ledger: each answer equals a plain computation over the parse."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from assistant.answering import Assistant
from assistant.answers import Answer, Status
from ingest.offices import Office
from tests.test_plan import PLAN, TREE

MEMBERS = {
    clause.clause_id: [item for item in clause.task.assignments if not item.collective]
    for clause in TREE.walk()
    if clause.task
}
WITH_COLLECTIVE = {
    clause.clause_id for clause in TREE.walk() if clause.task and any(i.collective for i in clause.task.assignments)
}
OFFICES = list(dict.fromkeys(item.office for items in MEMBERS.values() for item in items))
NAMES = [office.name for office in OFFICES]


def tasks_of(*offices: Office, alone: bool = False) -> tuple[str, ...]:
    """The tasks on which all offices stand, computed from the parse alone."""
    return tuple(
        clause_id
        for clause_id, items in MEMBERS.items()
        if set(offices) <= {item.office for item in items}
        and (not alone or (len(items) == len(offices) and clause_id not in WITH_COLLECTIVE))
    )


def assert_lists(answer: Answer, wanted: tuple[str, ...]) -> None:
    """The answer names these tasks, states their number, and cites the clause of each."""
    assert answer.tasks == wanted
    if not wanted:
        assert "没有" in answer.markdown
        return
    assert answer.status is Status.ANSWERED
    stated = re.search(r"共?(\d+)项", answer.markdown)
    assert stated is not None
    assert int(stated[1]) == len(wanted)
    rows = [statement for statement in answer.statements if re.match(r"\d+\. ", statement.text)]
    assert len(rows) == len(wanted)
    by_marker = {citation.marker: citation for citation in answer.citations}
    for row, clause_id in zip(rows, wanted, strict=True):
        assert {by_marker[marker].clause_id for marker in row.citations} == {clause_id}
    for citation in answer.citations:
        assert PLAN.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("office", OFFICES, ids=NAMES)
@pytest.mark.parametrize(
    "form", ["{}负责哪些任务?", "{}一共有几项任务,列出来", "{}的任务清单", "有哪些工作是{}要做的?"]
)
def test_all_tasks_of_an_office(assistant: Assistant, office: Office, form: str) -> None:
    assert_lists(assistant.answer(form.format(office.name)), tasks_of(office))


@pytest.mark.parametrize("office", OFFICES, ids=NAMES)
def test_an_office_is_the_same_by_its_short_and_its_full_name(assistant: Assistant, office: Office) -> None:
    for name in (office.stem, f"普陀区{office.stem}"):
        assert assistant.answer(f"{name}负责哪些任务?").tasks == tasks_of(office), name


@pytest.mark.parametrize("office", OFFICES, ids=NAMES)
def test_tasks_of_an_office_alone(assistant: Assistant, office: Office) -> None:
    assert_lists(assistant.answer(f"只由{office.name}一家负责的任务有哪些?"), tasks_of(office, alone=True))


@pytest.mark.parametrize("form", ["{}一共管几件事?单独管的呢?", "{}参与了多少项任务,其中独自负责的有几项"])
@pytest.mark.parametrize("office", OFFICES, ids=NAMES)
def test_all_tasks_of_an_office_and_those_alone_among_them(assistant: Assistant, office: Office, form: str) -> None:
    answer = assistant.answer(form.format(office.name))
    assert_lists(answer, tasks_of(office))
    alone = [
        number for number, row in enumerate(assistant.tasks(departments=[office.name]), 1) if len(row.offices) == 1
    ]
    said = next(statement.text for statement in answer.statements if statement.text.startswith("其中"))
    assert f"有{len(alone)}项" in said
    assert all(str(number) in said for number in alone)


@pytest.mark.parametrize("pair", list(combinations(OFFICES, 2)), ids=lambda pair: "-".join(o.name for o in pair))
def test_tasks_of_two_offices_jointly(assistant: Assistant, pair: tuple[Office, Office]) -> None:
    first, second = pair
    assert_lists(assistant.answer(f"{first.name}和{second.name}共同负责的任务有哪些?"), tasks_of(*pair))


def test_the_busiest_office_and_the_number_of_its_tasks(assistant: Assistant) -> None:
    counts = Counter({office: len(tasks_of(office)) for office in OFFICES})
    (busiest, most), *_ = counts.most_common()
    answer = assistant.answer("哪个部门的任务最多?")
    assert answer.departments == (busiest.name,)
    assert str(most) in answer.markdown


def test_the_offices_and_their_numbers_of_tasks(assistant: Assistant) -> None:
    answer = assistant.answer("一共涉及多少个责任部门?")
    assert f"{len(OFFICES)}个" in answer.markdown
    assert set(answer.departments) == set(NAMES)
    assert "相关部门" not in answer.departments


def test_all_tasks_together(assistant: Assistant) -> None:
    assert assistant.answer("一共有多少项任务?").tasks == tuple(MEMBERS)


@pytest.mark.parametrize("form", ["哪个部门被点名次数最多,几次?", "责任部门里出场最多的是哪家"])
def test_the_office_that_stands_in_most_notes(assistant: Assistant, form: str) -> None:
    (busiest, most), *_ = Counter({office: len(tasks_of(office)) for office in OFFICES}).most_common()
    answer = assistant.answer(form)
    assert answer.departments == (busiest.name,)
    assert str(most) in answer.markdown


def test_the_offices_that_stand_in_one_note(assistant: Assistant) -> None:
    once = {office.name for office in OFFICES if len(tasks_of(office)) == 1}
    assert set(assistant.answer("整份方案里只露过一回脸的部门有谁").departments) == once


@pytest.mark.parametrize("form", ["哪些措施没有写责任部门?", "有些条目后面没跟着责任单位,挑出来"])
def test_measures_without_an_owner(assistant: Assistant, form: str) -> None:
    answer = assistant.answer(form)
    assert answer.tasks == ("s3.i1", "s3.i2", "s3.i3")


@pytest.mark.parametrize("name", ["区卫健委", "区公安分局", "区市场监管局", "市教委", "市发改委"])
def test_an_office_that_is_nowhere_in_the_ledger_gets_a_clear_no(assistant: Assistant, name: str) -> None:
    answer = assistant.answer(f"{name}负责哪些任务?")
    assert answer.tasks == ()
    assert answer.departments == ()
    assert answer.markdown.startswith("没有")


def test_the_ledger_itself_agrees_with_the_parse(assistant: Assistant) -> None:
    ledger = assistant.index.ledger
    assert [row.clause_id for row in ledger.rows()] == list(MEMBERS)
    for office in OFFICES:
        assert tuple(row.clause_id for row in ledger.rows(offices=[office])) == tasks_of(office)
        assert tuple(row.clause_id for row in ledger.rows(offices=[office], alone=True)) == tasks_of(office, alone=True)
    assert {(office.name, count) for office, count in ledger.counts()} == {(o.name, len(tasks_of(o))) for o in OFFICES}


@pytest.mark.parametrize(
    ("question", "least", "most"),
    [
        ("哪些任务只有一家部门?", 1, 1),
        ("有几项任务是七家一起的?", 7, 7),
        ("涉及三个以上部门的任务有哪些?", 3, 99),
        ("列了两家部门的任务", 2, 2),
    ],
)
def test_tasks_by_the_number_of_their_offices(assistant: Assistant, question: str, least: int, most: int) -> None:
    wanted = tuple(clause_id for clause_id, items in MEMBERS.items() if least <= len(items) <= most)
    assert assistant.answer(question).tasks == wanted


@pytest.mark.parametrize("office", OFFICES, ids=NAMES)
def test_tasks_that_list_an_office_first(assistant: Assistant, office: Office) -> None:
    wanted = tuple(clause_id for clause_id, items in MEMBERS.items() if items[0].office == office)
    assert assistant.answer(f"哪些任务{office.name}排在第一位?").tasks == wanted


def test_the_busiest_but_for_one_office(assistant: Assistant) -> None:
    counts = Counter({office: len(tasks_of(office)) for office in OFFICES})
    second = counts.most_common(2)[1][0]
    assert assistant.answer("除了区教育局,哪个部门的任务最多?").departments == (second.name,)


def test_the_tasks_of_all_but_one_office(assistant: Assistant) -> None:
    wanted = tuple(
        clause_id for clause_id, items in MEMBERS.items() if "区教育局" not in {item.office.name for item in items}
    )
    assert assistant.answer("没有区教育局参与的任务有哪些?").tasks == wanted


@pytest.mark.parametrize("pair", list(combinations(OFFICES, 2)), ids=lambda pair: "-".join(o.name for o in pair))
def test_the_tasks_that_two_offices_have_in_common(assistant: Assistant, pair: tuple[Office, Office]) -> None:
    first, second = pair
    answer = assistant.answer(f"{first.name}和{second.name}负责的任务一样吗?")
    both = tasks_of(*pair)
    assert answer.tasks == both
    same = len(both) == len(tasks_of(first)) == len(tasks_of(second))
    assert ("完全相同" in answer.markdown) is same


@pytest.mark.parametrize("form", ["哪些部门各有{}项任务", "哪几个部门都只列了{}项任务"])
@pytest.mark.parametrize("number", [4, 5, 6])
def test_the_offices_that_have_so_many_tasks_each(assistant: Assistant, number: int, form: str) -> None:
    answer = assistant.answer(form.format(number))
    assert set(answer.departments) == {office.name for office in OFFICES if len(tasks_of(office)) == number}


@pytest.mark.parametrize("question", ["一共有多少处标了责任部门?", "全文有几个地方写了责任单位"])
def test_all_notes_are_counted(assistant: Assistant, question: str) -> None:
    assert "共有26项" in assistant.answer(question).markdown


def test_the_difference_of_two_offices(assistant: Assistant) -> None:
    answer = assistant.answer("区教育局的任务比区人社局多几项?")
    first, second = (len(tasks_of(office)) for office in OFFICES if office.name in {"区教育局", "区人社局"})
    assert str(abs(first - second)) in answer.markdown
    assert f"{first}项" in answer.markdown
    assert f"{second}项" in answer.markdown


def test_the_pair_of_offices_with_most_tasks_together(assistant: Assistant) -> None:
    pairs = Counter({pair: len(tasks_of(*pair)) for pair in combinations(OFFICES, 2)})
    (pair, most), (_, next_most), *_ = pairs.most_common()
    assert most > next_most
    answer = assistant.answer("哪两个部门一起负责的任务最多?")
    assert all(office.name in answer.markdown.splitlines()[0] for office in pair)
    assert answer.tasks == tasks_of(*pair)


@pytest.mark.parametrize(
    ("question", "prefix"), [("第二部分里区科委有什么任务?", "s2"), ("二(三)里区科委有哪些任务?", "s2.p3")]
)
def test_tasks_of_an_office_in_one_part(assistant: Assistant, question: str, prefix: str) -> None:
    office = next(office for office in OFFICES if office.name == "区科委")
    assert assistant.answer(question).tasks == tuple(item for item in tasks_of(office) if item.startswith(prefix))


@pytest.mark.parametrize(
    ("question", "prefix"),
    [("“双师”队伍建设整体由哪些部门负责?", "s2.p2.i4"), ("引企入校改革涉及哪些部门?", "s2.p2.i3")],
)
def test_a_part_that_is_asked_about_as_a_whole_is_answered_task_by_task(
    assistant: Assistant, question: str, prefix: str
) -> None:
    answer = assistant.answer(question)
    assert answer.tasks == tuple(clause_id for clause_id in MEMBERS if clause_id.startswith(prefix))


def test_a_part_without_notes_is_said_to_name_nobody(assistant: Assistant) -> None:
    answer = assistant.answer("保障措施由谁负责?")
    assert answer.tasks == ()
    assert "原文未列责任部门" in answer.markdown


def _named(name: str) -> Office:
    return next(office for office in OFFICES if office.name == name)


@pytest.mark.parametrize(
    "question", ["有{one}但没有{other}的任务是哪些", "{one}负责但{other}不参与的有哪些", "哪些任务有{one}、不含{other}"]
)
@pytest.mark.parametrize(("one", "other"), [("区教育局", "区人社局"), ("区人社局", "区教育局"), ("区科委", "区商务委")])
def test_an_office_that_a_question_denies_is_left_out(
    assistant: Assistant, question: str, one: str, other: str
) -> None:
    wanted = tuple(clause for clause in tasks_of(_named(one)) if clause not in tasks_of(_named(other)))
    assert_lists(assistant.answer(question.format(one=one, other=other)), wanted)


@pytest.mark.parametrize("question", ["只由{one}和{other}两家负责的任务", "仅有{one}、{other}两家承担的任务有哪些"])
def test_exactly_the_named_offices_may_be_asked_for(assistant: Assistant, question: str) -> None:
    for one, other in combinations(OFFICES[:4], 2):
        answer = assistant.answer(question.format(one=one.name, other=other.name))
        assert_lists(answer, tasks_of(one, other, alone=True))


@pytest.mark.parametrize(
    "question",
    ["第1条归谁负责?", "第二条由哪些部门负责", "3、那一款是谁管的", "Which departments are responsible for item 2?"],
)
def test_the_owners_of_a_number_that_stands_for_several_clauses_are_asked_back(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.answer(question)
    assert answer.status is Status.CLARIFY
    assert len(answer.citations) >= 3


@pytest.mark.parametrize(
    ("question", "prefix"),
    [("第6条职教联盟的任务分别是哪些部门", "s2.p3.i6."), ("第二章第三节的任务和部门,全列", "s2.p3."),
     ("item 8: list all its tasks with departments", "s2.p4.i8.")],
)  # fmt: skip
def test_a_part_is_listed_whole(assistant: Assistant, question: str, prefix: str) -> None:
    assert_lists_part = assistant.answer(question).tasks
    assert assert_lists_part == tuple(clause_id for clause_id in MEMBERS if clause_id.startswith(prefix))


def test_the_members_that_name_no_office_are_found(assistant: Assistant) -> None:
    answer = assistant.answer("哪些任务的责任方里写了“相关部门”?")
    assert set(answer.tasks) == WITH_COLLECTIVE


@pytest.mark.parametrize("office", OFFICES, ids=NAMES)
def test_the_tasks_of_an_office_with_others(assistant: Assistant, office: Office) -> None:
    answer = assistant.answer(f"{office.name}有哪些任务是跟别的部门合着干的?")
    wanted = tuple(c for c in tasks_of(office) if c not in tasks_of(office, alone=True))
    assert answer.tasks == wanted


def test_a_list_is_changed_by_what_follows(assistant: Assistant) -> None:
    by_name = {office.name: office for office in OFFICES}
    education, labour = by_name["区教育局"], by_name["区人社局"]
    without = assistant.answer("不带教育局的呢?", history=["人社局的任务列出来"]).tasks
    assert without == tuple(c for c in tasks_of(labour) if c not in tasks_of(education))
    part = assistant.answer("只看第二节里的", history=["人社局总共多少任务"]).tasks
    assert part == tuple(c for c in tasks_of(labour) if c.startswith("s2.p2."))
    other = assistant.answer("把发改委换成国资委", history=["教育局和发改委共同负责哪些"]).tasks
    assert other == tasks_of(education, by_name["区国资委"])
