"""Words that state a fact, clause by clause: what is asked, wished or said of others states nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.facts import StatedFact

_SPLIT = re.compile(r"[,。;!?\n]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|\.(?=\s|$)|(?<!\d):|但是?(?!书)|不过|可是|而且|并且|另外|就是(?=没|不)|"
    r"只是|\bbut\b|\band\b(?= (?:we|i|have|"
    r"has|not|run|invest))", re.IGNORECASE)  # fmt: skip
_TITLE = r"产教融(?:合|和|台|洽)(?:型|形|性|行)?(?:试点)?(?:企业|单位)|产教融合型|\bintegrat(?:ion|ed|ive) (?:enterprise|company|firm)s?"
# A wish, a plan or a question about a status, which is no statement that it is so.
_ASKED = (
    r"能不能|能否|能够?(?=[^,]{0,8}(?:认定|评|成为|当|算|进))|是不是|算不算|怎么|如何|可以|可不可以|怎样|想|可否|"
    r"会不会|是否|够格|够不够|争取|希望|准备|打算|计划"
    r"|哪些|什么(?=.{0,4}(?:企业|公司|条件))|谁|要(?=[^,]{0,6}(?:成为|评|认定))|\b(?:can|could|may|how|want|become|wish|plan)\b"
)
_QUESTION_END = r"(?=\s*(?:了)?(?:吗|么|嘛|不是|没有|没|不|否|呢)?\s*$)"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_NOT_RECOGNISED = _pattern(
    rf"(?:(?<!有)没有?|未|(?<!是)不是|还没|尚未|并非|没被|(?<!算)不算|算不上|没能|没拿到|没轮上|谈不上|"
    rf"非)[^,能可想办投]{{0,10}}(?:认定|{_TITLE}|评上|入选|列入|纳入|试点企业|资质|牌子)"
    rf"|(?:认定|资质|牌子|称号|资格|{_TITLE})(?:的)?[^,能可吗]{{0,5}}(?:没有?(?!被?取消)|还没|尚未|未|都没|没下来|没批|没拿|还不是|差点|落选)"
    r"|跟?产教融合[^,]{0,6}(?:不沾边|八竿子|没关系|没有关系|无关|不搭|没啥关系)|(?:只是|就是)?(?:普通|"
    r"一般)(?:的)?(?:小|民营|民办)?(?:公司|企业)|什么(?:认定|资质|牌子|头衔)都没"
    r"|(?:n't|\b(?:not|never|nor|without))\b[^.,;?]{0,24}(?:recogni[sz]\w+|certif\w+|designat\w+|listed as|accredit\w+|"
    r"integrat(?:ion|ed|ive) (?:enterprise|company|firm))"
    r"|\bno (?:recognition|certification|designation)\b|\b(?:unrecogni[sz]ed|uncertified)\b"
)
_CANDIDATE = _pattern(
    r"(?:已经?进|进了|已经?在|进入了?|列入了?|列在|被列(?:入|为)|入了|上了|有我们)[^,吗能想]{0,8}(?:重点推动|培育库|培育名单|培育对象|储备库|培育企业|建设培育)"
    r"|(?:在|是|属于|算)[^,吗能想]{0,8}(?:重点推动|培育库|培育名单|培育对象|建设培育)(?!.*吗$)"
    r"|(?:重点推动|培育库|培育名单|储备库)(?:名单)?(?:里|上|中)?(?:的|已经|也|就)?(?:有我们|有名|企业之一|对象|在列)"
    r"|正在?(?:申请|申报|走|办|审|等|评)[^,]{0,8}(?:认定|产教融合型|资质|牌子)|(?:认定|"
    r"产教融合型企业)[^,]{0,6}(?:申请中|在审|审核中|公示|走流程|在办|评审中|还在(?:申请|审|批|办))"
    r"|(?:已经?|刚)(?:提交|递交|申报|申请|报)了?[^,]{0,8}(?:认定|产教融合型)"
    r"|\b(?:on|in) the (?:priority|key|nurtur\w+|cultivat\w+|promotion|candidate)[^.,;?]{0,12}(?:list|pool|"
    r"database)|\bapplied for (?:the )?(?:recognition|certification)|\brecognition (?:is )?pending\b"
)
_RECOGNISED = _pattern(
    rf"(?:{_TITLE})(?:的)?(?:牌子|资质|资格|称号|认定|证书)?(?:我们|我司|公司)?(?:早就|早|都|也|已经?|刚)?(?:有|拿到|"
    rf"拿了|下来|到手|批了|批下来|通过|办好|评上|是|拿下){_QUESTION_END}"
    rf"|(?:已经?|是|系|被|获得?|拿到|拿了|评上|入选|成为|通过|列入|列为|纳入|进了|属于|作为|当上|挂了|挂上|认定(?:为|成|"
    rf"了)|批了|算是|评为|评成|有)了?(?!不是)[^,不没未想吗]{{0,10}}(?:{_TITLE})(?!的?(?:认定)?(?:条件|标准|培育))"
    rf"|(?:我们|我司|咱们?|俺们|本公司|我们公司|公司|企业)(?:这家|这种|是)?(?:市级|国家级|普陀|首批|本区|区里)*的?(?:{_TITLE})"
    rf"|^(?:一家|一般|普通|市级|国家级|首批|的|小|大型|民营|国有|外资|上海|普陀|区内|本区|我们)*(?:{_TITLE})(?=能|可|投|办|兴办|想|要|,|$|有|享|在|申)"
    rf"|(?:{_TITLE})(?:我们|我司|公司)?(?:早就|早|都|也|已经?|刚|就)?(?:是)?(?:被)?(?:认定|评定|认证|认|评|批)(?:过|了|上|下来)(?:了|的)?$"
    r"|(?:认定|评定|资质|牌子|称号)(?:早就|早|都|也|已经?|刚)?(?:过了|通过了?|有了|有|拿到了?|下来了?|批了|批下来了?|办好了?|到手了?|做了|拿了)$"
    r"|(?:已经?|刚刚?|去年|今年|早就|前年)(?:被|获|获得|通过|拿到|做了|完成)?了?(?:市里|市级|区里|市发改委|"
    r"国家)?的?(?:认定|评上|获批|挂牌|拿牌|评定)(?:过|了|通过|上)?(?!培训)"
    r"|(?:拿到|获得|持有|有)(?:了)?(?:市里|市级|官方|这个)?的?(?:认定|资质|牌子|称号)(?:了|的)?$"
    r"|(?:^|\b(?:as|for|our|does|if) )an? (?:recogni[sz]ed|certified|designated|accredited) [^.,;?]{0,34}(?:enterprise|company|firm)"
    r"|(?:\bare|\bis|\bam|'re|'m|\bas|\bbeen|\bwas|\bwere|\bgot|\bhave)\s(?:already |officially |now )?(?:a |an |"
    r"the )?(?:municipal |city-level |district )?(?:recogni[sz]ed|certified|designated|accredited)"
    r"|(?:\bare|\bis|'re|\bas|\bbeen listed as)\s(?:already )?an? [^.,;?]{0,30}integration (?:enterprise|company|firm)"
)
_KEY_NO = _pattern(
    r"(?:(?<!是)不是|(?<!算)不算|不属于|没列入|没列为|没被列|非|算不上|称不上|够不上|没评上)[^,]{0,6}重点|\bnot (?:a |one of the )?key\b"
)
_KEY = _pattern(
    r"(?:是|被列为|列入|列为|属于|评为|认定为|算是|作为)(?:了)?[^,不没吗]{0,6}重点(?!推动|培育)[^,]{0,6}(?:企业|公司)|\b(?:are|is|as) an? key\b"
)
_DONE = r"(?:举办|兴办|开办|创办|承办|自办|投资办|办|建|开|设立|成立|搞|做)"
_TAUGHT = (
    r"(?:职业教育|职教(?!联盟|教师|老师|名师)|职校|职业(?:技术|培训|技能)?(?:学校|学院|院校|大学)|职业院校|中职|技工学校|"
    r"技校|中专|职高|高职|培训学校|学校|(?<!二级)(?<!产业)学院|院校|大学|办学|民办学校)"
)
_SCHOOL_EN = r"(?:vocational|school|college|technical institute)"
_NOT_RUNNING = _pattern(
    rf"(?:没有?|未|从来?没|还没|没在|没怎么|不|尚未|从未)(?:有)?(?:自己)?(?:真的)?{_DONE}(?:过|成|"
    rf"起来)?(?:任何)?[^,和与跟]{{0,6}}?(?:学$|过学|{_TAUGHT})|没{_DONE}过?学(?!徒|习)|没(?:有)?投(?:过|资|钱)"
    rf"|{_TAUGHT}(?:我们)?(?:也|还|倒|都)?(?:没有?|还没|未|没)(?:{_DONE}|投|碰)?(?:过|呢)?$"
    rf"|(?:n't|\b(?:not|never|nor|no))\b[^.,;?]{{0,16}}(?:run|invest|own|operat\w+|found\w*|set up)[^.,;?]{{0,24}}{_SCHOOL_EN}"
)
_PLANNED_RUNNING = _pattern(
    rf"(?:想|打算|准备|计划|拟|有意|将要?|明年|希望|考虑|筹备|筹建|筹划|要|能|可以|可否|"
    rf"愿意)[^,不没]{{0,14}}?(?:{_DONE}|投资?|出资|独资|合资|全资|合伙|合作)[^,学徒]{{0,12}}?(?:{_TAUGHT})"
    rf"|\b(?:can|could|may|might) (?:we|i|our company)\b[^.,;?]{{0,20}}\b(?:found|run|open|set up|start|build|establish)\b[^.,;?]{{0,30}}"
    rf"{_SCHOOL_EN}(?![- ]enterprise)"
    rf"|\b(?:plan\w*|want|would like|intend\w*|going|hope|considering|wish)\b[^.,;?]{{0,30}}(?:found|run|open|set up|"
    rf"invest|start|build|establish)[^.,;?]{{0,30}}{_SCHOOL_EN}"
)
_RUNNING = _pattern(
    rf"(?:投资?|投入|投了|花|出资|砸|拿出|掏)(?:了|过|的)?[^,]{{0,20}}?(?:办学|职业教育|职教(?!联盟)|(?:办|建|开|"
    rf"举办|兴办)[^,]{{0,6}}{_TAUGHT}|(?:到|给|进|在|于)?{_TAUGHT})"
    rf"|{_DONE}(?:了|过|着|有|的|成|起了?|起来)?(?:一|两|三|\d|几)?(?:所|个|家|"
    rf"座)?[^,徒习班能可]{{0,8}}?(?<!找)(?<!和)(?<!跟)(?<!与)(?:{_TAUGHT})(?!(?:合作|老师|教师|联合|一起|建|"
    rf"的(?:学生|老师|实训|专业)|{_DONE}))"
    rf"|(?:旗下|名下|下属|下面|手里|自己)(?:有|就有|还有)[^,]{{0,8}}(?:{_TAUGHT})|(?:{_TAUGHT})(?:我们)?(?:也|都|"
    rf"早就|已经?)?(?:办|投|建|开|兴办)(?:了|过|好了|起来了|成了|着)"
    rf"|(?:有|在)(?:自己)?(?:兴办|举办|办)(?:着)?(?:的)?(?:{_TAUGHT})"
    rf"|{_TAUGHT}(?:也|都)?(?:就)?是(?:我们|我司|公司|咱们)?(?:自己)?(?:出钱)?(?:办|投|建|开|兴办|举办)的$"
    rf"|\b(?:invest(?:ed|s)?|runs?|running|operat\w+|own(?:s|ed)?|found(?:ed|s)|set up|opened|built|started|established)\b[^.,;?]{{0,40}}"
    rf"{_SCHOOL_EN}(?![- ]enterprise)"
)
_SCHOOLS = r"(?:职校|职高|职中|技师学院|院校|学校|高校|大学|中专|中职|高职|技校|学院|职业院校)"
_ALONE = _pattern(
    rf"(?:不|没有?|未|还没)(?:和|与|跟|同|找|联合)[^,]{{0,10}}(?:{_SCHOOLS}|企业|公司)|没有?(?:合作|对口|"
    rf"对接)(?:的)?{_SCHOOLS}|(?:自己|独自|单独)(?:厂里|公司|内部|厂)?(?:的)?(?:师傅|人)?(?:带(?!动|头)|培训|教(?!学|育)|内部培训)|"
    rf"不靠{_SCHOOLS}"
    r"|\b(?:without|not with|no)\b[^.,;?]{0,16}(?:school|college|university|partner)|\bon our own\b|\bby ourselves\b"
)
_TOGETHER_PLANNED = _pattern(
    rf"(?:想|打算|准备|计划|要|希望|考虑|能不能|能否|可以|能|愿意)[^,不没]{{0,10}}(?:和|与|跟|同|联合|找|请|让|携手|联手)[^,不没办开]{{0,14}}(?:{_SCHOOLS}|企业|公司)"
    rf"|\b(?:want|plan\w*|would like|hope|intend\w*)\b[^.,;?]{{0,40}}\b(?:with|together)\b[^.,;?]{{0,20}}{_SCHOOL_EN}"
)
_TOGETHER = _pattern(
    rf"(?:和|与|跟|同|联合|携手|联手|找)[^,不没]{{0,16}}?(?:{_SCHOOLS}|企业|公司)[^,]{{0,12}}?(?:合作|一起|一块|联合|"
    rf"共建|共同|办|签|搞|开|推|做|结对|对接|带|合办|设|建|上课|培训|合伙|实习)"
    rf"|(?:愿意|愿|肯|答应|同意)(?:和|与|跟|同)(?:我们?|我校|咱们?|本校)[^,不没]{{0,8}}(?:合办|合作|联合|一起|共建|办|建|搞)"
    rf"|(?:有|在搞|在做|开展|做过|搞过|长期)[^,不没]{{0,6}}校企合作(?!基地)|(?:联合|携手|联手|合作){_SCHOOLS}|"
    rf"(?:{_SCHOOLS}|企业)(?:有|一直|长期|多年|早就)(?:有)?合作"
    rf"|\b(?:with|partner\w*|together)\b[^.,;?]{{0,24}}{_SCHOOL_EN}|\bcooperat\w+ with\b"
)
_PROJECT_NO = _pattern(
    r"没有?[^,]{0,4}(?:产教融合|校企合作|职教)?(?:的)?项目|跟?产教融合[^,]{0,6}(?:不沾边|八竿子|没关系|没有关系|无关|不搭)|\bno (?:such )?projects?\b"
)
_PROJECT = _pattern(
    r"(?:有|在做|正在做|启动了?|我们的|承担了?|手里有|做了|投的?)[^,没]{0,8}(?:产教融合|校企合作|职教|"
    r"职业教育)[^,]{0,4}项目|\b(?:have|run|our)\b[^.,;?]{0,20}integration project"
)
_INCOME = _pattern(
    r"(?:技术服务|社会培训|对外培训|校企合作|培训|服务|给企业|帮企业|接企业)[^,没]{0,12}(?:收入|挣|赚|进账|收了?钱|"
    r"创收|收益|进项|的钱)|\bincome\b[^.,;?]{0,30}(?:service|training|cooperation)|"
    r"\bearn\w*\b[^.,;?]{0,40}(?:service|training|enterprise|compan)"
)
_TRANSFER = _pattern(
    r"(?:技术|成果)(?:转移|转化)(?:转化)?(?:服务)?(?:机构|公司|平台|中心)|\btechnology[- ]transfer (?:agency|agencies|office|firm|company)"
)
_STANDING_NO = _pattern(
    r"(?:不是|还不是|没评上|不算|算不上|谈不上|没当上)[^,]{0,6}(?:骨干|名师|大师|高技能|带头人)|(?:普通|"
    r"一般)(?:的)?(?:老师|教师|工人|员工)|\bnot (?:a |an )?(?:master|leading|backbone)"
)
_STANDING = _pattern(
    r"(?:我|本人|是|作为|评上了?|获评|被评为)(?:是|一名|一位|个|了|区里|区级|学校)*(?:的)?(?:专业)?(?:骨干|名师|"
    r"职教名师|学科带头人|特级教师)"
    r"|^(?:也是|还是|又是|区里的?|区级|学校的?|学科|专业)*(?:骨干(?:教师|老师)|名师|学科带头人|特级教师)$"
    r"|\b(?:i am|i'm|as) (?:a |an )?(?:master|leading|backbone|lead) teacher"
)

_LIGHT = _pattern(
    r"(?:任务|担子|活儿?|工作量)[^,]{0,6}(?:不(?:算|怎么|太|是很)?重|不多|很?少|挺?轻|较轻|清闲)|(?:没|不)[^,]{0,4}承担[^,]{0,6}(?:任务|活)"
    r"|\b(?:light|few)\b[^.,;?]{0,12}(?:load|tasks)"
)
_HEAVY = _pattern(
    r"(?:任务|担子|活儿?|工作量)[^,不没]{0,6}(?:重|多|压得|繁)|重任在身|\bheavy (?:work)?load\b|\b(?:many|lots of|a lot of) tasks\b"
)

_PAIRS: tuple[tuple[str, tuple[tuple[str, re.Pattern[str]], ...]], ...] = (
    ("recognised", (("no", _NOT_RECOGNISED), ("candidate", _CANDIDATE), ("yes", _RECOGNISED))),
    ("key_enterprise", (("no", _KEY_NO), ("yes", _KEY))),
    ("runs_vocational_education", (("no", _NOT_RUNNING), ("planned", _PLANNED_RUNNING), ("yes", _RUNNING))),
    ("with_school", (("no", _ALONE), ("planned", _TOGETHER_PLANNED), ("yes", _TOGETHER))),
    ("project", (("no", _PROJECT_NO), ("yes", _PROJECT))),
    ("service_income", (("yes", _INCOME),)),
    ("heavy_load", (("no", _LIGHT), ("yes", _HEAVY))),
    ("transfer_agency", (("yes", _TRANSFER),)),
    ("standing", (("no", _STANDING_NO), ("yes", _STANDING))),
)  # fmt: skip
_UNSURE = re.compile(r"不知道|不清楚|不确定|说不准|吃不准|搞不清|\bnot sure\b|\bdon't know\b", re.IGNORECASE)
_STATUS_ASKED = re.compile(rf"(?:{_ASKED})[^,]{{0,12}}(?:认定|成为|评|入选|{_TITLE}|资质|牌子|推)|(?:认定|评上|评为|算|成)[^,]{{0,6}}(?:吗|"
    rf"么|没|不)\s*$|(?:是|算)(?:{_TITLE})(?:吗|么|不|没|否)", re.IGNORECASE)  # fmt: skip
_ASSERTED = re.compile(r"已经?(?!经?能)|早就|首批|刚刚?评|作为|\balready\b", re.IGNORECASE)
_RUNS_ASKED = re.compile(r"(?:怎么|如何|哪些|什么|谁|哪[个家])[^,]{0,6}(?:办|投|兴办|举办)", re.IGNORECASE)


def clauses_of(said: str) -> Iterator[str]:
    """The clauses of a plain text, in each of which one thing is said."""
    for part in _SPLIT.split(said):
        if part and part.strip():
            yield part.strip()


_PARTNER = re.compile(rf"(?:和|与|跟|同|联合|携手|联手|找|给|帮|为|请)[^,投]{{0,12}}?{_TAUGHT}")


def stated_in(said: str) -> list[StatedFact]:
    """The yes-or-no facts that a plain text states, in the order they are said."""
    return [
        StatedFact(name, value, clause)
        for clause in clauses_of(said)
        if not _UNSURE.search(clause)
        for name, values in _PAIRS
        if (value := _first(_own_part(name, clause), values)) and not _GUARDS.get(name, _never)(clause, value)
    ]


def _own_part(name: str, clause: str) -> str:
    """The clause as it speaks of the user: a school somebody works with is not one they run."""
    return _PARTNER.sub(" ", clause) if name == "runs_vocational_education" else clause


def _first(clause: str, values: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    return next((value for value, pattern in values if pattern.search(clause)), None)


def _never(clause: str, value: str) -> bool:
    del clause, value
    return False


_HOW_MANY = re.compile(rf"^(?:市级|国家级|首批|区级|全市|全区|普陀区?)*(?:{_TITLE})[^,我咱本]{{0,10}}(?:多少|几)[家个]")


def _asks_for_status(clause: str, value: str) -> bool:
    """Whether a clause asks for the status, or how many have it, instead of stating it."""
    if value == "yes" and _HOW_MANY.search(clause):
        return True
    return value == "yes" and bool(_STATUS_ASKED.search(clause)) and not _ASSERTED.search(clause)


def is_status_asked(clause: str) -> bool:
    """Whether a clause asks whether somebody is recognised."""
    return _asks_for_status(clause, "yes")


def _asks_who_runs(clause: str, value: str) -> bool:
    return value == "yes" and bool(_RUNS_ASKED.search(clause))


_GUARDS: dict[str, Callable[[str, str], bool]] = {
    "recognised": _asks_for_status,
    "runs_vocational_education": _asks_who_runs,
}
