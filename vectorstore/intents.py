"""What a question asks for, and the words of a clause that gives it: patterns by intent, each with a weight of its own."""

from __future__ import annotations

import re
from functools import lru_cache

# The question's pattern, then the clause's.
_INTENTS: dict[str, tuple[str, str]] = {
    "define": (
        r"是什么(?!时)|是指|含义|定义|所称|何谓|指的是|什么是|概念",
        r"是指|所称|系指|指的是|,指|的含义",
    ),
    "purpose": (
        r"目的|宗旨|为了什么|为什么要?制定|(?:依据|根据)(?:什么|哪)|制定.{0,6}依据",
        r"为了?[^。]{4,60},[^。]{0,60}制定|制定本",
    ),
    "scope": (
        r"适用于?(?:哪|什么|谁|于)|适用的?(?:范围|对象)|(?:哪些|什么)[^?]{0,16}适用|调整范围|是否适用",
        r"适用(?:本|于|范围)|不适用|(?:境内|区域内|范围内)[^。]{0,60}(?:适用|遵守)",
    ),
    "date": (
        (
            r"(?:施行|实施|生效|执行|公布|发布|通过|修订|修正)的?(?:日期|时间)|自.{0,8}(?:施行|实施|生效)|"
            r"(?:何时|什么时候|哪一?[年天日]|几月|时间)[^?]{0,10}(?:施行|实施|生效|执行|公布|发布|通过|起)"
        ),
        r"自[^。]{0,24}起(?:施行|实施|生效|执行|试行)|自(?:公布|发布|印发)之日|年\d+月\d+日|\d+年.{0,3}月",
    ),
    "who": (
        r"谁|哪(?:个|些|一)?(?:级|个)?[^?]{0,4}(?:部门|机关|单位|机构|人员|主体|组织)|由(?:谁|哪|什么)|主管",
        (
            r"(?:部门|机关|机构|单位|委员会|局|院|政府)[^,。;]{0,14}(?:负责|主管|承担|组织)|"
            r"由[^,。;]{2,25}(?:负责|主管|组织|实施|批准|审批)"
        ),
    ),
    "penalty": (
        r"处罚|罚款|法律责任|违反|违法|后果|制裁|惩罚|追究|处分|承担[^?]{0,8}责任",
        r"处罚|罚款|责令|警告|没收|吊销|追究|处分|刑事责任|法律责任",
    ),
    "condition": (
        r"条件|符合(?:哪些|什么|以下)|具备|资格|满足|要求",
        r"(?:下列|以下)[^。:]{0,12}(?:条件|要求)|应当?(?:具备|符合)|条件:|须具备",
    ),
    "deadline": (
        r"多长时间|多久|期限|几[日天年]|多少(?:日|天|个?工作日|年|个月)|时限|时间内|有效期|届满|保存",
        r"[\d一二三四五六七八九十百]+个?(?:工作)?(?:日|天|个?月|年|小时)|期限|有效期|届",
    ),
    "number": (
        r"多少|几(?:个|名|人|次|种|级|类|倍)|比例|数量|金额|额度|百分之|最低|最高|[低高超少][于过]|标准",
        r"\d|百分之|[一二三四五六七八九十百千万两]+(?:名|人|个|次|元|级|类|种|倍|万)|不[得应]?[少低高超][于过]",
    ),
    "material": (
        r"材料|哪些文件|什么文件|资料|提交|提供|证件|报送",
        r"(?:下列|以下)[^。:]{0,10}(?:材料|文件|资料|证)|提交|申请(?:书|表)|复印件",
    ),
    "list": (
        r"哪些|有什么|包括(?:什么|哪)|哪几|几种|分为|主要(?:内容|包括|职责|任务)|哪[三四五六两几]",
        r"下列|以下|包括|:\s*$|:\s*[(]?一|分为|\([一]\)",
    ),
    "may": (
        r"禁止|不得|不能|不允许|能否|能不能|是否(?:可以|能|允许|应|需|必须|要)|可以[^?]{0,30}吗|可否|是否",
        r"不得|禁止|严禁|不予|不能|可以|允许|应当",
    ),
    "procedure": (
        r"程序|流程|步骤|(?:怎么|如何|怎样)(?:办|申请|办理|进行|组织|实施|申报|登记|处理)|办理|申请",
        r"申请|受理|审查|审核|审批|公示|备案|程序|提交|报[^,。]{0,14}(?:批准|备案)",
    ),
    "right": (r"权利|有权|权益|享有|享受|职权", r"有权|权利|享有|职权|可以"),
    "reward": (
        r"奖励|表彰|补贴|优惠|鼓励|支持|扶持|补助|减免",
        r"奖励|表彰|给予|鼓励|支持|补贴|优惠|补助|减免",
    ),
    "principle": (r"原则|遵循|方针|坚持|理念", r"原则|坚持|遵循|方针"),
    "dispute": (
        r"争议|纠纷|异议|不服|复议|申诉|诉讼|投诉|举报|救济",
        r"争议|纠纷|异议|复议|申诉|诉讼|仲裁|投诉|举报",
    ),
    "case": (r"情形|情况下?|什么时候(?:可以|应|需)|何种情况", r"情形|之一|有下列|情况"),
    "manner": (r"如何|怎样|怎么|措施|方式|方法|做法", r"应当|采取|通过|方式|措施|按照|方法"),
    "repeal": (r"废止|失效|替代", r"废止|失效"),
    "explain": (r"解释", r"负责解释|解释"),
    "why": (r"为什么|为何|原因|意义|作用", r"为了?|促进|保障|是|因"),
}
_PATTERNS = {name: (re.compile(asked), re.compile(given)) for name, (asked, given) in _INTENTS.items()}
INTENTS = tuple(_INTENTS)

# Features of place, each for one intent: the share of a document, counted from its front, where the answer tends to stand.
PLACES: dict[str, tuple[str, float, float]] = {
    "date_last": ("date", 0.97, 1.0),
    "date_front": ("date", 0.0, 0.03),
    "purpose_first": ("purpose", 0.0, 0.05),
    "scope_early": ("scope", 0.0, 0.15),
    "define_early": ("define", 0.0, 0.15),
    "principle_early": ("principle", 0.0, 0.2),
    "who_early": ("who", 0.0, 0.2),
}


def asked_for(question: str) -> frozenset[str]:
    """The intents of a squeezed question; often several, seldom none."""
    return frozenset(name for name, (asked, _) in _PATTERNS.items() if asked.search(question))


@lru_cache(maxsize=200_000)
def gives(text: str, intent: str) -> bool:
    """Whether a squeezed clause has the words that answer an intent."""
    return bool(_PATTERNS[intent][1].search(text))
