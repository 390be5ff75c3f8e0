"""What a user says of themselves, as the few facts that conditions are about; silence stays unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KINDS: tuple[tuple[str, str], ...] = (
    ("other", r"幼儿园|小学|初中|(?<!中等)中学|普通高中|高中(?!高|本)|医院|养老院|kindergarten|primary school|hospital"),
    (
        "individual",
        (
            r"(?:厂里|公司里?|企业里?|单位里?|民企|国企|退休)[^,。?]{0,8}(?:工程师|师傅|技师|技工|骨干|电工|焊工|专家|大师)(?!培训)"
            r"|(?:工程师|技师|老师傅|能工巧匠|非遗传承人|手艺人)[^,。?]{0,6}(?:想|能|可以|要|去)|不在学校教书"
        ),
    ),
    ("teacher", r"(?:我|本人|作为)(?:是|们是)?[^,。?]{0,12}(?:老师|教师)|(?:职校|专业|骨干)(?:老师|教师)|(?:老师|教师)(?:个人|能|可以|想|要|去|有)|(?:我|本人)[^,。?]{0,4}在[^,。?]{0,6}(?:职校|中专|技校|高职|院校)[^,。?]{0,6}教|\bteachers?\b"),
    ("individual", r"(?<![一二两三四五六七八九十百几多\d])个人|学生|毕业生|家长|自由职业|个体户|手艺人|传承人|\bindividuals?\b|\bstudents?\b"),
    ("school", (
r"(?:^|[,。\n]|是|我们|作为)[^,。?\n公企办建开设投立]{0,6}(?:一所|那边的|这边的|区内的?|普陀的)[^,。?公企]{0,4}(?:中职|职校|中专|技校|高职|职业院校)|中等职业(?:院校|学校)(?:能|可以|想|要)|"
            r"(?:我们?|本|咱们?|作为|(?<![办建开设投立])(?<![办建开设投立]了)一[所家])(?:是|们是|的|这)?[^,。?办投建开公企和与跟同]{0,8}(?:学校|职校|院校|中专|技校|职业学院|高职|校(?!企))|我校|我院|"
r"职业院校(?:能|可以|有|想|得|要)|(?:学校|职校)(?:能|可以|有什么|得到|想|要)|\bvocational (?:school|college)s?\b"
)),
    ("university", r"(?:我们?|作为)(?:是)?[^,。?办投建开公企和与跟同]{0,8}(?:大学|高校)|高校(?:能|可以|有什么)|\buniversit(?:y|ies)\b"),
    ("association", r"(?:我们?|作为|本)(?:是)?[^,。?公企和与跟同]{0,8}(?:协会|商会|行业组织|联合会)|(?:行业)?(?:协会|商会)(?:能|可以|想|要)|\bassociations?\b"),
    ("park", r"(?:我们?|作为|本)(?:是|们是)?[^,。?公企和与跟同]{0,10}(?:园区|科技园|产业园|孵化园)|我园|产业园区?(?:能|可以|有|想)|园区(?:能|可以|有什么|想)|\bparks?\b"),
    ("enterprise", r"公司|企业|厂|我司|集团|商家|店|民企|国企|央企|外企|酒店|餐馆|饭店|连锁|上市|创业团队|培训机构|\b(?:compan(?:y|ies)|firms?|enterprises?|business(?:es)?|startups?)\b"),
)  # fmt: skip
_KIND_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_OUTSIDE = re.compile(
    (
        r"外区|区外|外地|没(?:有)?在?(?:普陀|本区|区内)(?:注册|办公)|普陀(?:既)?没(?:有)?注册|总部(?:在|设在)?(?!普陀|本区)[\u4e00-\u9fff]{2}|外省|别的区|其他区|不在(?:普陀|本区|区内)|不是(?:普陀|本区|区内)|(?:注册|落户|开|设|公司)(?:地)?在?(?:了|的)?(?:黄浦|徐汇|长宁|静安|虹口|"
        r"杨浦|闵行|宝山|嘉定|浦东|金山|松江|青浦|奉贤|崇明|临港|北京|苏州|杭州|深圳|江苏|浙江|广州|南京|昆山)|(?:黄浦|徐汇|长宁|静安|虹口|杨浦|闵行|宝山|嘉定|浦东|金山|松江|"
        r"青浦|奉贤|崇明|临港)(?:新?区)?(?:那边|那里|这边)?的?[^,。?]{0,4}(?:公司|企业|学校|中职|职校|中专|厂|园区)|outside (?:the |of )?(?:putuo|district)|(?:registered|based|"
        r"located) in (?!putuo)"
    ),
    re.IGNORECASE,
)
_INSIDE = re.compile(
    (
        r"(?:注册|落户|开|设|位于|地址|办公)(?:地)?在?(?:了|的)?(?:普陀|本区|区内|我区|长寿路?|曹杨|长风|宜川|甘泉|石泉|真如|长征|桃浦|万里)|普陀(?:区)?(?:的|"
        r"注册的?|本地的?|这边的)?(?:一家)?[^,。?]{0,8}(?:公司|企业|学校|园区|职校|厂)|(?:本区|区内|区里)(?:的)?[^,。?]{0,4}(?:公司|企业|学校|民企|国企|中职|职校|中专|厂)|普陀的?(?:一[所家])?[^,。?]{0,4}(?:中职|职校|中专|民企|国企)|in putuo|"
        r"putuo[- ](?:based|registered)"
    ),
    re.IGNORECASE,
)
_NOT_RECOGNISED = re.compile(
    (
        r"(?:没有?|未|不是|还没|尚未|并非|没被|不算)[^,。?]{0,8}(?:认定|产教融合型|评上|入选|纳入|试点)|认定[^,。?]{0,4}(?:没有|还没|没下来)|"
        r"跟?产教融合[^,。?]{0,6}(?:不沾边|八竿子|没关系|无关)|(?:普通|一般)(?:的)?(?:公司|企业)|"
        r"not (?:yet )?(?:been )?(?:recogni[sz]ed|certified|listed)"
    ),
    re.IGNORECASE,
)
_RECOGNISED = re.compile(
    (
        r"产教融合型(?:试点)?企业(?:的)?(?:牌子|资质|资格|称号)?(?:已经?)?(?:有|拿到|下来|到手)|"
        r"(?:已经?|是|被|获|获得|拿到|评上|入选|成为|通过|列入|列为|纳入|进了)(?:了)?[^,。?]{0,10}(?:认定(?:了|为)?|产教融合型(?:试点)?企业)|产教融合型(?:试点)?企业,|"
        r"(?:are|is|been|as) (?:a )?(?:recogni[sz]ed|certified)"
    ),
    re.IGNORECASE,
)
_ASKING_WHETHER = re.compile(
    r"(?:能不能|能否|是不是|算不算|怎么|如何|可以|可不可以|怎样|想|要|可否|会不会)[^,。?]{0,10}(?:认定|成为|评|入选|产教融合型)|(?:认定|评上|算|成)[^,。?]{0,6}(?:吗|么|没)"
)
_NOT_RUNNING = re.compile(
    r"(?:没有?|未|不|没在)(?:办|投|兴办|举办|搞)[^,。?]{0,6}(?:学|职业教育|职校|职教|培训学校)|没(?:有)?投过?|not (?:run|invest)",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    (
        r"(?:投(?:资|入|了|的)?|花了?|出资|砸了?|拿出|掏)[^,。?]{0,20}(?:办学|职校|职业教育|职教|学校|实训|院校|职业学校|学院)|(?:办|兴办|举办|开办|创办|建|"
        r"开)(?:了|过|着|一|有|的|所|个)[^,。?]{0,10}(?:职校|职业学校|职业院校|技工学校|技校|学校|学院|职业教育|职教)|"
        r"(?:投|花|搞)(?:了)?[^,。?]{0,8}(?:搞|做|办)(?:了)?(?:一?[所个])?(?:职业教育|职校|职教|职业学校)|兴办职业教育|办职业教育的|(?:投资|投)[^,。?]{0,8}(?:万|"
        r"亿)[^,。?]{0,12}(?:职|校|学|实训)|(?:invest|run|found)\w*[^.?]{0,30}(?:vocational|school|college)"
    ),
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(\d+(?:\.\d+)?|[一二三四五六七八九十两百千]+)\s*(个?亿|千万|百万|万|million)(?:元|块|人民币|yuan|rmb)?",
    re.IGNORECASE,
)
_UNITS = {"亿": 10_000.0, "个亿": 10_000.0, "千万": 1000.0, "百万": 100.0, "万": 1.0, "million": 100.0}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was said; None where nothing was. `amount` in 10,000 yuan (万元), as it was `amount_printed`."""

    kind: str | None = None
    in_district: bool | None = None
    recognised: bool | None = None
    runs_vocational_education: bool | None = None
    amount: float | None = None
    amount_printed: str = ""

    def value(self, fact: str) -> str | None:
        """The value of one fact as conditions compare it: a kind, yes, no, or None when unknown."""
        if fact == "kind":
            return self.kind
        stated = {"in_district": self.in_district, "recognised": self.recognised,
                  "runs_vocational_education": self.runs_vocational_education}[fact]  # fmt: skip
        return None if stated is None else "yes" if stated else "no"


def states_facts(said: str) -> bool:
    """Whether somebody says of themselves something that conditions are about, other than of which kind they are."""
    facts = read_facts_of(said)
    return not all(
        item is None for item in (facts.in_district, facts.recognised, facts.runs_vocational_education, facts.amount)
    )


def read_facts_of(said: str) -> Facts:
    """The facts in what a user said, over the whole conversation; the last word on a fact counts."""
    kind = next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(said)), None)
    amount, printed = _amount(said)
    recognised = _last(said, _RECOGNISED, _NOT_RECOGNISED)
    if recognised and _ASKING_WHETHER.search(said) and not re.search(r"已经?|首批|是(?:一家)?产教融合型", said):
        recognised = None
    return Facts(
        kind=kind,
        in_district=_last(said, _INSIDE, _OUTSIDE),
        recognised=recognised,
        runs_vocational_education=_last(said, _RUNNING, _NOT_RUNNING),
        amount=amount,
        amount_printed=printed,
    )


def _last(said: str, yes: re.Pattern[str], no: re.Pattern[str]) -> bool | None:
    """Which of two patterns speaks last; a denial that overlaps an assertion wins."""
    last_yes = max((match.end() for match in yes.finditer(said)), default=-1)
    last_no = max((match.end() for match in no.finditer(said)), default=-1)
    if last_yes < 0 and last_no < 0:
        return None
    return last_yes > last_no + 4 if last_no >= 0 else True


def _amount(said: str) -> tuple[float | None, str]:
    from ingest.numerals import parse_numeral

    matches = list(_AMOUNT.finditer(said))
    if not matches:
        return None, ""
    match = matches[-1]
    number = float(match[1]) if match[1][0].isdigit() else float(parse_numeral(match[1]) or 0)
    return number * _UNITS[match[2].lower()], match[0]
