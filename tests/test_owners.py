"""Who owns a task: every task of the plan in phrasings made from its words and in words of users."""

from __future__ import annotations

import re

import pytest

from assistant.answering import Assistant
from assistant.answers import Status
from ingest.clauses import Clause
from tests.test_plan import PLAN, TREE

TASKS = [clause for clause in TREE.walk() if clause.task]
IDS = [clause.clause_id for clause in TASKS]


def members(clause: Clause) -> list[str]:
    return [item.printed for item in clause.task.assignments] if clause.task else []


def phrasings(clause: Clause) -> list[str]:
    """Questions made of the first, the last and the two longest parts of a task."""
    assert clause.task is not None
    parts = [part.strip() for part in re.split(r"[,;。]", clause.task.text) if len(part.strip()) >= 8]
    longest, second, *_ = [*sorted(parts, key=len, reverse=True), parts[0]]
    return [
        f"{longest}由哪个部门负责?",
        f"谁来{parts[0]}?",
        f"“{longest}”的责任单位有哪些?",
        f"请问{parts[-1]}这块归谁管啊",
        f"哪些单位负责{second}",
        f"{clause.task.text}这项任务是谁的?",
        f"which departments are responsible for {longest}?",
    ]


@pytest.mark.parametrize("clause", TASKS, ids=IDS)
def test_each_task_is_answered_with_its_exact_offices_in_printed_order(assistant: Assistant, clause: Clause) -> None:
    for question in phrasings(clause):
        answer = assistant.answer(question)
        assert answer.status is Status.ANSWERED, question
        assert list(answer.departments) == members(clause), question
        assert answer.citations[0].clause_id == clause.clause_id, question


def test_the_phrasings_cover_all_tasks_several_times() -> None:
    questions = [question for clause in TASKS for question in phrasings(clause)]
    assert len(TASKS) == 26
    assert len(set(questions)) >= 3 * 26


SPOKEN = {
    "s2.p1.i1.g1": "把产教融合写进区里的“十四五”总体规划是谁的活儿?",
    "s2.p1.i1.g2": "重点产业往哪边靠、职业教育怎么定方向,这事归哪几个部门?",
    "s2.p1.i1.g3": "技术技能人才需求趋势的研究都有谁参与?",
    "s2.p2.i2.g1": "企业跟学校合办混合所有制院校,找哪个部门?",
    "s2.p2.i2.g2": "中高职贯通职业院校机制的研究哪家负责?",
    "s2.p2.i2.g3": "跟上海中侨职业技术大学搞贯通培养是哪个局的事?",
    "s2.p2.i3.g1": "推行现代学徒制归谁管?",
    "s2.p2.i3.g2": "企业和职业院校合作搞在职员工培训,责任部门是谁?",
    "s2.p2.i3.g3": "地方教育附加专项资金使用细则由谁来完善?",
    "s2.p2.i3.g4": "学生的专场招聘会、小型面试会是哪个部门对接?",
    "s2.p2.i4.g1": "5-6个区职业教育名师基地谁负责组建?",
    "s2.p2.i4.g2": "校企一起建技术创新团队这块谁管?",
    "s2.p2.i4.g3": "职教名师到企业跟岗实践由谁负责?",
    "s2.p2.i4.g4": "学校拿社会培训收入发绩效工资这条是哪些部门的责任?",
    "s2.p3.i5.g1": "依托同济大学医学院的平台建设归哪个部门?",
    "s2.p3.i5.g2": "环华东师大智能教育发展圈是哪些部门负责?",
    "s2.p3.i5.g3": "和华东政法大学在法律服务方面的合作归谁?",
    "s2.p3.i6.g1": "区职业教育联盟实体化运作谁来推?",
    "s2.p3.i6.g2": "职教联盟平台动态发布人才市场需求信息由哪些部门负责?",
    "s2.p4.i7.g1": "培育10家左右市级产教融合型企业有哪些责任部门?",
    "s2.p4.i7.g2": "企业信息储备库归谁建?",
    "s2.p4.i8.g1": "10个左右区级校企合作基地由哪些部门负责?",
    "s2.p4.i8.g2": "基地里的技能培养、人才评价、竞赛交流是谁的任务?",
    "s2.p4.i8.g3": "和世界技能大赛培养基地对接归谁管?",
    "s2.p4.i8.g4": "行业企业自主评价机构谁来创建?",
    "s2.p4.i9.g1": "中以创新园引进成果转移机构是哪个部门的事?",
}


@pytest.mark.parametrize("clause", TASKS, ids=IDS)
def test_each_task_is_found_in_the_words_of_users(assistant: Assistant, clause: Clause) -> None:
    answer = assistant.answer(SPOKEN[clause.clause_id])
    assert list(answer.departments) == members(clause)
    assert clause.clause_id in {citation.clause_id for citation in answer.citations}


@pytest.mark.parametrize("clause", TASKS, ids=IDS)
def test_nobody_is_called_the_leader_where_the_text_names_none(assistant: Assistant, clause: Clause) -> None:
    assert clause.task is not None
    answer = assistant.answer(f"{clause.task.text}由哪个部门牵头?")
    assert list(answer.departments) == members(clause)
    said = [statement.text for statement in answer.statements if "牵头" in statement.text]
    assert said
    assert all("未规定由谁牵头" in text for text in said)


def test_a_general_expression_is_repeated_and_marked_as_naming_no_office(assistant: Assistant) -> None:
    answer = assistant.answer(SPOKEN["s2.p4.i8.g4"])
    assert answer.departments[-1] == "相关部门"
    assert any("相关部门" in statement.text and "未指明" in statement.text for statement in answer.statements)


@pytest.mark.parametrize("question", ["投资额30%的抵免由哪个部门负责?", "加强组织领导这一条由哪个部门负责?"])
def test_a_clause_without_a_note_has_no_owner(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.departments == ()
    assert "原文未列责任部门" in answer.markdown
    assert all(citation.clause_id.startswith("s3") for citation in answer.citations)


def test_every_owner_answer_quotes_the_note_itself(assistant: Assistant) -> None:
    for clause in TASKS:
        assert clause.task is not None
        answer = assistant.answer(SPOKEN[clause.clause_id])
        span = clause.task.annotation.span
        assert any((quote.start, quote.end) == (span.start, span.end) for quote in answer.citations)
        for quote in answer.citations:
            assert PLAN.text[quote.start : quote.end] == quote.quote


def test_the_offices_are_told_beside_a_verdict_where_both_are_asked_for(assistant: Assistant) -> None:
    answer = assistant.answer("我们公司能和职业院校合作开展在职员工培训吗?这件事由谁来负责?")
    assert answer.departments == ("区教育局", "区人社局")
    assert any("区人社局" in statement.text and statement.citations for statement in answer.statements)
    assert assistant.answer("我们公司能和职业院校合作开展在职员工培训吗?").departments == ()


def test_a_follow_up_asks_for_the_offices_of_the_next_task(assistant: Assistant) -> None:
    before = ["培育10家左右市级产教融合型企业是哪些部门负责?"]
    answer = assistant.answer("那区级的校企合作基地呢,顺序一样吗?名单给我", history=before)
    assert answer.departments[0] == "区教育局"
    assert len(answer.departments) == 7
    may = assistant.answer("行业协会呢,能当校企合作基地吗", history=before)
    assert may.eligibility is not None
    assert may.departments == ()


@pytest.mark.parametrize(
    ("question", "departments"),
    [
        ("Is the Finance Bureau alone on the hook for the surcharge fund rules?",
         ("区财政局", "区人社局", "区教育局", "区总工会")),
        ("Does the Justice Bureau carry the legal-services item by itself, or does another bureau share it?", ("区司法局",)),
        ("Is the Commerce Commission the only one looking after the life-health headquarters base near Tongji medical school?",
         ("区商务委",)),
        ("Is the smart education circle around East China Normal University the sole job of the Science and Technology Commission?",
         ("区科委", "区教育局")),
        ("Is the Human Resources Bureau single-handedly in charge of recruitment fairs linking schools and firms?", ("区人社局",)),
        ("Does the Education Bureau handle the vocational education alliance's expert guidance team all by itself?", ("区教育局",)),
        ("Do the Education Bureau and SASAC share the job of encouraging enterprises to run vocational schools?",
         ("区教育局", "区国资委")),
        ("Hi, I coach WorldSkills competitors. Which department handles links with the WorldSkills training bases?", ("区人社局",)),
    ],
)  # fmt: skip
def test_english_questions_whether_one_office_is_alone_are_about_the_task(
    assistant: Assistant, question: str, departments: tuple[str, ...]
) -> None:
    assert assistant.answer(question).departments == departments


@pytest.mark.parametrize(
    ("question", "departments"),
    [
        ("机器人孵化器那个平台,名单上挂的谁", ("区科委",)),
        ("研究产业趋势和人才需求那项,一共挂了几家,报一下全名",
         ("区发改委", "区教育局", "区科委", "区人社局", "区商务委", "区金融办", "区文旅局", "区国资委")),
    ],
)  # fmt: skip
def test_those_who_stand_in_the_note_are_asked_for(
    assistant: Assistant, question: str, departments: tuple[str, ...]
) -> None:
    assert assistant.answer(question).departments == departments


@pytest.mark.parametrize(
    "question",
    ["这件事到底找谁", "我们局在方案里有几项任务?", "本单位一共领了多少活", "How many tasks does our bureau have?"],
)
def test_what_is_only_pointed_at_is_asked_back(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "clarify"
    assert not answer.departments


def test_a_clause_without_a_note_still_says_what_is_asked_beside_its_owner(assistant: Assistant) -> None:
    answer = assistant.answer("跨部门的事谁来协调,设了什么样的机制?")
    assert answer.status == "answered"
    assert "区领导牵头" in answer.statements[0].text


@pytest.mark.parametrize(
    ("question", "departments"),
    [
        ("推广联想专班这种教学模式是哪个局的差事", ("区教育局",)),
        ("建设环高校产业园区里华师大那块,是谁家的担子?", ("区科委", "区教育局")),
        ("职教联盟实体化运作,张罗这个的是谁?", ("区教育局",)),
        ("专项资金使用细则,是财政一家关起门来定的吗", ("区财政局", "区人社局", "区教育局", "区总工会")),
        ("名师基地是教育局一家搞的吧", ("区教育局",)),
    ],
)
def test_offices_are_asked_for_by_whose_job_it_is_or_as_the_only_one(
    assistant: Assistant, question: str, departments: tuple[str, ...]
) -> None:
    assert assistant.answer(question).departments == departments


def test_the_same_offices_are_put_up_for_the_next_task(assistant: Assistant) -> None:
    answer = assistant.answer("对接世界技能大赛的事,也是这几家吗", history=["十个左右的校企合作基地由哪些局建"])
    assert answer.departments == ("区人社局",)


@pytest.mark.parametrize("question", ["最近拿到奖的是谁", "能享受抵免的是谁", "首批试点的是谁"])
def test_who_gets_something_is_no_question_for_offices(assistant: Assistant, question: str) -> None:
    assert not assistant.answer(question).departments


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("谁来当“创新策源硬核”?", "以高校和科研院所为创新策源硬核"),
        ("谁来当现代学徒制的培训师", "提供企业培训师"),
        ("谁充当首批试点的示范", "喜马拉雅"),
    ],
)
def test_who_plays_a_part_is_told_by_the_sentence(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert said in answer.statements[0].text
    assert not answer.departments


@pytest.mark.parametrize("question", ["论任务,谁家排第一", "按条数算哪个局打头?", "活儿排第一的是哪个局,几项"])
def test_the_first_place_by_tasks_is_counted(assistant: Assistant, question: str) -> None:
    assert "最多的是区教育局,共21项" in assistant.answer(question).statements[0].text
