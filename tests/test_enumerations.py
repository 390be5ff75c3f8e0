"""A question for the names of so many things of a kind is answered by the sentence that lists as many."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("哪三所大学被拿来当领头羊?", ("同济大学", "华东师范大学", "华东政法大学")),
        ("区里主攻哪四个产业", ("智能软件", "研发服务", "科技金融", "生命健康")),
        ("方案说靠哪三所高校起带头作用?", ("同济大学", "华东师范大学", "华东政法大学")),
        ("两块金字招牌指的是哪两个", ("中以(上海)创新园", "上海清华国际创新中心")),
        ("重点推的几家企业点了谁的名", ("波克科技", "点掌传媒", "高金教育")),
        ("三个“新”指的是什么", ("新经济", "新模式", "新业态")),
        ("工作思路里说了几个“第一”", ("第一要务", "第一资源", "第一动力")),
        ("那个“几条链”融合,是几条", ("教育链", "人才链", "产业链", "创新链")),
    ],
)
def test_the_things_listed_are_told(assistant: Assistant, question: str, names: tuple[str, ...]) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    told = " ".join(statement.text for statement in answer.statements)
    assert all(name in told for name in names)


def test_a_number_that_no_list_has_proves_nothing(assistant: Assistant) -> None:
    assert assistant.answer("区里主攻哪七个产业").status != "answered"
