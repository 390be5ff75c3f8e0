"""Patterns over a plain question for the facts of a document itself: who issued it, when, on what basis, to whom."""

from __future__ import annotations

import re

PROVENANCE = {
    "issuers": re.compile((
r"which (?:offices?|bod(?:y|ies)|departments?|bureaus?|agenc(?:y|ies)) (?:jointly )?(?:issued|published|signed|released)|"
r"(?:方案|文件|通知|计划)是?谁家?(?:出|定|发|印|写|签)的|(?:由|是)[^,。?]{2,12}(?:局|委|办|部|府|院)(?:牵头|带头|联合|会同|共同|一起|单独|一家|和[^,。?]{2,8}|[在于]?(?:20\d\d年|\d{1,2}月)|去年|前年|那年|[^,。?]{0,4}?)*(?:印发|发布|下发|出台|制定|发)的?(?:吧|吗|么|,|对|没错|是吗|$)|谁(?:家|个)?(?:出|弄|搞|定|做|拟|印|发|写|签)的(?:这|文件|方案|通知)|(?:落款|署名|盖的?章|公章|印章|签章)[^,。?]{0,6}(?:谁|哪|几家|单位|机关|部门|名字)|(?:谁|哪[^,。?]{0,4})(?:部门|单位|机关|局|委|家)?(?:一起|共同|联合)?(?:盖|签|署|落)的?(?:章|字|名|款)|"
r"(?:谁|哪(?:些|个|几|家|里|儿|[两三四五])|什么)(?:个|家|些)?(?:部门|单位|机关|局|委)?(?:联合|共同)?(?:印发|发布|发文|制定|出台|发的|下发|颁布|起草|落款|署名|"
r"签发)|(?:印发|发文|发布|制定|起草|落款|署名|签发|颁布)(?:的)?(?:机关|单位|部门|主体|者|方|是谁|的是谁)|(?:谁|哪(?:些|个|几|家|"
r"里))[^,。?]{0,6}(?:印发|发布|制定|出台|起草|发)的|(?:通知|方案|文件)[^,。?]{0,24}(?:联合|共同)?(?:印发|发布|下发|发|出台|制定)的?(?:,|对|是|吗|吧|么|没错|$)|by whom|who (?:issued|published|signed|released|wrote|drafted)|"
r"issued by|issuing|issuer"
), re.IGNORECASE),
    "issued_on": re.compile((
r"(?:文件|方案|通知|文)(?:到底|究竟)?是(?:20\d\d年)?(?:几月|几几年|哪一?[年月天日]|啥时候|什么时候)[^,。?]{0,4}(?=[,。?]|$)|哪一?[天日年]发出|发出的?(?:日期|时间|是哪)|"
r"(?:落款|署名|盖章|印发|发文)[^,。?]{0,8}(?:日期|时间|哪天|几号|哪一天|日子)|(?:啥|什么|哪个?)(?:日子|辰光)[^,。?]{0,4}(?:印|发|出|签|定)|(?:印|发|出|签|定)(?:发|出来)?的?(?:是|在)?(?:啥|什么|哪个?)(?:日子|辰光)|(?:签|印|落款|成文|写)(?:发|署)?的?(?:日期|时间)?是?(?:哪|几|什么时候|何时)(?:天|年|月|号|日)?|"
r"(?:什么时候|何时|哪(?:一)?(?:年|天|日)|几(?:几)?年|几月|几号|几时|啥时候|日期|时间|哪一年|多久前)[^,。?]{0,8}(?:印发|发布|发文|出台|制定|下发|颁布|签发|"
r"发的|发下来|发出[来去]|下达|落款|公布|出来|印的|签的|定的)|(?:印发|发布|发文|落款|成文|出台|颁布|签发|签署|公布|下发|印)(?:的)?(?:日期|时间|是(?:什么时候|哪|几|何)|于|在(?:哪|"
r"几|什么))|落(?:款)?的?是?(?:几|哪|什么)|是(?:20\d\d|[一二]\d)年(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:出|印|发|制|定|颁|公|的|下)|(?:20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:出台|印发|发布|发的|制定|"
r"颁布)|when was .{0,40}(?:issued|signed|published|released|dated|adopted)|when did .{0,40}(?:issue|sign|publish|release|adopt)\b|date of (?:issue|the)|"
r"what date|dated"
), re.IGNORECASE),
    "basis": re.compile((
r"依据(?:的)?(?:是|为|了)|依的是?(?:哪|什么|啥|市|省|国家|上)|哪一?[份个部][^,。?]{0,6}(?:市|省|国家|上级|上面)[^,。?]{0,3}文件|〔20\d\d〕\d+号[^,。?]{0,6}(?:原文|全文|收录|有没有)|"
r"(?:依据|根据|按照|照着|基于|上位|依照|遵照|参照)[^,。?]{0,10}(?:什么|哪|啥|何|文件|制定|出台|来的|是)|(?:什么|哪[个份些]?|"
r"啥)[^,。?]{0,8}(?:依据|根据|上位)|(?:制定|出台|政策|文件|上位|法律|上级)(?:的)?(?:依据|根据)|依据|上级文件|上位文件|based on (?:what|"
r"which)|(?:what|which)[^?]{0,60}\bbased\b|(?:legal|policy) basis|superior document|under what (?:authority|document)|rests? on"
), re.IGNORECASE),
    "addressees": re.compile((
r"(?:发|送|写|印发?|下发)?给谁|(?:发|送|抄)给[^,。?]{2,8}(?:了?没有?|了吗|吗|不)|谁(?:会|能|要)?收到|(?:收到|接到)(?:了)?(?:这|该)?(?:份|个)?(?:通知|文件|方案)|"
r"主送|抬头|收文|(?:发|印发|写|下发|送|抄送|通知)(?:给|到|往)(?:了)?(?:哪(?!一?年|个?月|一?天)|谁|什么|几|些)|(?:发|送|印发)给(?:哪|谁)|给谁(?:发|看|下)|"
r"addressed to|whom .{0,20}address|address.{0,10}whom|addressee|sent to (?:whom|which)|who .{0,20}addressed"
), re.IGNORECASE),
    "approval": re.compile((
r"审议|常务会议|第几次会议|(?:什么|哪[个次])(?:会议?)(?:上)?(?:通过|审|批)|谁(?:批准|审批|通过|同意)|(?:批准|通过)的?(?:会议|机关)|经过?(?:什么|哪|"
r"谁).{0,6}(?:通过|批|审)|谁(?:点头)?(?:批|审|拍板|点头)的|哪(?:里|儿|一?级)批的?|拍板|第?(?:几|多少|\d+)次[^,。?]{0,6}会|会议?(?:上)?(?:过|通过)的|(?:过|上)的?会|"
r"approved (?:by|at)|who approved|which meeting|adopted (?:by|at)"
), re.IGNORECASE),
    "title": re.compile(r"全名|全称|(?:标题|题目|正式名称|(?<![个几些])名字)(?:是|叫)?(?:什么|啥)?$|full (?:name|title)", re.IGNORECASE),
    "address": re.compile(r"官网|官方(?:网站|网页|页面|链接|地址)|原文(?:链接|网址|地址|在哪)|(?:哪里|哪儿|在哪)[^,。?]{0,6}(?:看|查|找|下载)[^,。?]{0,6}(?:原文|全文|文件)|official (?:page|site|link)", re.IGNORECASE),
    "level": re.compile(r"(?:是|属于?)(?:一?[个份])?(?:区|市|国家|省)级的?(?:文件|方案|政策)|(?:区|市|国家|省)级[^,。?]{0,6}(?:还是|或)[^,。?]{0,4}(?:区|市|国家|省)级|(?:什么|哪一?)(?:级别|级|层级)的?(?:文件|方案|政策)|哪一?级(?:发|出|政府)|\b(?:district|city|municipal|national|provincial)(?:-| )level (?:plan|document|policy)\b", re.IGNORECASE),
    "number": re.compile(r"文号|发文字号|字号|第几号|(?:什么|几|多少)号文|编号|document number|reference number|number of the (?:document|plan|notice)", re.IGNORECASE),
    "validity": re.compile((
r"有效期|失效|还(?:有效|管用|算数|作数|能用|在执行|适用|能不能用)|(?:有没有|是否|已经?)?(?:过期|作废|废止)|到期|到什么时候|(?:施行|生效|实施|"
r"执行)(?:的)?(?:日期|时间|期限)|(?:从|自)?(?:哪天|哪一天|什么时候|何时|几号)(?:开始|起)?(?:施行|生效|实施|执行|起)|作数|有没有(?:明确的)?生效|管到|"
r"(?:适用|管|用|执行)到(?:哪|什么|几)|in force|still (?:valid|in effect|apply|applicable)|expir|valid until|"
r"validity|take effect|effective date|how long .{0,20}valid|when does (?:it|the (?:plan|document|policy)) (?:end|run out|lapse)"
), re.IGNORECASE),
    "successor": re.compile((
r"(?:修订|更新|新|后续|接续|替代|最新|下一|第二)(?:版|一轮|的?(?:方案|文件|计划|政策)|期)|(?:有没有|出没出|是否)[^,。?]{0,10}(?:新的|修订|更新|后续|"
r"替代|接替)|被.{0,6}(?:取代|替代|废止)|successor|replaced|superseded|revised version|newer (?:plan|version)|"
r"updated version"
), re.IGNORECASE),
    "horizon": re.compile(r"目标[^,。?]{0,6}(?:哪|几|什么)一?年|以哪一?年为期|(?:做|干|规划)到哪一?年|what year .{0,20}(?:goal|target|aim)|target year|(?:搞|弄|做|干|忙|折腾|推|抓|管|持续)到(?:哪|几|什么)一?个?(?:年|时候|辰光)[^,。?]{0,3}(?:算|是|为)(?:个)?(?:头|止|完|数)|到(?:哪|几)一?年(?:算|为|是)个?(?:头|止)|(?:算|是)个头", re.IGNORECASE),
}  # fmt: skip
# The day of issue is asked for beside something else: 什么时候印发的,现在还有效吗.
ISSUED_WHEN = re.compile(
    r"(?:什么时候|何时|哪[一年天]|几[年月号]|啥时候)[^,。?]{0,8}(?:印发|发布|发文|出台|下发|颁布|签发|发的|印的|出来)|"
    r"\bwhen was .{0,40}(?:issued|published|adopted)|(?:印发|发布|出台|成文)(?:日期|时间)",
    re.IGNORECASE,
)
# The other of the two, asked for beside one of them: 谁发的、什么时候; when, and by whom.
AND_WHEN = re.compile(
    r"什么时候|何时|几时|哪(?:一)?[年天日]|几[月号]|啥时候|啥辰光|什么(?:日子|时间)|\b(?:when|(?:on )?(?:what|which) (?:date|day))\b",
    re.IGNORECASE,
)
AND_WHO = re.compile(
    r"谁|几家|哪(?:[些几两三个])?(?:家|单位|部门|机关|个局)|什么(?:部门|单位|机关)|机关|单位|部门|哪里|\b(?:who|whom|which)\b",
    re.IGNORECASE,
)
# Those who issued a document, meant by a pronoun.
ISSUERS_MEANT = re.compile(r"[他它她]们?俩?|这两[家个]|\bthey\b|\bthem\b", re.IGNORECASE)
# The number of another document that this one names (市里那份试点方案文号多少).
NUMBER_OF = re.compile(
    r"(?:方案|文件|意见|办法|通知|计划|政策|依据)[^,。?]{0,6}(?:文号|发文字号|字号|编号)|(?:文号|发文字号|字号|编号)[^,。?]{0,6}(?:方案|文件|意见|办法|通知|计划)|"
    r"\bnumber of (?:the )?(?:\w+ ){0,4}(?:plan|document|notice|scheme)\b",
    re.IGNORECASE,
)
_BASIS_MEANT = re.compile(
    r"市里|上海市|(?<!城)市级|省里|省级|国家|国务院|中央|上级|上位|上面|依据|根据|试点|照着|那[份个]|\b(?:city|municipal|superior|based on|basis|pilot)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(r"自己|自身|本身|本(?:方案|文件|通知)|这(?:个|份)|\b(?:its own|this|itself)\b", re.IGNORECASE)


def names_another(plain: str) -> bool:
    """Whether a question for a number means a document that this one names, and not this one itself."""
    return bool(_BASIS_MEANT.search(plain)) and not _ITSELF.search(plain)


# What is asked of the text itself: 有没有提到, 里面写了.
OF_TEXT = re.compile(
    r"提到|提及|写到|写了|写过|有写|规定|涉及|说到|讲到|谈到|原文|条款|小?标题|题目|章节?|主要任务|保障措施|\bmention|\bcover\b|\bthe text\b",
    re.IGNORECASE,
)
