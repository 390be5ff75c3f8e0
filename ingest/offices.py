"""Offices: one identity for every printed form, keyed by level and stem, so that 区 and 市 never mix."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.documents import Level, Span
from ingest.reading import reading_view

_PREFIX = re.compile(
    r"(?P<district>[\u4e00-\u9fff]{2,3}(?:新区|区|县)|区|县)|(?P<city>上海市|[\u4e00-\u9fff]{2}市|市)|(?P<province>省)|(?P<nation>国家)"
)
# 上海市 in 上海市普陀区教育局: the office belongs to the innermost place.
_HIGHER_PLACE = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,3}省)?(?:[\u4e00-\u9fff]{2,4}市)?(?=[\u4e00-\u9fff]{1,3}(?:新区|区|县)[\u4e00-\u9fff])"
)
_SUFFIX = re.compile(
    r"(?:局|委|委员会|办|办公室|会|部|院|厅|处|署|中心|政府|街道|镇|乡|所|社|公司|集团|大学|学院|学校|联|园|园区|部门|单位|企业|街|校|馆|站|组|专班|队|银行)$"
)
_COLLECTIVE = re.compile(
    r"^(?:各|全区|全市|相关|有关|其他|其它|区内|属地|(?:市|区)级?(?:各|有关|相关))|等?(?:有关|相关)(?:部门|单位)|^等(?:部门|单位)|各(?:街道|镇|园区|单位|部门|委办局)|成员单位|^(?:街道|镇|乡|街镇|镇街|乡镇|园区|职能部门)$"
)


@dataclass(frozen=True, slots=True)
class Office:
    """One office: its level (区, 市), its short stem, and the place when it is printed.

    Two offices are the same when level and stem are; `place` tells districts apart where a text
    names another one than the document's.
    """

    level: Level
    stem: str
    place: str = ""

    @property
    def name(self) -> str:
        """The usual short form: 区教育局, 市教委, or the stem alone when the level is unknown."""
        prefix = {Level.DISTRICT: "区", Level.CITY: "市", Level.PROVINCE: "省"}.get(self.level, "")
        return self.stem if self.stem == "团区委" else prefix + self.stem


@dataclass(frozen=True, slots=True)
class Mention:
    """An office found in running text: who, where, and whether the level was written."""

    office: Office
    span: Span
    level_printed: bool


@dataclass(frozen=True, slots=True)
class _Register:
    stems: dict[str, str]  # every Chinese form → stem
    english: dict[str, str]  # every lower-case English form → stem
    pattern: re.Pattern[str]
    english_pattern: re.Pattern[str]


@cache
def _register() -> _Register:
    table = tomllib.loads((files("ingest") / "data" / "offices.toml").read_text("utf-8"))["office"]
    stems: dict[str, str] = {}
    english: dict[str, str] = {}
    for row in table:
        for form in (row["stem"], *row["names"]):
            stems[form] = row["stem"]
        for form in row["english"]:
            english[form] = row["stem"]
    forms = "|".join(sorted(map(re.escape, stems), key=len, reverse=True))
    spoken = "|".join(sorted(map(re.escape, english), key=len, reverse=True))
    place = r"(?P<place>普陀区|普陀|上海市|上海|本区|我区|全区|本市|我市|[\u4e00-\u9fff]{2}(?:新区|区|县)|[\u4e00-\u9fff]{2}市|区级|市级|区|市|国家)?"
    return _Register(
        stems,
        english,
        re.compile(
            place + rf"(?P<form>{forms})(?!(?<=办)(?:[学职校教了理事法过]|[一个]?[所家](?!独|单|负责|承担|管|的)))"
        ),
        re.compile(
            rf"\b(?P<place>(?:putuo )?district |municipal |shanghai (?:municipal )?|city |putuo )?(?P<form>{spoken})\b"
        ),
    )


def english_name(office: Office) -> str | None:
    """The English name of an office with its level, None when the register has none."""
    names = [form for form, stem in _register().english.items() if stem == office.stem]
    if not names:
        return None
    level = {Level.DISTRICT: "District ", Level.CITY: "Municipal "}.get(office.level, "")
    small = {"and", "of", "for", "the"}
    words = (word if word in small else word[:1].upper() + word[1:] for word in names[0].split())
    return level + " ".join(words)


def office_words() -> frozenset[str]:
    """Every Chinese form of an office in the register."""
    return frozenset(_register().stems)


_UNPLACED = re.compile(
    r"(?:是|的|归|由|和|与|及|跟|找|问|让|请|到|给|除了|对|向|在|哪个|哪些)(?=[\u4e00-\u9fff]?[区市县])"
)
_KNOWN_PLACE_WORDS = {"区": Level.DISTRICT, "本区": Level.DISTRICT, "我区": Level.DISTRICT, "全区": Level.DISTRICT,
                      "区级": Level.DISTRICT, "市": Level.CITY, "本市": Level.CITY, "我市": Level.CITY,
                      "市级": Level.CITY, "国家": Level.NATIONAL, "普陀": Level.DISTRICT, "上海": Level.CITY}  # fmt: skip


def find_offices(text: str, *, level: Level = Level.UNKNOWN, place: str = "") -> tuple[Mention, ...]:
    """Every office named in `text`, short, full or English, in order of appearance.

    `level` and `place` are those of the document or question: an office without a prefix gets that level.
    """
    view = reading_view(text)
    register = _register()
    mentions = [_mention(match, register.stems[match["form"]], level=level, place=place)
                for match in register.pattern.finditer(view)]  # fmt: skip
    lowered = view.lower()
    for match in register.english_pattern.finditer(lowered):
        stem = register.english[match["form"]]
        printed = (match["place"] or "").strip()
        city = "municipal" in printed or printed in {"shanghai", "city"}
        found = Level.CITY if city or stem == "教委" else Level.DISTRICT if printed else level
        mentions.append(Mention(Office(found, stem), Span(match.start(), match.end()), bool(printed)))
    return tuple(sorted(mentions, key=lambda mention: mention.span))


def _mention(match: re.Match[str], stem: str, *, level: Level, place: str) -> Mention:
    printed = match["place"] or ""
    start = match.start()
    if printed in _KNOWN_PLACE_WORDS:
        found, named = _KNOWN_PLACE_WORDS[printed], ""
    elif printed.endswith(("区", "县")):
        found, named = Level.DISTRICT, printed
        if _UNPLACED.match(printed) or not _is_place(printed, match.string[: match.start()]):
            named, start = "", match.start("form") - 1
    elif printed.endswith("市"):
        found, named = Level.CITY, printed
        if not _is_place(printed, match.string[: match.start()]):
            named, start = "", match.start("form") - 1
    else:
        found, named = (Level.CITY if stem == "教委" and level is not Level.NATIONAL else level), ""
    if place in _HOME.get(named, {named}) or (place and named.startswith(place)):
        named = ""
    return Mention(Office(found, stem, named), Span(start, match.end()), bool(printed))


# Places that need no name in a document of these places: 上海市教委 in a district's plan is 市教委.
_HOME = {"普陀区": {"", "普陀区"}, "上海市": {"", "上海市", "普陀区"}}


_DISTRICTS = re.compile(
    "黄浦|徐汇|长宁|静安|普陀|虹口|杨浦|闵行|宝山|嘉定|浦东|金山|松江|青浦|奉贤|崇明|临港|天河|海淀|朝阳|南山|福田|滨海"
)


def _is_place(printed: str, before: str) -> bool:
    """Whether two characters before 区 or 市 read as a place name and not as the end of other words.

    A name that is not well known is one only where a phrase begins: 任务区教育局 is none in 哪些任务区教育局….
    """
    if _DISTRICTS.match(printed):
        return True
    if (
        before
        and re.search(r"[\u4e00-\u9fff]$", before)
        and not re.search(r"[是的归由和与及跟找问让请给对向在、]$", before)
    ):
        return False
    return not re.search(
        r"[是的归由和与及跟找问让请到给了对向在个些有为哪么不没无、,。?级各全里中内外间点项条章节分只算仅除]",
        printed[:-1],
    )


def resolve_office(printed: str, *, level: Level = Level.UNKNOWN, place: str = "") -> Office:
    """The office that one printed name stands for; names outside the register keep their own words as stem."""
    name = _HIGHER_PLACE.sub("", re.sub(r"\s+", "", reading_view(printed)))
    mentions = find_offices(name, level=level, place=place)
    if len(mentions) == 1 and mentions[0].span == Span(0, len(name)):
        return mentions[0].office
    match = _PREFIX.match(name)
    if match and _SUFFIX.search(name) and len(name) > match.end() + 1:
        found = {"district": Level.DISTRICT, "city": Level.CITY, "province": Level.PROVINCE, "nation": Level.NATIONAL}
        kind = str(match.lastgroup)
        named = match[0] if len(match[0]) > 1 and match[0] != place else ""
        return Office(found[kind], name[match.end() :], named)
    return Office(level, name)


def is_collective(printed: str) -> bool:
    """Whether a printed member names no office of its own: 相关部门, 各街道, 各有关单位."""
    return bool(_COLLECTIVE.search(re.sub(r"\s+", "", printed)))


def looks_like_office(printed: str) -> bool:
    """Whether a printed name reads as an organisation or a collective of them."""
    name = re.sub(r"\s+", "", reading_view(printed))
    name = re.sub(r"\([^()]*\)$", "", name)
    if len(name) > 30 or not re.fullmatch(r"[\w()“”‘’\"'《》·-]+", name):
        return False
    return is_collective(name) or (len(name) > 1 and (bool(_SUFFIX.search(name)) or name in _register().stems))
