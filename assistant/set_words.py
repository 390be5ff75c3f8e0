"""Patterns over a plain question about sets of tasks: ranks, company, parts of the text, one office put for another."""

from __future__ import annotations

import re

from assistant import questions
from ingest.numerals import parse_numeral

# A place in the order of the offices by their number of tasks: 第二多, 前三名, 排个队.
RANKED = re.compile(
    r"第[二三四五六](?:多|忙|名)|(?:排?头|前)[两三四五六\d](?:名|位|家)|排个?(?:队|位次)|(?:谁|哪[个家])?最[多忙].{0,6}最[少闲]|second (?:most|busiest)|top (?:two|three|\d)",
    re.IGNORECASE,
)
# The first place by the number of tasks: 论活多哪个局排第一.
FIRST_BY_TASKS = re.compile(
    r"(?:论|按|比|拼)起?来?(?:活儿?|任务|事儿?|担子|摊子|项数|条数)(?!排)[^。?]{0,14}(?:第一|冠军|居首|打头|领先)|(?:活儿?|任务|担子|摊子)(?:数|量)?[^,。?]{0,6}排(?:在)?第一"
    r"|排(?:在)?第一[^。?]{0,6}(?:活|几项|多少项|几条|多少条)"
)
# How often offices stand in the notes: 被点名次数最多, 出场最少.
OFTEN = re.compile(
    r"(?:被?点名?|出场|出镜|露脸|露面|上榜|列名|挂名|现身|出现|被?提到|被?列入?)(?:的|了|过)*(?:次数|回数|频率)?[^,。?]{0,3}最(?:多|少|频繁|高|低)|最(?:多|少)[^,。?]{0,4}(?:被?点名|出场|出镜|露脸|露面|列名|挂名)"
)
# All offices that are named are to be listed, or counted: 点了名的局啊委啊,拢共几家.
ALL_OFFICES = re.compile(
    r"(?:部门|单位|[局委办](?:啊|呀|、)?)[^。?]{0,10}(?:拢共|一共|总共|共|合计)(?:有|是)?(?:几|多少)(?:家|个)(?![^。?]{0,8}(?:任务|企业|学校))"
)
OF_OFFICES = re.compile(r"部门|单位|[局委办]|谁|哪[个家]|office|bureau|department|who", re.IGNORECASE)
# Whether two offices have the same tasks.
SAME = re.compile(
    r"(?:任务|职责|分工|活儿?|事|负责的|管的)[^,。?]{0,6}(?:一样|相同|一致|重合|重叠|同一批)|\b(?:same|identical) (?:tasks|duties)\b|\btasks\b[^?]{0,20}\b(?:the same|identical)\b",
    re.IGNORECASE,
)
# All notes of the text: 多少处标了责任部门.
NOTED = re.compile(
    r"(?:多少|几)(?:处|项|条|个?地方)[^,。?]{0,6}(?:标|列|写|注|点)[^,。?]{0,4}(?:责任)?(?:部门|单位)|\bhow many (?:notes|tasks carry)\b",
    re.IGNORECASE,
)
# Tasks of a kind, whichever they are: 有些条目, 哪几项任务.
SOME_TASKS = re.compile(
    r"(?:有些|有的|哪些|哪几|这些|那些|所有|全部|几|多少)(?:个|项|条|件)?(?:条目|任务|条款|事项|工作|活儿?|(?<=项)|(?<=条))|\b(?:tasks|items)\b",
    re.IGNORECASE,
)
# The tasks that offices have each: 各有4项, 只摊到一项.
EACH_HAS = re.compile(
    r"(?:只|就|仅|都|各)(?:有|摊到?|分到?|领|列|占|负责|管|沾|挂|露|出现|出场|被?点名|被?提到)?(?:了|着|过)?(?P<number>[一两二三四五六七八九十]|\d{1,2})(?:项|条|个|件|处|次|回)(?:任务|活|事|面|脸)?"
)
# Any company at all: 跟别的部门合着干的.
ACCOMPANIED = re.compile(
    r"(?<![不没])(?<!没有)[跟和与同](?:别|其他|其它|另外?)的?(?:部门|单位|家|人|局)|合着|with (?:any )?other (?:departments|offices|bureaus)",
    re.IGNORECASE,
)
# Members that name no office: 相关部门, 没点名的.
COLLECTIVE = re.compile(
    r"(?:写|列|带|出现|里有|标)[^,。?]{0,8}[\"“「']?(?:相关|有关)(?:部门|单位)|没有?(?:点名|指名)|泛指", re.IGNORECASE
)
# One office is put for another: 把发改委换成国资委.
EXCHANGED = re.compile(r"换成|换作|换为|改成|替换(?:成|为)?|\binstead of\b|\breplace\b", re.IGNORECASE)
# An office is left out of what was listed before: 不带教育局的呢, 不算财政局的.
LEFT_OUT = re.compile(
    r"(?:不带|不含|不算|不包括|去掉|除了|除去|除开|没有|撇开)$|\b(?:without|except|excluding)(?: the)? $", re.IGNORECASE
)
# A set listed before is kept to a part: 只看第二节里的.
KEPT_TO = re.compile(r"^(?:那|再)?(?:只|就|仅|光)(?:看|要|说|算|列)|(?:里|中|内)的?呢?$|\bonly\b", re.IGNORECASE)
# All tasks of a part of the text are asked for, not one sentence of it.
WHOLE_PART = re.compile(
    r"任务|全列|列全|分别|各(?:由|归)|几[处项条]|多少[处项条]|\btasks\b|\ball\b|\beach\b", re.IGNORECASE
)
# What a part of the text holds: 具体做哪些事, 讲了什么.
CONTENTS = re.compile(
    r"(?:做|干|推|抓)(?:哪些|什么|啥)(?:事|活|工作)?|(?:有|包括|包含|是)?(?:哪些|什么|啥)(?:具体)?(?:内容|举措|措施|做法|要求|安排|工作|事)"
    r"|(?:讲|说|写|规定)(?:了|的)?(?:些|是)?(?:什么|啥|哪些)|\bwhat (?:does|is) [^?]{0,60}\b(?:say|cover|include|contain|about|involve)",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"第(?P<article>[一二三四五六七八九十]{1,3}|\d{1,2})(?:条|点|款|小点|小项)|(?<![\d.])(?P<point>\d{1,2})、(?=那|这)|"
    r"\b(?:item|article|clause|point|paragraph|no\.) ?(?P<english>\d{1,2})\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"^[^()一二三四五六七八九十]{0,6}(?:第)?\((?P<bracket>[一二三四五六七八九十])\)(?!\d)")


def item_asked(plain: str) -> int | None:
    """The number of the item that a question names without its chapter (第2条, 3、那一款, item 1); else None."""
    match = _ITEM.search(plain)
    if match is None or re.search(
        r"第[一二三四五六七八九十]+(?:章|部分|节)|[一二三四五六七八九十]\([一二三四五六七八九十]\)", plain
    ):
        return None
    return parse_numeral(match["article"] or match["point"] or match["english"])


def without_item(text: str) -> str:
    """A text without the number of an item that it names, which is a place and no topic."""
    return _ITEM.sub(" ", text) if item_asked(text) else text


def bracket_asked(plain: str) -> str:
    """The bracketed number that a question names without its chapter: (二); empty when it names none."""
    match = _BRACKET.match(plain)
    return f"({match['bracket']})" if match else ""


def tasks_each(plain: str) -> int | None:
    """The number of tasks that the offices asked for have each (哪几个部门只摊到一项); None where none is said."""
    match = EACH_HAS.search(plain)
    return parse_numeral(match["number"]) if match else None


_HOW_MANY = re.compile(r"几|多少|哪些|什么|啥|how many|which|what", re.IGNORECASE)
_PART_ENDS = re.compile(r"[,?。;]|\bof (?:them|those|these)\b", re.IGNORECASE)


def all_before_alone(plain: str) -> bool:
    """Whether a question asks for all tasks and then for those of one office alone (一共几项,单独管的几项)."""
    parts = [(_HOW_MANY.search(part), questions.ALONE.search(part)) for part in _PART_ENDS.split(plain)]
    kinds = [bool(alone) for many, alone in parts if many or alone]
    return True in kinds and False in kinds[: kinds.index(True)]


def members_asked(plain: str) -> tuple[int, int] | None:
    """The least and the greatest number of members of the tasks asked for (三家以上, 只有一家); None when none is asked."""
    for match in questions.MEMBERS.finditer(plain):
        number = parse_numeral(match["number"]) or 0
        bound = match[0]
        if re.search(r"以上|或更多", bound):
            return number, 1000
        if re.search(r"以下|以内", bound):
            return 1, number
        if match["only"] or match["shared"] in {"一起", "共同", "共管"} or re.search(r"部门|单位", bound):
            return number, number
    return None
