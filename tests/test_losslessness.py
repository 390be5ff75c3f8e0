"""Arbitrary texts made of marks, notes, noise and words: nothing is lost, repeated or out of place."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as some

from ingest.clauses import Clause, ClauseKind, parse_clauses
from ingest.documents import Document, Span
from ingest.passages import Passage, passages_of
from ingest.reading import noise_of, paragraphs_of, reading_view
from ingest.tokens import TokenCounter

PIECES = some.sampled_from(
    [
        "第一编", "第一章 总则", "第二章", "第一节", "一、", "二、任务", "(一)", "（二）要求", "1、", "2.甲。", "1.1 乙", "(1)", "①", "㈠", "第一条",
        "第十二条 ", "一是", "目录", "附件1", "附件:1.表", "\n", "\n", "\n", "\n\n", "\n一、", "\n(一)", "\n1、甲。", "\n(1)乙", "\n①", "\n第一条 ",
        "。", ";", ":", "(责任部门:区教育局)", "(牵头单位:区科委;配合单位:区财政局", "(区科委、区教育局负责)", "\n责任单位:区科委\n", "\n(责任单位:区科委)\n",
        "【责任单位】区科委", "列第一位者为牵头单位", ")", "]", "“", "某区发改委", "加强管理", "甲句。乙句。", "2021年1月12日",
        "\n某区人民政府\n2021年1月12日\n",        "\n任务\t责任部门\n", "\n甲\t区教育局\n", "\n甲\t\n", " ", "\u3000", "\xa0",
        "\t", "\ufeff", "\r", "验证码", "\n验证码\n", "\n- 3 -\n", "发布日期:2021",
        "abc 12%", "本区加强职业教育与产业发展的结合提高人才培养的质量和水\n" * 4,
    ]
)  # fmt: skip
CHARACTERS = TokenCounter("characters", len)


def parsed(text: str, max_tokens: int) -> tuple[Clause, list[Passage]]:
    document = Document("d", "t", text)
    tree = parse_clauses(document)
    return tree, passages_of(document, tree, counter=CHARACTERS, max_tokens=max_tokens)


def visible(text: str) -> list[int]:
    """Positions of the characters that must be kept: neither blank nor noise."""
    noise = {position for span in noise_of(text) for position in range(span.start, span.end)}
    view = reading_view(text)
    return [at for at, character in enumerate(view) if at not in noise and not character.isspace()]


def times_held(text: str, spans: list[Span]) -> list[int]:
    held = [0] * len(text)
    for span in spans:
        for position in range(span.start, span.end):
            held[position] += 1
    return held


def assert_nested(clause: Clause, outer: Span) -> None:
    position = clause.span.start
    assert outer.start <= clause.span.start <= clause.span.end <= outer.end, clause.clause_id
    for child in clause.children:
        assert child.span.start >= position, child.clause_id
        assert_nested(child, clause.span)
        position = child.span.end
    if clause.own:
        assert clause.span.start <= clause.own.start <= clause.own.end <= clause.span.end, clause.clause_id


@settings(max_examples=400)
@given(some.lists(PIECES, max_size=24).map("".join), some.sampled_from([10, 800]))
@example("一、甲\n(1)乙\n责任单位:区科委\n(2)丙\n", 800)
@example("一、\n责任单位:区科委\n\n(1)", 800)
@example("第一条 甲:\n(一)乙;\n- 3 -\n(二)丙。\n", 800)
@example("一、甲\n目录\n一、甲\n", 800)
def test_any_text_is_parsed_without_losing_or_repeating_a_character(text: str, max_tokens: int) -> None:
    tree, passages = parsed(text, max_tokens)
    kept = visible(text)
    position = 0
    for clause in tree.children:
        assert clause.span.start >= position
        assert_nested(clause, Span(0, len(text)))
        position = clause.span.end
    top = times_held(text, [clause.span for clause in tree.children])
    assert [at for at in kept if top[at] != 1] == []
    clauses = list(tree.walk())
    assert len({clause.clause_id for clause in clauses}) == len(clauses)
    assert len({passage.passage_id for passage in passages}) == len(passages)
    assert all(passage.span.slice(text) == passage.text and passage.text.strip() for passage in passages)
    aside = [clause.span for clause in clauses if clause.kind is ClauseKind.CONTENTS]
    for clause in clauses:
        if clause.kind is ClauseKind.DIVISION:
            starts = [
                clause.span.end,
                *(child.span.start for child in clause.children),
                *([clause.own.start] if clause.own else []),
            ]
            aside.append(Span(clause.span.start, min(starts)))
    in_passages, in_headings = times_held(text, [passage.span for passage in passages]), times_held(text, aside)
    assert [at for at in kept if in_passages[at] > 1 or (not in_passages[at] and not in_headings[at])] == []
    inside = times_held(text, paragraphs_of(text))
    noise = [at for span in noise_of(text) for at in range(span.start, span.end)]
    assert [at for at in noise if in_passages[at] and not inside[at]] == []


@settings(max_examples=200)
@given(some.lists(PIECES, max_size=24).map("".join))
def test_every_note_is_one_task_and_every_task_is_a_slice(text: str) -> None:
    tree, _ = parsed(text, 800)
    tasks = [clause.task for clause in tree.walk() if clause.task]
    notes = [task.annotation.span for task in tasks]
    assert len(set(notes)) == len(notes)
    assert all(before.end <= after.start for before, after in zip(sorted(notes), sorted(notes)[1:], strict=False))
    for task in tasks:
        assert task.span.slice(text) == task.text
        assert task.assignments
        assert all(re_spaced(item.printed) in re_spaced(task.annotation.span.slice(text)) for item in task.assignments)


def re_spaced(words: str) -> str:
    """`words` without white space, folded."""
    return "".join(reading_view(words).split())


@given(some.text())
def test_text_of_any_characters_is_parsed(text: str) -> None:
    tree, passages = parsed(text, 20)
    held = times_held(text, [clause.span for clause in tree.children])
    assert [at for at in visible(text) if held[at] != 1 and text[at].isprintable()] == []
    assert all(passage.span.slice(text) == passage.text for passage in passages)
