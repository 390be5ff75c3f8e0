"""Who is asking: the noun in what a user wrote that stands for the user, or for whoever the question is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_VOCATIONAL = (
    r"中等职业(?:技术)?(?:院校|学校|教育学校)|职业高中|职高|中职校?|中专|技工学校|技校|secondary vocational schools?"
)
_HIGHER = (
    r"高等职业(?:院校|学校|学院)|职业技术(?:学院|大学)|职业(?:学院|大学)|高职(?:院校|学校|学院)?|技师学院|大专(?:院校)?|"
    r"higher vocational (?:colleges?|schools?)|vocational colleges?"
)
_SOME = r"(?:信息|工业|商业|工商|工程|交通|化工|机电|电子|旅游|科技)?技术学校|职业(?:院校|学校|教育学校)|职教学校|职校|vocational(?: and technical)? schools?"
_GENERAL = (
    r"小学|幼儿园|初中|(?<!中等)(?:普通)?中学|普通高中|普高|(?<!中)高中(?!高|本|职)|托儿所|"
    r"kindergartens?|primary schools?|high schools?|elementary schools?"
)
_UNIVERSITY = r"(?<!职业技术)(?<!职业)大学(?!生)|高校(?!毕业生|学生)|本科院校|高等学校|高等院校|universit(?:y|ies)"
_BARE = r"学校|院校|学院|校方|我校|我院|本校|本院|\bschools?\b|\bcolleges?\b"
_TRAINER = r"培训(?:机构|中心)|教育机构|职业培训学校|培训学校|培训班"
_ENTERPRISE = (
    r"公司|企业|老板|店主|业主|(?<!工)厂子?里?|工厂|厂家|我司|敝司|集团|商家|商铺|门店|(?<![饭酒])店|民企|国企|央企|外企|私企|合资企业|酒店|餐馆|饭店|餐厅|"
    r"连锁|创业团队|创业者|初创|律所|事务所|银行|券商|作坊|个体户|个体工商户|小微|"
    r"\b(?:compan(?:y|ies)|firms?|enterprises?|business(?:es)?|start-?ups?|corporations?|manufacturers?|employers?|factory|hotel|smes?)\b"
)
_INSTITUTION = r"机构|研究院|研究所|科研院所|事业单位|基金会|投资机构|(?<![A-Za-z])VC(?![A-Za-z])|风投|\binstitut(?:es?|ions?)\b|\bagenc(?:y|ies)\b"
_ASSOCIATION = r"协会|商会|学会|行业组织|联合会|行会|促进会|\bassociations?\b|\bchambers?\b"
_PARK = r"(?:产业|科技|创新|创意|软件|工业|孵化)?园区|(?:科技|产业|创新|创意|软件|工业|孵化)园|孵化器|众创空间|园方|我园|\b(?:industrial |science )?parks?\b"
_TEACHER = (
    r"(?:专业|青年|文化课|实训|实习|兼职|专任|年轻)?(?:老师|教师|教员|讲师)|教书的|教书匠|班主任|代课的?|任课的?|外聘教师|"
    r"\bteachers?\b|\blecturers?\b|\binstructors?\b"
)
_MASTER_TEACHER = r"(?:职教)?名师|(?:专业)?骨干(?:老师|教师)|(?:专业|教学)骨干|学科带头人|特级教师|\b(?:master|lead(?:ing)?|backbone) teachers?\b"
_SKILLED = (
    r"高级技师|首席技师|技能大师|行业大师|能工巧匠|工匠|大师|(?:非遗|非物质文化遗产)?传承人|技术骨干|高技能人才|高技能|"
    r"\b(?:skilled|highly skilled) (?:workers?|technicians?)\b|\bmaster crafts\w+\b|\bheritage bearers?\b"
)
_CRAFT = (
    r"技师|工程师|技工|师傅|手艺人|电工|焊工|钳工|厨师|程序员|技术员|技术人员|专家|"
    r"\bengineers?\b|\btechnicians?\b|\bcrafts(?:man|men|woman)\b|\belectricians?\b|\bexperts?\b"
)
_INDIVIDUAL = (
    r"(?<![一二两三四五六七八九十百几多来余\d])个人|大学生|学生|毕业生|家长|自由职业者?|居民|求职者|待业|失业|职工|员工|打工的|上班族|"
    r"\bindividuals?\b|\bstudents?\b|\bgraduates?\b|\bparents?\b|\bfreelancers?\b"
)
_OTHER = r"医院|养老院|居委会|村委会|社区|街道办|街道(?=能|可以|想|办事处)|机关|政府部门|\bhospitals?\b"

# (kind, type of school, whether it says of itself that it is a master or the like, words)
_NOUNS: tuple[tuple[str, str, bool, str], ...] = (
    ("institution", "", False, _TRAINER),
    ("park", "", False, _PARK),
    ("school", "secondary_vocational", False, _VOCATIONAL),
    ("school", "higher_vocational", False, _HIGHER),
    ("school", "vocational", False, _SOME),
    ("school", "general", False, _GENERAL),
    ("university", "", False, _UNIVERSITY),
    ("teacher", "", True, _MASTER_TEACHER),
    ("teacher", "", False, _TEACHER),
    ("specialist", "", True, _SKILLED),
    ("specialist", "", False, _CRAFT),
    ("association", "", False, _ASSOCIATION),
    ("enterprise", "", False, _ENTERPRISE),
    ("institution", "", False, _INSTITUTION),
    ("school", "", False, _BARE),
    ("individual", "", False, _INDIVIDUAL),
    ("other", "", False, _OTHER),
)
_ANY = re.compile("|".join(f"(?P<n{place}>{words})" for place, (*_, words) in enumerate(_NOUNS)), re.IGNORECASE)
_PEOPLE = frozenset({"teacher", "specialist", "individual"})

SELF = r"我们?|咱们?|俺们?|本(?=[校司园院公企协单人])|本人|作为|身为|自己是|\bwe\b|\bi\b|\bour\b|\bas\b|i'm|we're"
_SELF = re.compile(
    rf"(?:{SELF})(?:们|是|这|都|也|就|家|属于|的|在|算|呢|还|已经?|原来|其实|,|\s|am|are|a|an|the|'re|'m)*",
    re.IGNORECASE,
)
# A verb or preposition before a noun makes it what somebody acts on, or with, and not who asks.
_TOWARDS = re.compile(
    r"(?<![民公])办(?!公)|建(?!筑|材)|(?<!公)开(?!发)|投(?!资(?:公司|机构|基金))|兴(?!趣)|创[办设]|和|与|跟|"
    r"(?<!不)同|找|给(?!排)|向|对(?!外)|请|去(?!年)|到|教(?!育|培|融)|为(?!主)|帮|让|把|被|联合|引进|支持|鼓励|认定|"
    r"评(?!估)|申报|申请"
    r"|当(?!地)|成为|算(?!法)|进(?!出口)|加入|入驻|选|送(?!货)|聘|招(?!商)|像|比|除了|不是|并非|没有|没(?!有)|非(?!遗)|所在|任教|依托|根据|靠|其中有|什么|哪些|哪类|哪种|何种|谁"
    r"|(?<![外进突])出(?![版租口生])|\bwith\b|\bfrom\b|\bfor\b|\bto\b|\bof\b|\bfound\w*|\bown\b|\brun\w*|\bopen\w*|\bset(?:ting)? up\b|\bbuil[dt]\w*|"
    r"\binvest\w*|\bnot\b|\bbecom\w+|\bheard\b|\bpromis\w+|\bat\b|\bby\b|\bcertified\b|\ba recogni[sz]ed\b",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"^(?:们|里|自己|这边|那边|个人|本身|方面)?(?:的话)?(?:也|还|就|都|又)?(?:,)?(?:想|能|可以|可否|可不可以|要|"
    r"打算|准备|是否|会|行|怎么|可|该|如何|有|得|享受|够|算|办(?!公)|,|\?|$)"
    r"|^\s*(?:can|could|may|want|get|have|do|be|apply|qualify|eligible|entitled)",
    re.IGNORECASE,
)
_WISHED = re.compile(r"(?<!联)想|什么|哪|要|能|可|打算|准备|申报|申请|报|评|拿|享受|去(?!年)|依托|根据|按|靠|其中")
_FOUNDED = re.compile(r"(?:也|都|早就|已经?|我们|自己|是|还|就)*(?:办|投|建|开)(?:了|过|好|起来|成|的)")  # 学校也办了
# Of whom a number is asked for is not who asks (产教融合型企业要培育几家).
_COUNTED = re.compile(
    r"(?:要|有|会|将|计划|打算|准备|预计|一?共|到底|大概)*(?:培育|建设?|认定|评选?|选|组建|打造|发展|新增|扶持|覆盖)?(?:出|成|了)?(?:多少|几)[家个所名位]?"
)
_MADE = re.compile(r"(?:办|投|建|开|设|合作|引进|认识|对口|捐)(?:了)?的$")
# A noun that only begins the name of a thing (能工巧匠工作室, 企业学习中心) is nobody.
_THING = re.compile(
    r"(?:们)?的?(?:培训|在岗|技能|工作室|名师基地|合作基地|学习中心|信息储备库|储备库|名录|名单|称号|资质|认定|牌子|联盟|申报|专班|化|级|型|家的)"
)
_IS = re.compile(
    rf"(?:是|属于|系|作为)(?:一?[所家个名]|区里|区内|普陀|民办|公办|的)*(?P<where>{_VOCATIONAL}|{_HIGHER}|{_SOME}|{_GENERAL}|普通大学|{_UNIVERSITY})",
    re.IGNORECASE,
)
# A school that sends its teachers asks for them.
_SENDS = re.compile(
    rf"(?P<where>{_VOCATIONAL}|{_HIGHER}|{_SOME})[^,。?]{{0,8}}(?:让|派|送|组织|推荐|鼓励|支持)(?:自己的?|本校的?|我们的?)?(?P<who>{_MASTER_TEACHER}|{_TEACHER})"
    rf"|(?P<english>{_VOCATIONAL}|{_HIGHER}|{_SOME})[^.?]{{0,30}}\b(?:its|our) (?P<whom>(?:master |leading |lead |backbone )?(?:teachers?|staff))\b",
    re.IGNORECASE,
)
# A clause that only names the type of school (我是校长,职校的).
_ADDED = re.compile(
    rf"(?:^|[,。;\s])(?:一?所|我们?是?|学校是?)?(?P<where>{_VOCATIONAL}|{_HIGHER}|{_SOME}|{_GENERAL})(?:来的|里?的|这边的?|这种)?(?=$|[,。;?])",
    re.IGNORECASE,
)
# What is inside a park is asked for, and not for the park (园里办公室租金多少).
_INSIDE = re.compile(r"(?:里|内|里面|里头)(?!也|还|就|都|想|能|可|要|打算|准备|是否|自己|,|$)")
_BREAK = re.compile(r"[,。;!?\n:]|但是?|不过|可是|而且|并且")
# Who tells how many work for them speaks for an enterprise, whatever else they name (员工八个人).
_EMPLOYS = re.compile(
    r"(?:员工|职工|雇员)(?:有|共|一共|总共|大概|才|只有|约)*[\d一二三四五六七八九十百千几]+(?:多|来|余)?(?:个|名)?人?(?=[,。?]|$)"
)
_TEACHES = re.compile(
    rf"\bi(?:'m| am)? (?:teach|lecture|work as a teacher|a teacher|a lecturer)\w*[^.?,]{{0,30}}?\b(?:at|"
    rf"in)\b[^.?,]{{0,16}}?(?P<where>{_VOCATIONAL}|{_HIGHER}|{_SOME}|{_GENERAL}|{_UNIVERSITY}|{_BARE})",
    re.IGNORECASE,
)
_OWN_PLACE = re.compile(r"(?:我|本人)[^,。?]{0,4}(?:在|任教于|就职于)[^,。?]{0,12}?(?P<where>"
                        rf"{_VOCATIONAL}|{_HIGHER}|{_SOME}|{_GENERAL}|{_UNIVERSITY}|{_BARE})[^,。?]{{0,6}}(?:教|当老师|任教|上课|做老师|"
                        rf"带班)", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asker:
    """Who a text speaks for: kind, type of school (empty: unknown), the words that say so.

    `master`: the words themselves say so (骨干教师). `themselves`: the user speaks of themselves, and not of
    anybody of that kind.
    """

    kind: str
    school_type: str
    master: bool
    words: str
    themselves: bool


def asker_of(said: str) -> Asker | None:
    """Who a plain text speaks for; None when it does not say."""
    if match := _EMPLOYS.search(said):
        return Asker("enterprise", "", False, match[0], True)
    if match := _OWN_PLACE.search(said) or _TEACHES.search(said):
        return Asker("teacher", _school_type(match["where"]), False, match[0], True)
    if match := _SENDS.search(said):
        master = bool(re.fullmatch(_MASTER_TEACHER, match["who"] or match["whom"], re.IGNORECASE))
        return Asker(
            "teacher", _school_type(match["where"] or match["english"]), master, match[0], bool(_SELF.search(said))
        )
    best: tuple[int, Asker] | None = None
    for start, end, clause_start in _places(said):
        asker, score = _weighed(said, start, end, clause_start)
        if score > 0 and (best is None or score > best[0]):
            best = (score, asker)
    if best is None:
        return None
    asker = best[1]
    if asker.kind == "teacher" and not asker.school_type and (match := _ADDED.search(said)):
        return replace(asker, school_type=_school_type(match["where"]))
    if asker.kind == "school" and not asker.school_type and (match := _IS.search(said) or _ADDED.search(said)):
        found = _school_type(match["where"])
        return replace(asker, kind="university") if found == "university" else replace(asker, school_type=found)
    return asker


def _places(said: str) -> Iterator[tuple[int, int, int]]:
    """Each noun phrase (the last noun of several in a row counts) with the start of its clause."""
    taken = 0
    for match in _ANY.finditer(said):
        if match.start() < taken or _THING.match(said, match.end()):
            continue
        end = match.end()
        while follows := re.compile(
            rf"(?:里|里面|内|的|所属|下属|旗下|\s|[\u4e00-\u9fff]){{0,4}}?(?:{_MASTER_TEACHER}|{_TEACHER}|{_SKILLED}|{_CRAFT}|{_ASSOCIATION}|学生|毕业生|家长)",
            re.IGNORECASE,
        ).match(said, end):
            if re.search(r"[和与跟同找请给想能可去有当,。?]", said[end : follows.end()]):
                break
            end = follows.end()
        taken = end
        breaks = [found.end() for found in _BREAK.finditer(said, 0, match.start())]
        yield match.start(), end, (breaks[-1] if breaks else 0)


def _weighed(said: str, start: int, end: int, clause_start: int) -> tuple[Asker, int]:
    before, after = said[clause_start:start], said[end:]
    phrase = said[start:end]
    matches = [match for match in _ANY.finditer(said, start) if match.start() < end]
    last = matches[-1]
    kind, school_type, master, _ = _NOUNS[int((last.lastgroup or "n0")[1:])]
    if kind == "teacher" and len(matches) > 1:
        school_type = _school_type(matches[0][0])
    if kind in _PEOPLE and len(matches) > 1 and before.endswith("自己"):  # 自己厂里师傅带徒弟: the works speaks
        kind, master = _NOUNS[int((matches[0].lastgroup or "n0")[1:])][0], False
    themselves = (
        bool(_SELF.search(before)) or before.endswith("本") or bool(re.match(r"我[校司院园]|本[校院]|敝司", phrase))
    )
    rest = _SELF.sub("", before)
    if not _WISHED.search(rest) and not (kind in {"school", "university"} and _MADE.search(rest)):
        rest = rest.rpartition("的")[2]  # 开餐馆的小公司: what they do does not make them its object
    founded = kind in {"school", "university"} and _FOUNDED.match(after)
    towards = bool(_TOWARDS.search(rest)) or bool(founded)
    score = 0
    if kind == "park" and _INSIDE.match(after):
        towards = True
    if not towards and (themselves or not _COUNTED.match(after)):
        score = 4 if themselves else 2 if _WANTS.match(after) or len(rest) <= 12 else 1
        score += kind in _PEOPLE and themselves and "们" not in before
    return Asker(kind, school_type, master, (before + phrase).strip(), themselves), score


def _school_type(words: str) -> str:
    match = _ANY.search(words)
    if match is None:
        return ""
    kind, school_type, *_ = _NOUNS[int((match.lastgroup or "n0")[1:])]
    return "university" if kind == "university" else school_type


def only_type_of_school(said: str) -> str:
    """The one type of school that a text names; empty where it names none, or several."""
    found = {_NOUNS[int((match.lastgroup or "n0")[1:])][:2] for match in _ANY.finditer(said)}
    types = {"university" if kind == "university" else school_type for kind, school_type in found} - {""}
    return types.pop() if len(types) == 1 else ""
