"""A label that the recogniser misread by one character is repaired, words of their own are left alone."""

from __future__ import annotations

import pytest

from ingest.label_repair import repair_labels


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("建设基地。(责任部内:区教育局)", "建设基地。(责任部门:区教育局)"),
        ("【牵头单仿:甲;配合部闩:乙】", "【牵头单位:甲;配合部门:乙】"),
        ("转化。(责任部ウ:区科委)", "转化。(责任部门:区科委)"),
        ("责任单亿：区教育局", "责任单位：区教育局"),
    ],
)
def test_one_wrong_character_in_the_word_for_the_office_is_repaired(read: str, right: str) -> None:
    text, repaired = repair_labels(read)
    assert text == right
    assert repaired == sum(a != b for a, b in zip(read, right, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "(责任部门:甲)",
        "(责任部长:张三)",
        "(责任岗位:值班)",
        "(责任领导:张三)",
        "落实责任部内:甲",
        "(责任部内的人)",
        "(主管部门:甲)",
        "(责任内们:甲)",
    ],
)
def test_other_words_and_places_are_left_as_they_are(text: str) -> None:
    assert repair_labels(text) == (text, 0)


def test_what_was_not_recognised_is_never_changed() -> None:
    text = "(责任部内:甲)\n(责任部内:乙)"
    assert repair_labels(text, lambda offset: offset > 5) == ("(责任部内:甲)\n(责任部门:乙)", 1)
