"""Where somebody is, and how much was invested, read from what they wrote."""

from __future__ import annotations

import re

from assistant.fact_words import clauses_of
from assistant.facts import StatedFact
from ingest.numerals import parse_numeral

# Where the shipped plan's own district lies: its subdistricts and towns.
_OWN = r"普陀|本区|区内|我区|我们区|区里|长寿路?|曹杨|长风|宜川|甘泉|石泉|真如|长征|桃浦|万里(?:街道)?"
_OTHER = (
    r"黄浦|徐汇|长宁|静安|虹口|杨浦|闵行|宝山|嘉定|浦东|张江|金山|松江|青浦|奉贤|崇明|临港|闸北|陆家嘴|"
    r"北京|天津|重庆|广州|深圳|杭州|苏州|南京|宁波|无锡|常州|南通|武汉|成都|西安|合肥|青岛|厦门|郑州|长沙|昆山|太仓|"
    r"嘉兴|江苏|浙江|广东|山东|安徽|福建|四川|湖北|湖南|河南|河北|陕西|辽宁|江西|"
    r"香港|澳门|台湾|海南|海外|国外|美国|日本|德国|新加坡|外区|区外|外地|外省|外市|别的区|其他区|隔壁区|邻区"
)
_NOUN = r"(?:公司|企业|学校|园区|中职|职校|中专|技校|高职|学院|大学|高中|中学|小学|幼儿园|厂|民企|国企|外企|老师|教师|协会|商会|机构|店|单位|集团)"
_HELD = r"(?:区|市|省|新区|新片区)?"
_REGISTERED = re.compile(
    rf"(?:注册(?:地|地址)?|登记|落户|户头|税收?(?:户管|落)|工商)(?:都|也|还|其实|现在|目前|实际|应该|已经?)*(?:是|就)?(?:在|于|到|"
    rf"了)?(?:的)?(?:上海市?)?(?:(?P<own>{_OWN})|(?P<other>{_OTHER}))"
    rf"|(?:在|于)(?:上海市?)?(?:(?P<own2>{_OWN})|(?P<other2>{_OTHER})){_HELD}(?:那边|这边|里)?(?:注册|登记|落户|交税|纳税)"
    rf"|(?<![和与跟同找对给向])(?:上海市?)?(?:(?P<own5>{_OWN})|(?P<other6>{_OTHER})){_HELD}(?:本地)?(?:注册|登记|落户)的(?!企业|公司)"
    rf"|(?P<other3>没(?:有)?在?(?:{_OWN}){_HELD}(?:注册|落户|登记)|(?:{_OWN}){_HELD}(?:既)?没有?注册|不(?:在|是)(?:{_OWN}){_HELD}(?:注册|的|内|里|$|,))"
    rf"|(?P<own3>(?:搬|迁)(?:到|来|进|至)了?(?:{_OWN}))|(?P<other4>(?:搬|迁)(?:到|去|至)了?(?:{_OTHER}))"
    r"|\bregistered (?:in|outside)\b (?:the |shanghai )?(?:(?P<own4>(?<!outside )putuo|the district|your district|this district)|(?P<other5>\w+))",
    re.IGNORECASE,
)
_NOTHING_HERE = re.compile(
    r"\b(?:no|nothing|not|without|never)\b[^.,;?]{0,40}\bin (?:putuo|the district|your district)\b", re.IGNORECASE
)
_OUTSIDE = re.compile(
    rf"(?:^|,)(?:就|也|都|人)?在(?:上海市?)?(?:{_OTHER}){_HELD}(?=的|,|。|$)|"
    rf"(?:总部|{_NOUN}子?|办公|人|校区|我们?|咱们?)(?:都|也)?(?:在|设在|位于|是)?(?:上海市?)?(?:{_OTHER})"
    rf"|(?<![和与跟同找对给])(?:(?:^|[是,我们])(?:一家|一所|个)?)?(?<![和与跟同找对给])(?:{_OTHER}){_HELD}(?:那边|"
    rf"这边|那里|这里|本地|注册|来)?的?(?:一家|一所|一个)?(?:(?!办(?!公)|建(?!筑|材)|投)[^,。?和与跟同]){{0,6}}?{_NOUN}"
    r"|\boutside (?:of )?(?:the |your |this )?(?:putuo|district)|\b(?:based|located|headquartered) in (?!putuo|"
    r"the district|your district|this district|shanghai)[a-z]+|\bnot (?:registered |located |based )?in (?:putuo|"
    r"the district|your district)"
    r"|\banother district|\bother districts?\b|\b(?:pudong|jing'?an|xuhui|minhang|yangpu|hongkou|jiading|baoshan|"
    r"changning|huangpu|songjiang|qingpu|fengxian|lingang|suzhou|hangzhou|beijing|shenzhen)\b[^.,?]{0,16}(?:company|"
    r"firm|enterprise|school)",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    rf"(?:^|,)(?:就|也|都|人)?在(?:上海市?)?(?:{_OWN}){_HELD}(?=的|,|。|$)|"
    rf"(?:位于|地址|办公|开|设|我们?|{_NOUN}子?|校区|总部|就)(?:都|也|就)?(?:在|是|"
    rf"了)?(?:上海市?)?(?:在)?(?:{_OWN}){_HELD}(?!教育局|发改委|政府|方案|的?(?:政策|方案|文件|补贴))"
    rf"|(?<![和与跟同找对给])(?:^|[是,我们作为咱俺家所])(?:一家|一所|个|我们|"
    rf"的)?(?:上海市?)?(?:{_OWN}){_HELD}(?:那边|这边|本地|注册|里)?的?(?:一家|一所|"
    rf"一个)?[^,。?和与跟同给]{{0,8}}?{_NOUN}"
    r"|\bin (?:putuo|the district|your district)\b|\bputuo[- ](?:based|registered)|\bputuo (?:company|firm|"
    r"enterprise|school)|\b(?:the )?district's (?:own )?(?:school|compan)",
    re.IGNORECASE,
)
_INVESTED = re.compile(
    r"投|花|掏|出资|砸|拿出|拨|成本|\binvest|\bspen[dt]|\bput\b|\bpaid\b|项目|办|建|抵|返|退|按", re.IGNORECASE
)
_OTHER_MONEY = re.compile(r"纳税|缴税|交税|税收|注册资本|注册资金|营收|营业额|年收入|产值|利润|年薪|工资|销售|市值|估值|revenue|turnover|"
    r"capital of", re.IGNORECASE)  # fmt: skip
_AMOUNT = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?|[一二三四五六七八九十两百千]+(?:点[一二三四五六七八九])?|半)\s*(?:多|来|余|"
    r"几)?\s*(?P<unit>个?亿|千万|百万|万|w(?![a-z])|million|m\b|billion)"
    r"|(?P<yuan>\d[\d,]{4,})(?:\.\d+)?\s*(?:元|块|人民币|yuan|rmb)|(?:rmb|cny|¥|￥)\s*(?P<coded>\d[\d,]{4,})(?!\d|\.?\d*\s*m)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"合起来|加起来|加在一起|合计|一起算|两[个笔项]一共|\bin total\b|\btogether\b", re.IGNORECASE)
# What somebody hopes to get is not what they invested.
_HOPED_FOR = re.compile(
    r"(?:抵|退|返|省|减|免)(?:免|税)?(?:到|够|满|掉|回|个|出)?[\d.一二三四五六七八九十百千]+(?:个?亿|千万|百万|万)"
    r"|(?:[稳能]|可以|白|肯定|一定|铁定|妥妥)(?:的|地|会|能|可以)*(?:拿|领|得|给|返|退|抵|补)(?:到|回|个)?[\d.一二三四五六七八九十百千]+(?:个?亿|千万|百万|万)"
    r"|(?:就是|等于|也就是|应该是|合)[\d.一二三四五六七八九十百千]+(?:个?亿|千万|百万|万)(?:元|块)?(?=喽|咯|吧|对|是吗|了?吗|没错|\s*$)"
    r"|\b(?:count on|get back|claim) [\d.,]+ (?:million|billion)",
    re.IGNORECASE,
)
_UNITS = {"亿": 10_000.0, "个亿": 10_000.0, "千万": 1000.0, "百万": 100.0, "万": 1.0, "w": 1.0, "million": 100.0, "m": 100.0, "billion": 100_000.0}  # fmt: skip


def place_in(said: str) -> StatedFact | None:
    """Whether somebody is in the district; where they are registered decides, contradictions stay unknown."""
    registered = list(_REGISTERED.finditer(said))
    if registered:
        match = registered[-1]
        inside = any(match[name] for name in ("own", "own2", "own3", "own4", "own5"))
        return StatedFact("in_district", "yes" if inside else "no", match[0])
    if nothing_here := _NOTHING_HERE.search(said):
        return StatedFact("in_district", "no", nothing_here[0])
    outside, inside_match = _OUTSIDE.search(said), _INSIDE.search(said)
    if bool(outside) == bool(inside_match):
        return None
    words = (outside or inside_match or [""])[0]
    return StatedFact("in_district", "no" if outside else "yes", words.strip(",. "))


def amount_in(said: str) -> StatedFact | None:
    """The amount last named that was invested, in 10,000 yuan; taxes, capital and turnover are none."""
    if _TOGETHER.search(said) and len(every := list(_AMOUNT.finditer(said))) > 1 and not _OTHER_MONEY.search(said):
        total = sum((_in_ten_thousands(match) or 0.0) for match in every)
        return StatedFact("amount", f"{total:.4f}".rstrip("0").rstrip("."), "、".join(match[0] for match in every))
    said = _HOPED_FOR.sub(" ", said)
    for clause in reversed(list(clauses_of(said.replace(",", "\x00") if re.search(r"\d,\d{3}", said) else said))):
        text = clause.replace("\x00", ",")
        if _OTHER_MONEY.search(text):
            continue
        for match in reversed(list(_AMOUNT.finditer(text))):
            value = _in_ten_thousands(match)
            if value and (_INVESTED.search(said) or len(text) <= 12):
                return StatedFact("amount", f"{value:.4f}".rstrip("0").rstrip("."), match[0])
    return None


def amounts_in(said: str) -> tuple[float, ...]:
    """Every amount of money a text names, in 10,000 yuan, where it speaks of no tax, capital or turnover."""
    if _OTHER_MONEY.search(said):
        return ()
    return tuple(value for match in _AMOUNT.finditer(said) if (value := _in_ten_thousands(match)))


def names_own_place(said: str) -> bool:
    """Whether a text names the district, or a subdistrict or town of it."""
    return bool(re.search(rf"{_OWN}|\bputuo\b", said, re.IGNORECASE)) and not re.search(_OTHER, said)


_WANTED = re.compile(
    r"(?:抵|退|返|免|省|减|拿)(?:到|够|满|掉|回|个|出|免)?[^,。?\d]{0,3}$|\b(?:get|claim|offset|deduct|recover|save|receive)\b[^.,?]{0,16}$",
    re.IGNORECASE,
)
_HOW_MUCH_INVESTED = re.compile(
    r"(?:投|花|出|砸)(?:资|钱|进去|入)?[^,。?\d]{0,6}(?:多少|几[千百]?万|多大)|多少[^,。?]{0,4}(?:投资|投入)"
    r"|\bhow much\b[^.?]{0,30}\b(?:invest|spend|put in)",
    re.IGNORECASE,
)


def wanted_in(said: str) -> float | None:
    """The amount somebody hopes to be given, in 10,000 yuan, where they ask how much they must invest for it."""
    if not _HOW_MUCH_INVESTED.search(said):
        return None
    found = (match for match in _AMOUNT.finditer(said) if _WANTED.search(said[: match.start()]))
    return next((value for match in found if (value := _in_ten_thousands(match))), None)


def _in_ten_thousands(match: re.Match[str]) -> float | None:
    plain = match["yuan"] or match["coded"]
    if plain:
        return float(plain.replace(",", "")) / 10_000
    number = match["number"]
    if number == "半":
        value = 0.5
    elif number[0].isdigit():
        value = float(number.replace(",", ""))
    else:
        whole, _, part = number.partition("点")
        value = float(parse_numeral(whole) or 0) + (parse_numeral(part) or 0) / 10
    return value * _UNITS[match["unit"].lower()]
