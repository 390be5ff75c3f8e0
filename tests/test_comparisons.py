"""Two things side by side, with their sentences, numbers and offices; lists found by their kind; English with its gaps."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("环同济和环华师大各自归谁负责", ("依托同济大学医学院", "发挥华东师范大学及华大科技园")),
        ("储备库和校企合作基地哪个牵涉的部门多", ("建设企业信息储备库", "建设10个左右区级产教融合校企合作基地")),
        ("名师基地和校企合作基地,哪个数量多", ("组建5-6个区职业教育名师基地", "建设10个左右区级")),
        ("10家和10个,是一回事吗?", ("培育10家左右市级", "建设10个左右区级")),
        ("How do the 10 enterprises differ from the 10 bases?", ("培育10家左右市级", "建设10个左右区级")),
    ],
)
def test_both_sides_are_quoted(assistant: Assistant, question: str, quotes: tuple[str, str]) -> None:
    answer = assistant.answer(question)
    said = " ".join(citation.quote for citation in answer.citations)
    assert all(quote in said for quote in quotes)


def test_offices_of_two_tasks_are_compared_and_never_united(assistant: Assistant) -> None:
    answer = assistant.answer("现代学徒制和在职员工培训的责任部门一样吗")
    assert [statement.text for statement in answer.statements[-2:]] == [
        "两项任务的责任部门不同:前者列1家,后者列2家。",
        "只列在后者的(比前者多):区人社局。",
    ]
    assert answer.departments == ()


def test_what_was_asked_before_is_put_beside_what_is_named_now(assistant: Assistant) -> None:
    answer = assistant.answer("跟区级基地那个“十”有什么不一样?", history=["市级产教融合型企业培育几家?"])
    said = " ".join(statement.text for statement in answer.statements)
    assert "10家左右市级" in said
    assert "10个左右区级" in said


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("除了教育局,现代学徒制还有谁管", "除区教育局外,没有列别的部门。"),
        ("除了发改委,储备库还有哪个部门在建", "除区发改委外,还列了:区教育局。"),
    ],
)
def test_who_else_is_listed_is_told_first(assistant: Assistant, question: str, first: str) -> None:
    assert assistant.answer(question).statements[0].text == first


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("区里最想扶的是哪几个行当?", "智能软件、研发服务、科技金融、生命健康"),
        ("文件点名要推一把的企业,都叫啥", "波克科技、点掌传媒、高金教育"),
        ("Which key industries does Putuo want to grow?", "智能软件、研发服务、科技金融、生命健康"),
        ("What are the two golden signboards?", "两个金字招牌"),
    ],
)
def test_a_list_is_found_by_the_kind_of_its_things(assistant: Assistant, question: str, named: str) -> None:
    assert named in assistant.answer(question).statements[0].text


@pytest.mark.parametrize(
    "question", ["Does the plan give rent support to talents?", "Is there anything about kindergarten admissions?"]
)
def test_an_english_question_on_another_matter_is_not_answered(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status == "not_in_documents"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("三所大学各配合什么产业,哪个部门管,做张对照", ["区商务委", "区科委、区教育局", "区司法局"]),
        ("同济、华师大、华政各带哪块产业,谁管", ["区商务委", "区科委、区教育局", "区司法局"]),
        ("职教联盟前后两句的责任单位差在哪里", ["区教育局。", "区国资委", "前者列1家,后者列7家"]),
        ("建名师基地和建区级校企合作基地,负责的部门一样伐", ["区教育局。", "区金融办", "前者列1家,后者列7家"]),
        (
            'Do "on-the-job training with vocational colleges" and "detailed rules for the surcharge fund" have the same offices?',
            ["Education Bureau (区教育局), District Human Resources", "区总工会", "the first 2, the second 4"],
        ),
    ],
)
def test_things_named_side_by_side_are_told_each_with_its_offices(
    assistant: Assistant, question: str, told: list[str]
) -> None:
    answer = assistant.answer(question)
    texts = [statement.text for statement in answer.statements]
    assert all(any(part in text for text in texts) for part in told), answer.markdown
    assert all(statement.citations for statement in answer.statements)


def test_two_things_are_not_taken_for_others_that_the_text_counts(assistant: Assistant) -> None:
    answer = assistant.answer("环同济和环华师大两个园区,方向和责任单位分别是什么?")
    assert "同济" in answer.statements[0].text
    assert any("区科委、区教育局" in statement.text for statement in answer.statements)
    listed = assistant.answer("方案里靠的是哪三所大学?")
    assert "同济大学、华东师范大学和华东政法大学" in listed.statements[0].text


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("培育市级企业那项、建区级基地那项,发改委在哪个里头有、哪个里头没有?同事俩吵起来了", "区发改委"),
        ("中侨合作那项和学历教育并举那项,国资委两项都在吗", "区国资委"),
        ("员工培训那条跟专项资金细则那条,财政局在哪条里有", "区财政局"),
        ("负责教师入企实践政策的部门,跟负责骨干教师跟岗的部门,有什么差别?", "区财政局"),
    ],
)
def test_tasks_that_are_pointed_at_are_put_side_by_side_with_their_offices(
    assistant: Assistant, question: str, office: str
) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    told = [statement.text for statement in answer.statements if "责任部门" in statement.text]
    assert len(told) >= 2
    assert any(office in text for text in told)
    assert not all(office in text for text in told)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("现代学徒制跟名师基地归同一个局管吗", ("区教育局", "责任部门相同(各1家)")),
        ("联想专班和专场招聘会,管的部门相同吗", ("区教育局", "区人社局", "前者列1家,后者列1家")),
        ("信息储备库比技术创新团队多了哪些部门", ("只列在前者的:区发改委。", "只列在后者的(比前者多):区人社局。")),
        ("机器人孵化器与成果转移机构入驻是不是同一家在管", ("区科委", "两者写在同一项任务里")),
        ("Are the departments behind the robotics platform and the recruitment fairs the same?",
         ("区科委", "区人社局", "different offices")),
    ],
)  # fmt: skip
def test_the_offices_of_two_tasks_are_compared(assistant: Assistant, question: str, said: tuple[str, ...]) -> None:
    text = "".join(statement.text for statement in assistant.answer(question).statements)
    assert all(words in text for words in said), text


def test_the_offices_of_a_task_are_compared_with_those_of_the_one_before(assistant: Assistant) -> None:
    answer = assistant.answer("和刚才那条比,培育市级企业那条的部门一样吗", history=["信息储备库是谁建"])
    text = "".join(statement.text for statement in answer.statements)
    assert "前者列2家,后者列7家" in text
    assert "(比前者多):区科委、区金融办、区商务委、区文旅局、区国资委。" in text


@pytest.mark.parametrize(
    "question", ["两个10说的是不是一件事", "文件里两个“十”分别指什么", "企业那边的10跟基地那边的10,级别一样不"]
)
def test_one_number_said_of_two_things_is_told_of_both(assistant: Assistant, question: str) -> None:
    text = "".join(statement.text for statement in assistant.answer(question).statements)
    assert "10家左右市级" in text
    assert "10个左右区级" in text


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        (
            "Compare who runs the alliance itself with who publishes labour-market information through it.",
            ("推进区职业教育联盟实体化运作", "动态发布区域产业发展"),
        ),
        ("培育企业那条和建基地那条,责任部门差在哪", ("培育10家左右市级", "建设10个左右区级")),
        ("同济那个园跟华师大那个圈,各往什么产业使劲?", ("环同济医学院", "环华东师大智能教育发展圈")),
    ],
)
def test_sides_in_other_words_are_found_by_their_glosses(
    assistant: Assistant, question: str, quotes: tuple[str, str]
) -> None:
    text = "".join(statement.text for statement in assistant.answer(question).statements)
    assert all(quote in text for quote in quotes)


@pytest.mark.parametrize(
    "question",
    [
        "名师基地归哪个部门,跟以前一样吗",
        "跟岗实践的责任部门和入企实践支持政策的责任部门好像不一样,我问的是前者",
    ],
)
def test_one_task_stays_one(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.route == "owner"
    assert answer.departments
