"""Patterns over a plain question that tell its route: ownership, provenance, eligibility, comparison, small talk."""

from __future__ import annotations

import re

OWNER = re.compile(
    r"""谁(?:来|去)(?!申请|申报|报名|参加|享受)|谁在?(?:负责|管|牵头|推|抓|做|干|建|落实|承担|主管|弄|办|搞|出面|主办|实施|组织|定|执行|具体)|(?:由|归|让|找|问
    |该|叫)(?:谁|哪(?:个|些|几)?(?:个|家)?(?:部门|单位|局|委|办|科室|机构|机关|方来|家(?!企|公|学|院)))
    |(?:由|归|找|问)那(?:个|几个|些)(?:部门|单位|局|委)(?!的)|(?:报|交|反映|汇报)给谁|[两三四五六七八九十]{1,2}(?:个|家)(?:部门|单位|局)(?:一起|共同|联合|分)
    |谁(?:都|要|也|会)?(?:参与|参加)|哪(?:一?家|几家|个|边|头)(?:来|去|在)?(?:负责|牵头|管|落实|承担|推进|主抓)
    |(?:部门|单位|责任(?:人|方|主体)?|负责(?:人|的)?|主管|牵头(?:的|人)?|主体|归口)(?:都|应该|具体)?是(?:谁|哪)|是哪(?:个|些|几)?(?:个|家)?(?:部门|单位|局|委|办|科室|机构)
    |(?:任务|工作|事情?|活儿?|条|项|块|句)(?:又|也|都|到底|究竟|该)?(?:是|算|归)谁的|(?<![跟和与同对给向是])谁(?!能|可以|可|会|想|是|才|被|说|发|印|批|审|家|的|呢?$)|哪[几两三四五]家(?!企|公|学|院)|归口|归属|归谁|主管(?:部门|单位)?|责任(?:部门|单位|方|主体|人|名单|科室|归)|牵头|主办|对口|分管|承办|在(?:抓|弄|推|管|负责
    |牵头)|[有几多少]家(?:单位|部门)?(?:在)?(?:负责|管|参与)|(?:别的|其他|其它|另外的?)(?:单位|部门|局|委)
    |哪(?:[一两三四五六几]|\d)(?:个|家)(?:部门|单位|局|委)|哪[个些几家](?:个|家|些)?(?:部门|单位|局|委|办|科室|机关|机构)|什么(?:部门|单位|机构)|(?:啥|何)(?:部门|单位)|(?:部门
    |单位)(?:是|有)?(?:哪|谁|什么|啥)|谁的(?:活|事|任务|职责|责任)|谁负
    |(?:负责|参与|参加|承担|出面|落实)(?:的)?(?:部门|单位|机构)|的(?:事|活儿?|职责|任务|工作)(?:吗|么|嘛
    |吧)?[?]?$|管不管|负不负责|(?:用不用|要不要)参(?:与|加)
    |说了算|担责|负责(?:吗|么|吧|的)|也?算责任|管(?:吗|么)|找(?:谁|哪)
    |who(?:'s|[ ]is|[ ]are|[ ]will|[ ]should)?\s*(?:responsible|in[ ]charge|leads?|owns?|handles?|runs?|looks?[ ]after|accountable
    |behind|does)|whom?[ ](?:do|should|can|must|would)[ ](?:i|we|one)[ ](?:turn|talk|go|write|speak|ask|see|approach|contact)|which\s+(?:\w+\s+){0,2}?(?:office|department|bureau|commission|agency|body|unit|authorit)
    |responsible[ ](?:office|department|for)|in[ ]charge[ ]of|whose[ ](?:task|job|duty|responsibility|remit|desk|turf|purview|portfolio)|lead[ ](?:office|department
    |agency)""",
    re.VERBOSE | re.IGNORECASE,
)
LEAD = re.compile(
    r"牵头|主办|主责|主要负责|第一责任|总负责|领头|挑头|(?:谁|哪[个家])为[主辅]|以谁为主|主次|谁主谁[次辅]|最终负责|\blead(?:s|ing)?\b",
    re.IGNORECASE,
)
# Said of an office and a task: that it is responsible for it.
RESPONSIBLE = re.compile(
    r"(?:也|都)?有(?:他们?|它们?|份)(?=[,。?吗么]|$)|一起(?:搞|办|做|干|管|负责)|参与|责任(?:部门|单位|方)|负责|牵头|主管|分管|归[^,。?]{2,10}管|(?:在|来|去)(?:管|抓|推|落实|做|办)|管的|落实的|\b(?:responsible|in charge|leads?)\b",
    re.IGNORECASE,
)
HOW_MANY_OFFICES = re.compile(r"[几多少]+[个家](?:部门|单位|局)?(?!企|公|学|院)|how many", re.IGNORECASE)
# Any word of taking part: with an office and nothing else that is known, its tasks are meant.
INVOLVED = re.compile(
    r"任务|工作|负责|责任|参与|参加|承担|牵涉|涉及|管|做|干|活|分工|职责|条|项|名|列|份|派|落到|落在|背|扛|归|头上|身上|出现|提到|"
    r"task|responsib|involved|duties|role|assigned",
    re.IGNORECASE,
)
TASK_SET = re.compile(
    r"""(?:哪些|哪几|几|多少|全部|所有|什么|啥|每一?)(?:个|项|条|件|处|样|块)?(?:的)?(?:任务|工作|事情?|活儿?|条款|职责|责任|措施
    |条|项|件|地方|内容|分工)
    |(?:任务|工作|职责|分工|活儿?|责任|事项)(?:清单|列表|总数|数量|有(?:哪|几|多|啥|什么)|都?(?:是|有)(?:哪|什么|啥)|一共|共|多少|全|呢|吗|没)
    |(?:负责|承担|参与|干|做|管|领|摊|牵涉|涉及|出现)(?:了|到|过|在|着|的|要)?(?:哪|什么|啥|几|多少|些什么)
    |有(?:几|多少)(?:个|项|条|件)|(?:列|数)(?:出|一下|全|齐)|一览|汇总|盘点|(?:几|多少)(?:个|项|条|件)
    |(?:被)?(?:写|列|提|点)(?:进|入|到|名)(?:了)?(?:哪|几|多少)|有(?:没有)?(?:任务|分工|职责|事)|(?:任务|活|事)(?:吗|么|没)
    |\b(?:tasks?|duties|responsibilities|items?|role)\b""",
    re.VERBOSE | re.IGNORECASE,
)
ALONE = re.compile(
    (
        r"独家|没有?(?:拉上?|带上?|叫上?|加上?)?(?:第三|别的?|其他|其它)(?:家|人|部门|单位)|没(?:有)?(?:搭档|伴)|不带别[人家]|(?:它|他|[局委办会])一家的|没别人|独挑|一肩挑|包干|独立承担|(?:只|就|光)(?:写|列|标|提)(?:了|着|的是)?[\u4e00-\u9fff]{2,8}|单独|独自|自己(?:单|独|一个|干|负责|扛)|单打独斗|一个部门(?:负责|管|干)|独立(?:负责|承担|完成)|单干|(?:只有|只由|仅由|仅有|只归|只|就|光)(?:它|他|一家|[\u4e00-\u9fff]{2,8}(?:一家|自己|独|单|负责))|"
        r"一家(?:负责|承担|管|扛|独)|自己一家|\b(?:the )?(?:only|just|sole) (?:one|office|bureau|department|party|agency)\b|\bsingle-?handed|\balone\b|\bsolely\b|\bsole(?:ly)? responsib|on its own|by itself|all by (?:itself|themselves)|on their own"
    ),
    re.IGNORECASE,
)
JOINT = re.compile(
    r"联手|协作|搭伙|交集|同框|合力|共同|一起|同时|联合|搭档|搭班|都(?:参与|有|在|负责|列|出现)|合作(?:负责|承担)|交叉|重叠|共有|两家都|俩|一块|搭档|并列|\b(?:both|together|jointly|shared?)\b",
    re.IGNORECASE,
)
WITHOUT = re.compile(
    r"(?:不含|不包括|不带(?!别)|不涉及)|(?<!有)没有[^,。?]{0,6}[局委办会院][^,。?]{0,2}(?:参与|参加|负责|列入|出现)的|(?:没有?|不(?!管(?:还|有|是|别))|未)(?:参与|涉及|沾边?|负责|列|管|出现|有?份|牵涉|在|被列)|没(?:它|他)(?:的)?(?:事|份)|与.{1,10}无关|跟.{1,10}没(?:关系|关)|\bnot (?:involve|include|list)|without",
    re.IGNORECASE,
)
MOST = re.compile(
    r"最(?:多|忙|重|大|广|常|频繁|累|辛苦)|(?:出镜率|次数|频次|频率)最高|排(?:在)?第一名?的|榜首|头号|主力|\bmost\b|\bbusiest\b",
    re.IGNORECASE,
)
LEAST = re.compile(
    r"最(?:少|轻|闲|小|清闲|轻松|低)|垫底|倒数第一|只(?:有|干|负责|管|做|列)(?:了)?(?:一|1)(?:项|个|条|件)|\bleast\b|\bfewest\b",
    re.IGNORECASE,
)
LARGEST_TASK = re.compile(
    r"哪[一]?(?:项|条|件|个(?:任务|工作|事|措施))(?:任务|工作|事|措施|条款)?.{0,8}(?:部门|单位|参与|牵涉|责任).{0,6}最多|(?:部门|单位)最多的.{0,4}(?:任务|项|条|工作)|which task .{0,30}most",
    re.IGNORECASE,
)
UNOWNED = re.compile(
    (
        r"无主|没主|悬空|没(?:有)?(?:落实到|安排|说|点名|明确)(?:给|由|是)?(?:谁|哪|部门|单位)|(?:没|无)(?:有)?人?(?:认领|接手|主管)|(?:没|未)(?:有)?(?:写|列|标|注)(?:明|出|上)?[^,。?]{0,3}(?:部门|单位|谁)|(?:没|未)(?:有)?(?:跟|带|附|挂|配|缀)(?:着|上|有|出)?[^,。?]{0,3}(?:部门|单位)|(?:部门|单位)(?:是)?空(?:着|白|的)|"
        r"(?:没|未|无)(?:有)?(?:写|列|标|标注|注明|明确|规定|落实|指定|安排|说)?(?:明|出|上)?(?:具体)?(?:的)?(?:责任|负责|主管)(?:部门|单位|人|主体)?|"
        r"(?:没|无)人(?:负责|管)|没(?:有)?(?:人|部门|单位)(?:管|负责|认领)|without (?:an? )?(?:owner|responsible|department|"
        r"office)|no (?:responsible )?(?:owner|office|department)|unassigned"
    ),
    re.IGNORECASE,
)
# How many members a task has: 三家以上, 七家一起, 只有一家.
MEMBERS = re.compile(
    r"(?P<only>只有|仅有?|只|单|正好|刚好|恰好)?(?:列|写|由|涉及|牵涉|有)?(?:了)?(?P<number>[一二两三四五六七八九十]|\d{1,2})(?:个|家)(?:以上|及以上|以下|以内)?"
    r"(?:责任)?(?:部门|单位|局|委办局)?(?P<bound>以上|及以上|或更多|以下|以内)?(?P<shared>一起|共同|共管|负责|参与|承担|的)?"
)
RANKING = re.compile(
    r"各(?:个)?(?:部门|单位|局)|排行|排名|排序|排个|从多到少|由多到少|各(?:有|是|负责|多少|几)|每个(?:部门|单位|局)|分别(?:有|是)?(?:几|多少)|\brank",
    re.IGNORECASE,
)
EXCEPT = re.compile(
    r"(?:除了|除去|除|不算|去掉|不包括|撇开|apart from|except)(?P<whom>[^,。?]{2,12}?)(?:以外|之外|外|,|$|,)?",
    re.IGNORECASE,
)
BESIDES = re.compile(
    r"除(?:了|去|开)?[^,。?]{2,24}(?:以外|之外|外|,)?.{0,20}(?:还|另|别的|其他|其它)|\b(?:besides|apart from|other than|else)\b",
    re.IGNORECASE,
)
# What stands right before an office that shall not be among them: 有教育局但没有人社局.
DENIED = re.compile(r"(?:(?<!有)没有?|不含|不包括|不带|不算|而?非|无)$|\b(?:not|without)(?: the)? $", re.IGNORECASE)
# What stands right before the offices that shall be all there are: 只由教育局和人社局两家.
ONLY_BEFORE = re.compile(r"(?:只|仅|光|单单|就)(?:由|归|有|是|写|列|给|让)?了?$|\bonly (?:the )?$", re.IGNORECASE)
DENIED_AFTER = re.compile(
    r"(?:却|又|并|都|也)?(?:不(?:参与|参加|在|管|负责|沾)|没(?:有)?(?:份|参与|参加|列|写|出现|的)|未(?:参与|列))"
)
DIFFERENCE = re.compile(
    r"比[^。?]{0,14}(?:多|少)(?:几|多少)?|(?:多|少)(?:出|了)?(?:几|多少)(?:项|个|条|件)|(?:差|相差)(?:几|多少)|(?:谁|哪[个家边])(?:的)?[^,。?]{0,8}(?:更|比较)?[多少重](?!少|项)|哪个(?:更|比较)?多|(?:条数|项数|任务数|数量)[^,。?]{0,4}(?:比较|对比|相比)|(?:比较|对比)[^,。?]{0,14}(?:条数|项数|任务数|数量)|\bcompare .{0,12}number|\bmore tasks\b|\bnumber of tasks"
)
FIRST_LISTED = re.compile(
    r"(?:排|列|写|摆|放|印)在?(?:第一|首位|最前|头一|最前面|前头)|打头|第一个(?:写|列|提)|listed first", re.IGNORECASE
)
OFFICES = re.compile(
    (
        r"(?:多少|几|哪些|哪几|所有|全部)(?:个|家)?(?:责任|牵头|负责)?(?:部门|单位|委办局|局)|(?:部门|单位)(?:有(?:哪|几|多|谁)|名单|清单|一览|一共|总共|列)|"
        r"(?:how many|which|list|all) (?:the )?(?:responsible )?(?:departments|offices|bureaus)"
    ),
    re.IGNORECASE,
)

# A yes or no is asked for: whether somebody may, counts, gets a share.
WHETHER = re.compile(
    r"""(?:能|可以|可|会|行|够|算|在|有|给|支持|鼓励|享受|抵|报|进|去|拿|得|要|是|轮|管|沾)[^。?]{0,24}(?:吗|么|嘛|伐|不|没|没有|否|吧|呢)[?]?$
    |能不能|能否|可不可以|可否|行不行|够不够|算不算|是不是|有没有|在不在|给不给|符不符合|是否|有戏|有份|沾(?:得上|上)?边|轮(?:得)?到|管得着
    |够格|够条件|有资格|合不合适|成不成|可行|\b(?:can|could|may|are|is|do|does|am|would)\s+(?:we|i|our|my|a|an)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# Somebody of a kind who wants something: 软件行业协会能不能…, 厂里工程师想…
CANDIDATE = re.compile(
    r"(?:公司|企业|厂子?|集团|酒店|店|协会|商会|机构|学校|职校|中职|中专|院校|高中|园区|老师|教师|师傅|工程师|技师|骨干|团队|个人|高校|大学|学院|事务所|传承人|工匠|大师|学生|家长|集团)(?:们|里|个人|自己)?(?:想|打算|准备|能|可以|可否|可不可以|是否可)|(?:公司|企业|学校|院校|园区|协会|教师|老师)[^,。?]{1,10}(?:是否可|能否|可否|是否能)"
    r"|\b(?:can|could|may|is|does|would)\s+(?:an?|our|my)\s[^?]{2,60}?\b(?:compan(?:y|ies)|firms?|enterprises?|schools?|colleges?|universit\w+|parks?|associations?|teachers?|individuals?|startups?)\b"
    r"|这种[^,。?]{0,10}(?:公司|企业|厂|学校|机构|单位|人)|(?:不|没|还没|刚|已经)[^,。?]{2,20},",
    re.IGNORECASE,
)
# What somebody hopes to have of a measure, asked without a yes or no.
GAIN = re.compile(
    r"抵|退多少|退几|返|减免|补贴|补助|奖励|激励|专项资金|优惠|扶持|支持|好处|享受|拿|"
    r"\b(?:offset|deduct|refund|subsid\w+|incentives?|funds?|support|benefits?|get)\b",
    re.IGNORECASE,
)
# The question is whether the text says so, and not whether somebody qualifies.
ABOUT_TEXT = re.compile(
    r"(?:有没有|有|没有?)(?:这|那|此)?(?:个|种|一)?(?:说法|提法|规定|提到|写到|讲到|写|说到)|(?:提到|写到|讲到|说到|规定)(?:了)?(?:吗|没|么)|原文|文件里(?:有|说)",
)
# The asker states something and wants it confirmed; what the text does not know may be the fault in it.
CONFIRM = re.compile(
    r"(?:(?:对|是|没错|不错|准|真的|属实)(?:吗|么|吧|伐|嘛|不对|不是)|是不是|是真的吗|是真的(?:么|吧)?|真的假的|有这回事|是这样(?:吗|的吗|吧|么)?|是(?:跟|和|由|在|与|为|归|给)[^,。?]{2,16}的[吗么吧]|的吧|吧|伐)(?=[?!,。]|$)|\b(?:right|correct|isn't it|is it true|true that|aren't they|doesn't it)\b",
    re.IGNORECASE,
)
# Something is passed on as heard or remembered, to be told whether it is so.
HEARSAY = re.compile(
    r"(?:听说|据说|听(?:人|别人|朋友|同事|他们)[说讲]|有人[说讲]|(?:同事|朋友|领导|邻居|亲戚|群里|客户|同学|老板|中介)[^,。?]{0,4}?[说讲传](?:过|是|了)?|网上[说讲传]|都说|传言|(?:我)?(?:记得|没记错|印象[中里]|理解的?是)|说法(?:对|准|属实)|\bi (?:heard|thought|read)\b)",
    re.IGNORECASE,
)
# One of two is put up: 增值税吗还是所得税.
EITHER = re.compile(r"还是(?!有|会|要|能|可以|得|说|不)|抑或|\beither\b", re.IGNORECASE)
# A yes or no about the text: 喜马拉雅是区级试点企业吗.
YES_OR_NO = re.compile(
    r"是不是|是否|(?:是|有|要|会|能|可以|得|必须|需要)[^,。?]{1,24}(?:吗|么|嘛)(?=[?!,。]|$)|^(?:is|are|does|do|did|was|were|will|has|have)\b",
    re.IGNORECASE,
)
# A number is taken for granted by asking which ones they are: 四个金字招牌是哪四个.
ENUMERATES = re.compile(
    r"(?:是|指|有|包括|都?叫)(?:的是)?(?:哪|谁|什么|啥)|(?:是|有)哪(?:些|几)|分别是|\bwhich are\b|\bwhat are the\b|\bname the\b",
    re.IGNORECASE,
)
OBLIGATION = re.compile(
    r"必须|强制|强行|硬性|一律|一定要|不得不|义务|都得|\b(?:must|mandatory|compulsory|obliged|required to|have to)\b",
    re.IGNORECASE,
)
UNIVERSAL = re.compile(
    r"(?P<all>所有|任何|一切|全体|凡是|每[一]?[家个所]|全部|全额|无条件)(?:的)?[\u4e00-\u9fff]{0,4}?(?=都|就|能|可|要|必|用|给|由|[,。?]|$)"
)
# What a text only makes possible.
HEDGE = re.compile(r"鼓励|支持|探索|优先支持|可按一定比例|可(?=按|以|享|在|由|向)|争取|引导|推广|适当|若干")
# Something is said to be so or done already: 已经是…了, 都建好了.
ALREADY = re.compile(
    r"(?:已经?|早就|早已|都已)(?:经)?(?:被)?(?:是|成为|认定为|评为|评上|入选|列为|算)(?P<what>[\u4e00-\u9fff]{2,14}?)(?=了|吧|吗|么|对|,|\?|$)了?|"
    r"(?:已经?|早就|早已|都已)(?P<done>[\u4e00-\u9fff]{1,8})(?:了|好|成|完)"
)
TOTAL = re.compile(
    r"(?:多少|几)(?:项|个|条|件)(?:责任|主要|具体)?(?:任务|工作)(?!由|归|是|只|没|不)|任务(?:一共|总共|共|总数|总量|合计)?(?:有)?(?:多少|几)(?:项|个|条)?|任务(?:总数|总量)|how many tasks",
    re.IGNORECASE,
)
CONDITIONS = re.compile(
    r"(?:什么样?的?|哪些|哪类|哪种|啥样?的?)(?:企业|公司|单位|学校|院校|机构|园区|人|老师|教师)(?:才)?(?:能|可以|有资格|够)|(?:要|需要|得|符合|满足|具备)(?:什么|哪些|啥|何种?)(?:样的)?(?:条件|要求|门槛|资格)?$|(?:什么|哪些|啥|何种?)(?:样的)?(?:条件|门槛|资格)"
)
QUALIFY = re.compile(r"(?:我们?|我司|咱们?|我校|我园)[^,。?]{0,6}(?:符合|够格|算不算|有资格|够不够|合不合)")
ELIGIBLE = re.compile(
    r"""(?:我们?|我司|本公司|咱们?|俺们?|我家|我校|我院|本校|我园|本企业|一家|作为)[^。?]{0,60}?(?:能不能|能否|可不可以|可以|能
    |够不够|符不符合|是否符合|算不算|有没有资格|够格|有资格|享受|申请|申报|拿到?|抵|条件|好处|支持|政策|补贴|补助|纳入|参加|成为
    |加入|有份|哪些)
    |(?:外区|区外|外地|外资|民营|私营|个体|小微|中小|国有|注册(?:地|在))[^。?]{0,40}?(?:能|可以|享受|申请|算|适用|行|有|够)
    |(?:能不能|能否|可不可以|有没有资格|符不符合|是否符合|够不够|符合不符合|有资格)[^。?]{0,20}?(?:享受|申请|申报|拿|抵|补|条件
    |资格|优惠|支持|要求|评|认定|成为|纳入)
    |(?:享受|申请|申报)(?:得了|得到|不了)|够(?:不够)?(?:条件|资格|格)|符合(?:哪些|什么)条件(?:才|可|能)|(?:什么样的|哪些|哪类
    |什么)(?:企业|公司|单位|学校|院校|机构|园区|人|组织|对象)(?:才)?(?:能|可以|有资格|可|享受|符合|适用)
    |(?:企业|公司|学校|院校|园区|教师|老师|个人|协会)[^。?]{0,12}(?:能(?:享受|得到|拿|获得|申请)|可以(?:享受|得到|拿|获得|申请)
    |有(?:什么|哪些|啥)(?:好处|支持|优惠|补贴|补助|激励|奖励|政策|扶持))
    |\b(?:can|could|may|are|is|do|does|am|would)\s+(?:we|i|our|my|a|an)\b[^?]{0,80}\b(?:get|apply|run|found|set[ ]up|establish|join|take[ ]part|participate|build|host|invest|eligible|qualify|receive|claim
    |benefit|entitled|enjoy|deduct|offset)|\beligib|\bqualif|\bentitled""",
    re.VERBOSE | re.IGNORECASE,
)
FIRST_PERSON = re.compile(
    r"我们|我司|本公司|我公司|咱|俺|我家|我校|我院|我园|本企业|本校|我是|我在|我想|我的|\b(?:we|our|my|i)\b",
    re.IGNORECASE,
)
COMPARISON = re.compile(
    (
        r"区别|不同|不一样|两码事|差别|差异|差在|差多少|一样的?[吗么嘛不伐否]|同一(?:批|拨|套|家|伙|帮)|是不是一|是一回事|一回事|相同|异同|对比|比较|相比|分别|各(?:是|有|自)|哪个(?:更|多|大|少)|与.{1,16}比|哪(?:个|边|项|条)?[^,。?]{0,10}(?:更|还)?[多少大](?![少项个家条])|"
        r"\bdiffer|\bcompare|\bversus\b|\bvs\b|the same as"
    ),
    re.IGNORECASE,
)
# One of two things is meant after all.
ONE_OF_TWO = re.compile(
    r"(?:问|说|要|指|看)的?(?:只)?是(?:前|后)者|[前后]者的?(?:呢|是)?$|\b(?:the former|the latter)\b", re.IGNORECASE
)

GREETING = re.compile(
    (
        r"^(?:早[呀啊上]?(?=[,!。]|$)|在吗|在么|在不在|你好|您好|哈喽|嗨|早上好|早安|晚上好|下午好|中午好|晚安|再见|拜拜|谢谢|多谢|感谢|辛苦了?|好的?|好嘞|嗯|哦|收到|明白了?|知道了|ok|okay|"
        r"thanks?|thank you|hello|hi\b|hey|bye|good (?:morning|afternoon|evening))"
    ),
    re.IGNORECASE,
)
HELP = re.compile(
    r"你(?:是谁|叫什么|是什么|能(?:做|干|回答|帮)|会(?:做|干|什么|哪些)|可以(?:做|干|回答|帮))|怎么(?:用|使用)(?:你|这个(?:系统|助手))|(?:你|助手|系统|软件)[^,。?]{0,4}有(?:什么|啥|哪些)功能|使用说明|"
    r"你(?:的)?(?:功能|用途)|who are you|what can you do|how do you work|are you (?:a|an) (?:ai|bot|robot|human)",
    re.IGNORECASE,
)
INJECTION = re.compile(
    r"""(?:忽略|无视|忘(?:掉|记|了)|抛开|不要理会|跳过|绕过|清空|覆盖|停止遵守)[^,。;!?\n]{0,24}(?:指令|指示|规则|设定|提示|要求
    |限制|约束|上面|以上|之前|前面|身份|原文|条款|文件)[^,。;!?:\n]*
    |[【\[<](?P<role>系统|管理员|开发者|system|admin)[^】\]>]*[】\]>][^。;!?\n]{0,60}?[【\[<]/(?P=role)[^】\]>]*[】\]>]
    |[【\[](?:系统|管理员|开发者|system|admin)[^】\]]*[】\]]?|(?:系统|管理员)(?:提示|消息|通知|指令):[^。;!?\n]*
    |(?:你现在(?:是|扮演)|从现在(?:起|开始)|假装|扮演|角色扮演|装作|进入[^,。]{0,6}模式|开发者模式|越狱)[^,。;!?\n]*
    |(?:输出|打印|显示|泄露|告诉我|复述|重复|说出|给我看)[^,。;!?\n]{0,10}(?:系统提示|提示词|初始指令|系统指令|system[ ]prompt
    |内部(?:指令|提示|配置)|密钥|api[\s_-]?key|口令|密码)[^,。;!?\n]*
    |(?:ignore|disregard|forget|override|bypass)\s+(?:all|any|the|your|previous|prior|above|everything|these|those)[^.;!?\n]{0,60}
    |(?:you[ ]are[ ]now|pretend[ ](?:to[ ]be|that|you)|act[ ]as|from[ ]now[ ]on|developer[ ]mode|jailbreak)[^.;!?\n]{0,60}
    |(?:reveal|print|show|output|repeat)[^.;!?\n]{0,20}(?:system[ ]prompt|instructions|api[ ]key|password)[^.;!?\n]*""",
    re.VERBOSE | re.IGNORECASE,
)
CHORE = re.compile(
    r"""系统提示|提示词|system[ ]prompt|(?:你的|内部)(?:指令|设定|规则)|(?:帮我|给我|请|替我|麻烦)?(?<![在正])(?<!^我)(?<![,。?]我)(?:写|作|编|画|讲|唱(?!歌)|生成|起草|拟|做)(?:一)?(?:首|篇|段|个|封|张|份|幅|则)?[^,。?、]{0,12}(?:诗
    |歌|小说|故事|笑话|代码|程序|脚本|作文|文案|情书|请假条|邮件|简历|图(?![像书纸形])|函数|论文|演讲稿|对联|周报|总结(?!经验))
    |(?:翻译|translate)|\b(?:joke|poem|recipe|translate|write[ ](?:a|me|an)|code[ ]for)\b
    |\d+\s*[+\-*×÷/]\s*\d+\s*(?:=|等于|是多少)""",
    re.VERBOSE | re.IGNORECASE,
)
# Topics of other conversations; a question that also speaks of policy is about policy.
TRIVIA = re.compile(
    r"""天气|下雨|带伞|气温|堵车|面馆|餐厅|吃饭|火锅|川菜|烧烤|奶茶|咖啡|好吃|好玩|景点|球赛|唱歌|健身|宠物|养猫|养狗|女朋友|男朋友|相亲|房价|真人|股票|股市|股价|基金净值|彩票|星座|运势|食谱|菜谱|做菜|电影|电视剧|明星|足球|篮球|比赛结果|世界杯|游戏
    |旅游攻略|导航|路线|[坐乘]?几号线|打车|外卖|快递|航班|火车票|几点了|今天星期几|今天几号|汇率|(?:怎么|如何)(?:减肥|做饭|恋爱|追)|冒泡排序
    |快速排序|python|java(?:script)?\b|sql\b|天空为什么|宇宙|量子|头疼|感冒|吃什么药|失眠
    |\b(?:weather|stock[ ]price|movie|song|football)\b""",
    re.VERBOSE | re.IGNORECASE,
)
POLICY = re.compile(
    r"抵|支持|享受|创新园|试点|政策|补贴|补助|奖励|扶持|企业|公司|学校|学院|院校|园区|申请|申报|认定|资质|办事|部门|政府|规划|方案|文件|条例|通知|教育|培训|人才|就业|创业|社保|落户|户口|居住证|租房|"
    r"住房|医保|小学|中学|幼儿园|入学|划片|养老|退休|医疗|垃圾|小区|改造|防控|停车|户籍|身份证|生育|税|缴费|基金|资金|职业|技能|产业|科技|项目|平台|基地|街道|区里|市里|局|"
    r"委|工伤|实习|劳动|合同|保险|残疾|低保|窗口|网上办|办理|资格|审核|审批|骗取|弄虚作假|违规|公示|备案|证书|policy|subsid|enterprise|compan|school|tax|fund|district|plan|bureau|office"
)
CLAUSE = re.compile(
    r"第(?P<article>[一二三四五六七八九十百零〇\d]+)条|第(?P<section>[一二三四五六七八九十]+)(?P<unit>章|部分|大点|大项|节)|"
    r"(?P<chapter>[一二三四五六七八九十])\((?P<part>[一二三四五六七八九十])\)(?P<item>\d{1,2})?"
    r"|(?:第|(?<=部分)|(?<=章))\((?P<bracket>[一二三四五六七八九十])\)(?:部分|节|项|点|条)?|第(?P<number>\d{1,2})(?:点|项|款|小点|小项|部分)"
)
CLAUSE_ONLY = re.compile(
    r"^(?:那|再|还)?(?:麻烦|请|帮我|给我|跟我|想)?(?:念念?|读读?|看看?|说说?|讲讲?|找找?)?(?:一?下)?[第\s]*[(]?(?P<number>[一二三四五六七八九十\d]{1,3})[)]?[条点项款]?(?:、)?(?:是|说|讲|写|的|里面?|关于|具体|到底|一些|一下|了|些|都)*(?:怎么|如何)?(?:写|说|讲|规定)?(?:什么|些?啥|谁(?:负责|管)的?|哪些?|内容|归谁|负责)*[的是了吗呢呀啊?]*$"
)
CLAUSE_ONLY_ENGLISH = re.compile(
    r"^(?:please )?(?:what(?:'?s| is| does)?|show(?: me)?|read|quote|give me|explain)?(?: (?:is )?(?:written |said )?in)? ?(?:the )?"
    r"(?:items?|articles?|clauses?|points?|paragraphs?|no\.?|number) ?(?P<number>\d{1,3})(?: (?:say|about|mean|read|contain|state)s?)?[?.! ]*$",
    re.IGNORECASE,
)
# Whether anything is asked at all.
ASKS = re.compile(
    r"[?]|[吗呢么嘛伐]|谁|什么|[啥咋]|哪|怎么|如何|几|多少|是否|能不能|能否|可不可以|有没有|是不是|\b(?:what|who|which|how|when|where|can|may|is|are|do|does)\b",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    r"(?:第(?P<number>[一二三四五六七八九十\d]+)(?:个|项|条|件|点|句|家|层|步|段)?|(?P<last>最后(?:一)?(?:个|项|条|件|点|句)?)|"
    r"(?P<former>前者|前一(?:个|项|条))|(?P<latter>后者|后一(?:个|项|条)))"
)
POINTING = re.compile(
    (
        r"^(?:那么?|它们?|他们?|她们?|这|该|其中?|上述|上面|刚才|前面|还有|另外|换成|除了|同样|再|以及)|呢[?]?$|它们?|他们|他俩|她们|这(?:条|个|项|件|些|里|几|"
        r"份|事|块|样)|那(?:条|个|项|件|些|里|几|份|事|块|三|两|边|样)|上述|前者|后者|这[一二两三四五六七八九十]|\b(?:it|its|they|them|that|this|"
        r"those|these|the same|what about|and the|how about)\b"
    ),
    re.IGNORECASE,
)
