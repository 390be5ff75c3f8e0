"""What a question asks for: read from its wording.

An answer is honest when the clause gives what was asked: a clause about the same topic without a phone
number does not answer a question for the phone number. Each `Ask` therefore has two patterns, one over
questions here and one over clauses in `giving`.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Ask(StrEnum):
    """A kind of thing that is asked for."""

    CONTACT = "contact"
    WEBSITE = "website"
    PLACE = "place"
    PERSON = "person"
    LOCATION = "location"
    MATERIALS = "materials"
    PROCEDURE = "procedure"
    DEADLINE = "deadline"
    MONEY = "money"
    BUDGET = "budget"
    REASON = "reason"
    CRITERIA = "criteria"
    NAMES = "names"
    ROSTER = "roster"
    PROGRESS = "progress"
    PENALTY = "penalty"
    APPEAL = "appeal"
    VALIDITY = "validity"
    SCHEDULE = "schedule"
    DURATION = "duration"
    STACKING = "stacking"
    CARRYING = "carrying"
    SCALE = "scale"
    SHARE = "share"
    REDUCTION = "reduction"
    CAP = "cap"
    COUNT = "count"
    DEFINITION = "definition"
    PAYER = "payer"


# What the question says. Order matters only where a question may match several: all are kept.
_ASKED: tuple[tuple[Ask, str], ...] = (
    (
        Ask.CONTACT,
        (
            r"咨询(?:谁|哪)|(?:哪个|什么|啥)号码|找谁(?:咨询|问)|(?:办公|上班|接待)时间|(?:星期|礼拜|周)几(?:开|上|办|受理|接待)|几点(?:上班|下班|开门|关门|到几点)|电话(?=号|是|多少|几|呢|吗|么|[?,。、]|$|有没|方便|给|和|或|地址|邮箱|能|打不)|(?:的|什么|问下|打哪个|哪个|联系|咨询|给个|有没有|要个|求个)电话|联系方式|联系人|怎么联系|如何联系|联系哪(?![个几些家]?(?:部门|局|委|单位|家|办))|邮箱|邮件地址|传真|手机号|微信(?:号|群)?|公众号|热线|phone|telephone|e-?mail|"
            r"contact (?:number|detail|info|person)|hotline|how (?:do|can) (?:i|we) (?:contact|reach)"
        ),
    ),
    (
        Ask.WEBSITE,
        r"网址|网站|官网|链接|线上入口|网上(?:办|申请|申报|提交)|申报系统|申请系统|小程序|在线平台|website|web site|url|online portal",
    ),
    (
        Ask.PLACE,
        (
            r"(?:办公|办理|受理|申请|提交|申报|咨询)(?:的)?(?:地址|地点|窗口)|地址|几楼|哪个窗口|哪条(?:路(?!上|子|走|线)|街|马路|弄)|门牌|坐?几号线|去哪(?:里|儿)?(?:办|申请|交|提交|申报|递交)|窗口|(?:在|到)(?:哪里|哪儿|"
            r"什么地方|哪)(?:办|申请|申报|交|提交|报名|递交|领)|交到哪|递到哪|where (?:do|can|should|must) (?:i|we|one) (?:apply|submit|register|send|file|hand|turn|go)|"
            r"address"
        ),
    ),
    (
        Ask.PERSON,
        (
            r"(?:局长|主任|书记|[区市校院会]长|处长|科长|园长|领导|老板|董事长|总经理|总裁|理事长|法人(?:代表)?|创始人|掌门人?|负责人|经办人|对接人|联络员)(?:是|叫|姓)(?:谁|什么|哪位|啥)|(?:谁|哪位)(?:在|来)?(?:当|任|担任|做)(?:了|着|的)?(?:局长|主任|[区校院会]长|理事长|董事长|老板|总经理)|(?:人|领导|老师|局长|主任)叫(?:什么|啥)|姓什么|姓名(?=是|叫|和|与|及|或|吗|呢|[?,。]|$)|尊姓|哪(?:位|个)(?:领导|局长|"
            r"主任|区长|副区长|科长|处长)|who(?:'s| is) (?:currently |now )?the (?:current )?(?:director|head|leader|person|president|principal|chair\w*|ceo|owner|founder|mayor|dean)\b"
        ),
    ),
    (
        Ask.LOCATION,
        (
            r"(?:在|位于|靠近?)哪条(?:马?路|街|弄堂?)|(?:在|位于|坐落(?:在|于)?|设在|开在|放在)(?:哪里|哪儿|哪|(?:什么|哪个|啥)(?:地方|位置|场所|地点))"
            r"(?:举[行办]|办|开|召开|上课|集中|集合)?(?:的|呀|啊|呢|了)?(?=[?,。]|$)|(?:地点|会场|场地|校址|地处)(?:在|是)?(?:哪|什么|啥)|在?哪个(?:校区|会场|厅|教室)|"
            r"\bwhere (?:is|are|was|were|will|does|do) [^?,]{2,60}?\b(?:held|take place|located|situated)\b|^where (?:is|are) [^?,]{2,40}[?.]?$"
        ),
    ),
    (
        Ask.MATERIALS,
        (
            r"(?:什么|哪些|啥|几样|何种|要|需要|准备|提交|递交|带|交).{0,6}(?:材料|证明|资料|证件|文件清单|表格|申请表|申请书|附件)|(?<!写)(?<!报)材料(?:清单|要(?!用)|有哪些|包括)|申请表|(?:填|交|写)(?:什么|哪[张份些个]?|啥|几张)[^,。?]{0,4}(?:表|单子)|表格|(?:哪里|哪儿|怎么|哪个网站)[^,。?]{0,4}下载|下载(?=地址|链接|入口|吗|呢|[?,。]|$)|"
            r"申报书|模板|(?:what|which) (?:documents|materials|papers|paperwork)|(?<!in )(?:what|which) (?:application )?forms? (?:do|must|should|to|are)|required documents|application form"
        ),
    ),
    (
        Ask.PROCEDURE,
        (
            r"(?:怎么|如何|怎样|咋|哪里|哪儿).{0,4}(?:申请|申报|预约|预订|办理|报名|认定|领|报销|备案|加入|进(?:库|园|名单)|入库|走流程|申领|参评|参加|成为|取得|获得|拿到|享受)|流程|步骤|手续|(?:要不要|用不用|需不需要|要|得)(?:提前)?(?:排队|预约)|"
            r"程序(?:是|有|怎)|(?:申请|申报|认定|办理)(?:的)?(?:流程|步骤|程序|办法|方式|途径|渠道|入口)|审批(?:要|需|流程)|how (?:do|can|should|"
            r"to) (?:i |we |one |a company )?(?:apply|register|enrol|enroll|file|claim)|application (?:procedure|"
            r"process)|procedure for"
        ),
    ),
    (
        Ask.DEADLINE,
        (
            r"截止(?!目前|到?现在|到目前)|截至(?:到)?(?:哪|什么|几)|(?:什么时候|何时|哪天|几月|几号|哪个月|啥时候).{0,8}(?:申请|申报|报名|提交|受理|开放|启动|发放|到账|兑现|下来|开始|结束|"
            r"之前|前)|(?:申请|申报|报名|提交|受理|发放|兑现|窗口期).{0,6}(?:时间|期限|时限|日期|什么时候|何时|哪天|几月|几号|啥时候)|(?:多久|几天|多长时间|"
            r"几个工作日).{0,10}(?:到账|批|审|办|下来|出结果|完成|答复|兑现)|deadline|due date|application (?:period|window)|"
            r"when (?:can|do|should) (?:i|we|companies) apply"
        ),
    ),
    (
        Ask.MONEY,
        (
            r"多少钱|几钿|(?:一|每)(?:天|平米?|个?月|年|次|人|场|课时|小时)[^,。?]{0,3}几块|几块(?:钱|一(?:天|平|个?月|年|次|人))|多少(?:万|元|经费|资金|预算|补贴|奖励|补助|奖金|投入)|几(?:万|块钱|百万|千万|个亿)|(?:金额|额度|数额|标准|上限|下限|最高|封顶|预算|奖金|总额|"
            r"经费)(?:是|有|为|能|达|给|到|多|怎么)?(?:多少|几|什么|啥|多大)|(?:补贴|补助|奖励|资助|奖|补|给|拨(?!了)|发(?![布出展现生明行])|经费|资金|专项|津贴|工资)[^,。?]{0,6}(?:多少(?![条家个项])|"
            r"几(?:万|块|百))|(?:每(?:个|人|家|年|月|平方米?|平米|课时|小时|天|次|亩)).{0,8}(?:多少|几(?:万|元|块))|封顶|上限|(?:金额|额度|数额)[^,。?]{0,6}(?:说明|规定|写明|明确|提到|有没有)|(?:说明|规定|写明|写|明确|提到?|说)[^,。?]{0,4}(?:金额|额度|数额)|(?:补贴|奖励|资助|补助|津贴|报酬|酬劳|薪酬|工资|费用?|课酬)的?(?:标准|价位|行情)|多大力度的?补|"
            r"how much (?:money|subsidy|funding|is the|(?:do|does|will|would|did)\b[^?]{0,40}\b(?:pay|cost|charge|earn|give))|how much\b[^?]{0,30}\bpaid|(?:amount|size) of the|budget|cap on|maximum amount"
        ),
    ),
    (
        Ask.BUDGET,  # what is spent altogether; a rate of something gives none
        (
            r"预算|总投资|投资总额|盘子(?:有|是)?多[大少]|几个亿|多少个?亿|(?:安排|列支|划拨|拨付|准备|投入|拿出|掏出|花|投)(?:了|出)?(?:多少|几)(?:万|亿|钱|资金|经费)|"
            r"\bbudget|how much (?:money |funding )?(?:has|have|is|was|did|does|will)\b[^?]*\b(?:set aside|allocat\w+|earmark\w+|spen[dt]\w*|invest\w*)"
        ),
    ),
    (
        Ask.REASON,  # why this and not that; what something is for is told by any sentence on it
        (
            r"(?:为什么|为啥|为何|凭什么|干嘛|干吗)[^,。?]{0,4}(?:偏偏|只|单单|不|没|非得|选|挑|定[为成在])|(?:什么|啥)(?:理由|原因|缘故)|(?:理由|原因)(?:是|呢|$|[?,])|[写说给讲]没[写说给讲][^,。?]{0,4}(?:理由|原因)|"
            r"\bwhy\b[^?]*\b(?:not|only|instead|rather|chosen|picked|selected)\b|\b(?:what|which|any) reasons?\b"
        ),
    ),
    (
        Ask.CRITERIA,
        (
            r"(?:什么|啥)(?:样|级别|程度|规模|档次)的?[^,。?]{0,8}(?:算|才|叫)|标准是(?:什么|啥)|打分|评分|多少分|分数线|教师资格证|怎么(?:划|定)的|(?:怎么|如何|咋)(?:认|核)(?![识为得])|(?:认定|评定|申请|申报|准入|入选|评价|入库|资格|达标|评选|遴选|建设).{0,3}(?:条件|标准|门槛|要求|指标|资质)(?:是|有|都|具体|包括|怎么|是什么)?|(?:什么|"
            r"哪些|啥|何种|具体).{0,4}(?:条件|门槛|资质|资格)|(?:怎么|如何|怎样|咋)(?:才)?(?:算|评(?!价)|选|确定|考核|认定|评定|评为|成为|评上|判断|界定|评选)|"
            r"(?:门槛|打分表|评分表|评分标准)[^,。?]{0,6}(?:多少|多高|什么|啥|哪|有|吗|么)|条件(?:到底|究竟|具体)?(?:是|有|指|包括)(?:哪|什么|啥|几)|符合条件.{0,6}(?:指|是什么|怎么|具体|哪些)|(?:criteria|conditions|requirements|qualif\w+) (?:for|to|of|must|are|"
            r"does|do)|what (?:are the )?(?:criteria|conditions|requirements)|eligibility criteria"
        ),
    ),
    (
        Ask.NAMES,
        (
            r"名单(?![^,。?]{0,4}(?:如何|怎么|怎样|由谁|归谁))|名录里|(?:人|专家|老师|大师|导师|成员|名师)(?:分别|各|都)*(?:是|有)谁|是哪几?[个位名](?:老师|教师|专家|大师|人)|(?:都|团队|成员|专家)有谁|是哪\d+[个家所]|(?:哪些|哪几|都有哪|分别是哪|具体是哪|有哪)(?:家|所|个|些)?(?:企业|公司|学校|院校|园区|基地|机构)(?:已|入选|获|被|通过|上榜|在列|拿|入驻|加盟|"
            r"落户)|(?:由|有)?(?:哪些|什么)(?:人|成员|专家|企业|单位)(?:组成|构成|加入)|成员(?:有|是|包括)?(?:哪|谁|几|多少)|(?:哪些|哪几[家个]|什么)成员|成员(?:单位)?名单|入选(?:的)?(?:企业|名单|单位)|"
            r"list of (?:the )?(?:companies|enterprises|firms|schools|certified|recognised|recognized)"
        ),
    ),
    (
        Ask.ROSTER,
        r"(?:获得?|受到?|拿到?|得了?|被评|入选|通过|获评)[^,。?]{0,6}的(?:企业|公司|学校|院校|基地|机构|单位|园区|老师|教师|项目)(?:都|分别)?(?:有|是)(?:哪|谁|什么|几)|(?:认定|入选|获批|通过|评上|挂牌|入库|全部|所有|完整|全)[^,。?]{0,6}(?:企业|公司|学校|院校|基地|机构|单位|园区|教师|老师)[^,。?]{0,4}全?(?:名单|名录|清单)|(?:企业|公司|学校|院校|基地|机构)[^,。?]{0,4}(?:完整|全)的?(?:名单|名录)|(?:full|complete) list of",
    ),
    (
        Ask.DURATION,
        r"几个(?:工作日|月|星期|礼拜|小时)|几(?:天|周|年[^,。?]{0,6}一次)|多少(?:天|个?月|小时|个?工作日)|多长时间|多久|[满够]几|(?:签|管|读|学|干|待|做|训|练)(?:上)?几年|几年(?:的|期的?)?(?:合同|协议|期限)|[一每]个?(?:年|学期|月|季度)[^,。?]{0,4}(?:几|多少)次|how (?:long|many (?:days|weeks|months))",
    ),
    (Ask.STACKING, r"叠加|(?:同时|重复|一并|一起)享受|兼得|不冲突|\b(?:combined?|stack\w*) with\b"),
    (
        Ask.CARRYING,
        r"结转|(?:接着|继续)(?:抵|用|扣)|(?:用|抵|扣)不(?:完|掉|了)|没(?:用|抵|扣)(?:完|掉)|(?:留|转|滚|挪|顺延)到(?:明|下|来|第二)一?年|carr(?:y|ied) (?:over|forward)|roll over",
    ),
    (
        Ask.PROGRESS,
        (
            r"(?:得|获|拿|评)(?:得|到|上|为)?了(?:优秀|先进|良好|第一|表彰|表扬|奖(?!励))|(?:验收|评审|审核|考核)[^,。?]{0,4}(?:通过|过|完成)了?(?:吗|么|没)|名单[^,。?]{0,4}(?:公布|公示|发布|出来|出了)|新(?:认定|增|评|建成?|设)了?(?:多少|几)|(?:去年|前年|上半年|下半年|上个月|最近)[^,。?]{0,12}(?:建|完成|培育|认定|新增|评|投|花|办|发)[^,。?]{0,8}(?:多少|几|哪|什么|吗|没)|进展|进度|到(?:了)?(?:什么|哪|啥)(?:个|一)?(?:程度|步|地步|阶段)(?:了)?|完成(?:了|情况|得)|落实(?:得|情况|了)|(?:目前|现在(?!说|问|请|回答|告诉|,)|如今|截至目前|到目前|至今|眼下|到现在).{0,14}(?:多少|(?<!哪)几[家个所项]|怎么样|如何了|建成|建了|"
            r"完成)|(?:已经|已)(?:建|完成|培育|落地|发|评|实现|成立|办)[^,。?]{0,8}(?:多少|几|吗|没|哪些)|(?:建|完|落|做|弄|搞|办)(?:成|好|完)了?(?:吗|么|没)|建成(?:了)?(?:几|多少|吗|没)|达成了?(?:没|吗)|"
            r"实现了(?:没|吗)|(?:效果|成效|成绩|结果)(?:怎么样|如何|好不好|呢|是什么)|(?:花|用|投)了多少|so far|progress|how many have been|"
            r"already (?:been )?(?:built|certified|completed)|to date"
        ),
    ),
    (
        Ask.PENALTY,
        (
            r"处罚|罚款|罚多少|吐(?:出|回|还)|退还|要不要(?:退|还|补缴)|被(?:取消|撤销|收回|处理|罚)|惩罚|违约|追责|问责|追究|(?:不|没|未)(?:完成|达标|落实|做到).{0,8}(?:怎么办|会怎|后果|怎么处理|咋办)|收回|追回|退回|取消资格|撤销|摘牌|除名|后果|"
            r"penalt|sanction|fine for|\b(?:a|any|what|which) fines?\b|\bfined\b|punish"
        ),
    ),
    (Ask.APPEAL, r"申诉|投诉|说理|评理|讨个?说法|复议|举报|不服|异议|上诉|维权|appeal|complain"),
    (
        Ask.SCHEDULE,
        (
            r"什么时候|(?:什么|啥)(?:时间|日子)|几点(?:钟|开|上|下|到|结束|$)|何时|哪年|哪一年|哪天|几月|几号(?!线|楼|门|馆|口|院|厅)|啥(?:时候|辰光)|下一[场次届批期]|(?:哪年|哪一年|什么时候|何时|几年内|哪天|几月|啥时候|多久|年底前?).{0,10}(?:完成|建成|建好|落地|启用|挂牌|开工|"
            r"成立|投用|投入使用|启动|做完|弄好|搞定|实现|推出|出台|开始)|(?:完成|建成|落地|挂牌|启用|成立).{0,4}(?:时间|时限|期限|节点|日期)|时间表|时间节点|里程碑|年度计划|"
            r"分年度|\bwhen (?:was|were|did)\b(?![^?]*\b(?:issued|published|signed|adopted|dated|released)\b)|when will|by when|timetable|timeline|schedule|milestone"
        ),
    ),
    (
        Ask.VALIDITY,
        (
            r"有效期|失效|还(?:有效|管用|算数|作数|能用|在执行)|过期|作废|废止|到什么时候(?:失效|为止|截止)|(?:施行|生效|实施)(?:日期|时间)?(?:是|从)?(?:哪|什么|几|"
            r"何)|(?:从|自).{0,4}(?:哪天|哪一天|什么时候|何时|几号|几月).{0,4}(?:施行|生效|实施|执行|起)|作数|valid|expire|in force|"
            r"effective (?:date|from)|still apply"
        ),
    ),
    (
        Ask.SHARE,
        (
            r"百分之(?:几|多少)|百分比|占比|比重|占[^,。?]{0,6}(?:多少|几成)|几折|打折|几个点|比例(?:是|为)?(?:多少|几|多大)|几成|(?:按)?什么比例|"
            r"what (?:share|percentage|percent|proportion|rate)"
        ),
    ),
    (
        Ask.REDUCTION,
        r"(?:抵|免|减|少[交缴付]|节省|能省|可省|省(?=[下掉多几])|(?<!最)低|退|返|扣|报销)[^,。?]{0,8}(?:多少|(?<!星期)(?<!礼拜)(?<!周)几(?!点|号|月|楼|天|日))|how much (?:of|can|could|may)",
    ),
    (Ask.CAP, r"上限|封顶|最多(?:能|可以)?(?:抵|补|奖|拿|给|报|投|领|用|借|批)|\b(?:cap|maximum|ceiling)\b"),
    (Ask.SCALE, r"规模|多大(?!力|作用|影响|意义|贡献|用|关系|差别|区别)|scale|\bhow (?:large|big)\b"),
    (
        Ask.COUNT,
        r"(?<!百分之)(?<![哪第])(?:多少|几)(?:家|个|所|名|项|条|支|处|座|人|位|批)|多少(?!钱|万|元|号)|有几|数量|how many|number of",
    ),
    (
        Ask.PAYER,
        r"(?:谁|哪[个家边方])(?:来|去|给)?(?:赔|付|出钱|缴|交钱|买单|掏|出资给|报销|承担(?:费用|成本)|发(?:工资|钱|补贴))|(?:费用|成本|钱|工资|社保|保险)[^,。?]{0,6}(?:由)?谁(?:来)?(?:出|付|交|缴|发|承担|掏)|who pays|who bears",
    ),
    (
        Ask.DEFINITION,
        r"(?:什么|啥)(?:是|叫)(?!谁)|(?:什么|啥)(?:意思|概念)|怎么(?:理解|定义|解释)|定义|含义|what is (?:a|an|meant)|definition|meaning of",
    ),
)
_QUESTION_PATTERNS = tuple((ask, re.compile(pattern, re.IGNORECASE)) for ask, pattern in _ASKED)

_WATCHED = re.compile(r"(?:检查|监督|督[查导促]|考核|评估)[^,。?]{2,}(?:落实|完成)情况")


def asks_of(question: str) -> frozenset[Ask]:
    """Everything a plain question asks for; empty for an open question on a topic."""
    question = _SEVERAL.sub("诸", question)  # 重点培育的几个产业是哪些: no number
    asked = {ask for ask, pattern in _QUESTION_PATTERNS if pattern.search(question)}
    if _WATCHED.search(question):
        asked -= {Ask.PROGRESS}  # 「谁检查制度落实情况」 asks who
    if Ask.COUNT in asked and _WORKED_OUT.search(question):  # 投四百万,算下来是多少: a share of it
        asked = asked - {Ask.COUNT} | {Ask.REDUCTION}
    counted = Ask.COUNT in asked and any(
        _COUNTED.search(part) and not _of_amounts(part) for part in _PARTS.split(question)
    )
    if asked & {Ask.CONTACT, Ask.WEBSITE, Ask.PLACE, Ask.PERSON, Ask.CRITERIA} and not counted:
        asked -= {Ask.COUNT}  # 「电话多少」 asks for no number of things
    if asked & {Ask.CONTACT, Ask.WEBSITE, Ask.PLACE}:
        asked -= {Ask.REDUCTION}  # 「抵免的电话多少」 asks for no amount
    if Ask.BUDGET in asked:
        asked -= {Ask.MONEY, Ask.SCALE}
    if asked & AMOUNTS:
        asked -= (
            {Ask.SCALE} if counted else {Ask.COUNT, Ask.SCALE}
        )  # 「补贴多少」 asks for an amount, not for any number
    if asked & {Ask.SHARE, Ask.REDUCTION}:
        asked -= {Ask.MONEY}
        if not _SET_BOUND.search(question):  # 最多能抵几成: the share is what is asked for
            asked -= {Ask.CAP}
    return frozenset(asked)


_SEVERAL = re.compile(
    r"(?<=[这那])几(?=[个项条家所类])|(?<=的)几(?=[个项条家所类][^,。?]{1,10}(?:是|有|指|分别|叫)[^,。?]{0,3}[哪什啥谁])"
)


def _of_amounts(part: str) -> bool:
    """Whether a part of a question asks for an amount, or for where to turn."""
    return any(pattern.search(part) for ask, pattern in _QUESTION_PATTERNS if ask in _NOT_COUNTED)


_PARTS = re.compile(r"[,。;?!、:]")
_COUNTED = re.compile(
    r"(?<![哪第])(?:多少|几)(?:家|个|所|名|项|条|支|处|座|人|位|批)(?!亿|点|工作日|月|小时)|\bhow many\b", re.IGNORECASE
)
_SET_BOUND = re.compile(r"上限|封顶|\b(?:cap|ceiling)\b", re.IGNORECASE)
_NOT_COUNTED = frozenset({Ask.MONEY, Ask.BUDGET, Ask.SHARE, Ask.REDUCTION, Ask.CONTACT, Ask.WEBSITE, Ask.PLACE, Ask.PERSON, Ask.CRITERIA})  # fmt: skip
_WORKED_OUT = re.compile(
    r"[\d一二三四五六七八九两百千](?:万|亿)[^。?]*算|算[^。?]*[\d一二三四五六七八九两百千](?:万|亿)"
)
# What is asked for in money or as a share of it.
AMOUNTS = frozenset({Ask.MONEY, Ask.BUDGET, Ask.SHARE, Ask.REDUCTION})
# What has these is never the topic itself, so the words that ask for it are none either.
ATTRIBUTES = frozenset(
    {Ask.CONTACT, Ask.WEBSITE, Ask.PLACE, Ask.PERSON, Ask.MATERIALS, Ask.DEADLINE, Ask.PENALTY, Ask.APPEAL}
)


def asking_words(question: str) -> tuple[str, ...]:
    """The parts of a plain question that only name a thing asked for, such as its materials or a telephone number."""
    return tuple(
        match[0] for ask, pattern in _QUESTION_PATTERNS if ask in ATTRIBUTES for match in pattern.finditer(question)
    )
