"""The difference between two texts: exactly the clauses that differ, whatever moved around them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.differences import Change, compare_documents
from ingest.documents import Level
from ingest.loading import load_document
from vectorstore.indexing import shipped_documents

PLAN = replace(load_document(shipped_documents() / "putuo-2021" / "source.txt"), level=Level.DISTRICT)
STATED = "鼓励招生即招工、培养与就业一体化"


def changes(*edits: tuple[str, str]) -> list[tuple[Change, str]]:
    text = PLAN.text
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return [(item.change, item.clause_id) for item in compare_documents(PLAN, replace(PLAN, text=text)).changes]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], []),
        (
            [("区财政局、区人社局、区教育局、区总工会", "区财政局、区人社局、区教育局")],
            [(Change.OWNERS, "s2.p2.i3.g3")],
        ),
        (
            [("区财政局、区人社局、区教育局、区总工会", "区人社局、区财政局、区教育局、区总工会")],
            [(Change.OWNERS, "s2.p2.i3.g3")],
        ),
        ([(STATED, "鼓励入学即入职、培养与就业一体化")], [(Change.CHANGED, "s2.p2.i3.g1")]),
        ([(STATED, STATED.replace("、", " 、 "))], []),
        ([("投资额的30%比例", "投资额的50%比例")], [(Change.CHANGED, "s3.i2")]),
        ([("2021年1月12日", "2022年2月2日")], []),
    ],
)
def test_exactly_the_changed_clause_is_named(edits: list[tuple[str, str]], expected: list[tuple[Change, str]]) -> None:
    assert changes(*edits) == expected


def lines(*items: str) -> str:
    return "长河区方案\n一、任务\n" + "".join(f"{number}、{item}\n" for number, item in enumerate(items, 1))


A, B, C = (
    "建平台。建设统一的数据平台。(责任部门:区科委)",
    "育人才。培养数字人才五百名。(责任部门:区教育局)",
    "降费用。降低企业上网费用。(责任部门:区财政局)",
)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((A, C), (A, B, C), {(Change.ADDED, "s1.i2.g1")}),
        ((A, B, C), (A, C), {(Change.REMOVED, "s1.i2.g1")}),
        ((A, B, C), (C, A, B), set()),
        ((A, B), (A, B.replace("区教育局", "区人社局")), {(Change.OWNERS, "s1.i2.g1")}),
        ((A, C), (B, A, C.replace("区财政局", "区商务委")), {(Change.ADDED, "s1.i1.g1"), (Change.OWNERS, "s1.i3.g1")}),
        ((A, B), (A, B.replace("五百名", "一千名")), {(Change.CHANGED, "s1.i2.g1")}),
    ],
)
def test_added_and_removed_clauses_do_not_disturb_the_others(
    before: tuple[str, ...], after: tuple[str, ...], expected: set[tuple[Change, str]]
) -> None:
    older, newer = (replace(PLAN, text=lines(*items)) for items in (before, after))
    found = compare_documents(older, newer).changes
    tasks = {(item.change, item.clause_id) for item in found if item.owners_before or item.owners_after}
    assert tasks == expected
    others = [item for item in found if not (item.owners_before or item.owners_after)]
    assert all(item.change in {change for change, _ in expected} for item in others)


def test_the_facts_that_differ_are_named_and_summed_up() -> None:
    newer = replace(PLAN, url="http://a.cn/1", text=PLAN.text.replace(STATED, "鼓励入学即入职、培养与就业一体化"))
    difference = compare_documents(PLAN, newer)
    assert difference.facts == ("url",)
    assert difference.summary() == "1 changed, url differs"
    assert compare_documents(PLAN, PLAN).summary() == "nothing but white space"
