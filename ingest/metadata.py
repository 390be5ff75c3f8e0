"""Facts about a document: read from its own header and footer, or given in a metadata file beside it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from ingest.documents import Document, Level, Span, Validity
from ingest.errors import DocumentRefused
from ingest.headings import read_mark
from ingest.numerals import parse_numeral
from ingest.reading import paragraphs_of, reading_view

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12} *[〔﹝\[【(] *(?:19|20)\d{2} *[〕﹞\]】)] *(?:第 *)?\d{1,4} *号")
_ORDER = re.compile(
    r"(?:[\u4e00-\u9fff]{2,20}?(?:人民政府|国务院|委员会|部|总局|局|厅|署)|主席) *令\s*\(?第 *[\d一二三四五六七八九十百〇零]{1,5} *号"
)
_CITED = re.compile(r"根据|按照|依据|依照|贯彻|落实|关于|《")
_YEAR = r"(?:\d{4}|[一二][〇○零oO0一二三四五六七八九\d]{3})"
_DATE = re.compile(
    rf"({_YEAR})\s*年\s*(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*月\s*(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*日"
)
_ISSUED = re.compile(rf"[(\[]?(?:.{{2,30}}\s)?{_DATE.pattern}[)\]]?|.*{_DATE.pattern}[^起前后]{{0,20}}(?:通过|发布|公布|印发).*|"
                     rf"(?:成文|发文|印发|发布)(?:日期|时间)\s*[::]\s*{_DATE.pattern}")  # fmt: skip
_VALID_UNTIL = re.compile(rf"有效期(?:至|到|截止到?|截至)\s*({_DATE.pattern})")
_HORIZON = re.compile(r"到\s*(20\d{2})\s*年|(?:20\d{2})\s*[-—–~至]+\s*(20\d{2})\s*年")
_TITLE_ENDINGS = re.compile(
    r"(?:通知|意见|办法|方案|规定|条例|规划|计划|细则|决定|通告|公告|措施|规则|函|章程|指南|要点|制度|目录|标准|准则|法)(?:\([^()]*\))?$"
)
_ISSUER = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:委员会|人民政府|办公室|办公厅|局|厅|部|总工会|人民银行|税务总局|委|中心|联合会|法院|检察院|总局|署)(?=\s|$)"
)
_DISTRICT = re.compile(r"([\u4e00-\u9fff]{1,3}(?:新区|区|县))(?!域|块)")
_NO_DISTRICT = re.compile(r"[社园地校景小城片辖库灾山牧林特郊战军湾]区$|自治[区县]$")
_CITY = re.compile(r"([\u4e00-\u9fff]{1,3}?(?![城都门上股超夜集楼入全本我省各])[\u4e00-\u9fff]市)(?!场|民|政|容|值)")
_PROVINCE = re.compile(
    r"((?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省"
    r"|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区)"
)
_NATIONAL = re.compile(
    r"^(?:中华人民共和国|国务院|全国|国家)|中共中央|国办|(?:^|\s)(?:财政部|教育部|发展改革委|国家税务总局)"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the header and footer of a text say about the document; None or empty where they are silent."""

    title: str
    number: str | None
    issuers: tuple[str, ...]
    issued_on: date | None
    valid_until: date | None
    horizon: int | None
    level: Level
    place: str


def read_facts(text: str, *, fallback_title: str) -> Facts:
    """The facts that `text` states about itself in its first and last lines."""
    view = reading_view(text)
    paragraphs = paragraphs_of(text)
    head, tail = _head_and_tail(view, paragraphs)
    title = _title(view, head) or fallback_title
    edges = [span.slice(view) for span in (*head, *tail)]
    signed = _without_imprint(edges)
    number = _number(edges, head_length=len(head))
    issuers = _signed_by(signed) or _signed_by(edges) or _ordered_by(number)
    level, place = level_and_place(title, issuers)
    valid = _VALID_UNTIL.search(view)
    horizon = _HORIZON.search(title) or _HORIZON.search(view)
    return Facts(
        title=title,
        number=number,
        issuers=issuers,
        issued_on=_issued_on(signed) or _issued_on(edges),
        valid_until=parse_date(valid[1]) if valid else None,
        horizon=int(horizon[1] or horizon[2]) if horizon else None,
        level=level,
        place=place,
    )


def _issued_on(lines: list[str]) -> date | None:
    return next((day for line in reversed(lines) if _ISSUED.fullmatch(line) and (day := parse_date(line))), None)


_IMPRINT = re.compile(rf"(?:[^。]{{2,40}}?\s*)?{_DATE.pattern}\s*印发")


def _without_imprint(lines: list[str]) -> list[str]:
    """`lines` without the foot that says when and by which secretariat a document was printed: it signs nothing."""
    kept: list[str] = []
    for line in lines:
        if _IMPRINT.fullmatch(line.strip()):
            if kept and re.search(r"(?:办公室|秘书处|办公厅|秘书科)$", kept[-1].strip()) and _DATE.match(line.strip()):
                kept.pop()
            continue
        kept.append(line)
    return kept


def _ordered_by(number: str | None) -> tuple[str, ...]:
    """Who issued an order, by its number: 某市人民政府令第1号."""
    found = re.match(r"(?:中华人民共和国)?(.+?)令第", number or "")
    return (found[1],) if found else ()


def _number(edges: list[str], *, head_length: int) -> str | None:
    """The number on a short line of its own above or below the body; an order's may stand on two lines (…令 / 第179号)."""
    for line in edges:
        if len(line) <= 40 and not _CITED.search(line) and (found := parse_number(line)):
            return found
    for first, second in pairwise(edges[:head_length]):
        if first.rstrip().endswith("令") and (found := parse_number(f"{first} {second}")):
            return found
    return None


def parse_number(printed: str) -> str | None:
    """The document number in `printed` without spaces (沪发改社〔2020〕41号, 国务院令第746号); None where there is none."""
    found = _NUMBER.search(reading_view(printed)) or _ORDER.search(reading_view(printed))
    return re.sub(r"\s+|\((?=第)|^[年月日]", "", printed[found.start() : found.end()]) if found else None


def parse_date(printed: str) -> date | None:
    """The first full date in `printed`, Arabic or Chinese digits; None where there is none or it is no day."""
    match = _DATE.search(printed)
    if match is None:
        return None
    year, month, day = (parse_numeral(part) for part in match.groups())
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _head_and_tail(view: str, paragraphs: list[Span]) -> tuple[list[Span], list[Span]]:
    first_mark = next((i for i, span in enumerate(paragraphs) if read_mark(view, span)), len(paragraphs))
    head = paragraphs[: min(first_mark, 12)]
    return head, [span for span in paragraphs[max(first_mark, len(paragraphs) - 6) :] if len(span) <= 60]


def _title(view: str, head: list[Span]) -> str | None:
    """The last line above the body that ends as titles end, so that a plan sent with a notice keeps its own name."""
    lines = [re.sub(r"\s+", "", span.slice(view)) for span in head if len(span) <= 80]
    titled = [line for line in lines if _TITLE_ENDINGS.search(line) and not re.search(r"[:。;,]", line)]
    return titled[-1] if titled else None


def _issuers(line: str) -> tuple[str, ...]:
    parts = [re.sub(r"\s+", "", part) for part in re.split(r"\s{1,}", line.strip())]
    named = [part for part in parts if _ISSUER.fullmatch(part)]
    return tuple(named) if named and len(named) == len(parts) else ()


def _signed_by(lines: list[str]) -> tuple[str, ...]:
    """The issuers on the last lines that hold nothing else, a date on the same line aside."""
    signed: tuple[str, ...] = ()
    for line in reversed(lines):
        found = _issuers(re.sub(rf"\s*{_DATE.pattern}$", "", line))
        if signed and not found:
            break
        signed = (*found, *signed)
    return signed


def issuers_named(words: str, *, whole: bool = False) -> tuple[str, ...]:
    """The issuers that a title begins with (甲局 乙局关于印发…), or, when `whole`, those that `words` consist of."""
    before = words if whole else re.match(r"(.{2,200}?)关于", words)
    named = before if isinstance(before, str) else before[1] if before else ""
    parts = [part for part in re.split(r"[\s、,;，；]+", named.strip()) if part]
    return tuple(parts) if parts and all(_ISSUER.fullmatch(part) for part in parts) else ()


def level_and_place(title: str, issuers: tuple[str, ...]) -> tuple[Level, str]:
    """Level and place of a document by its issuers, else by its title: the innermost place that is printed."""
    named = re.sub(r"^(?:[【\[][^】\]]{1,8}[】\]])?(?:(?:19|20)\d{2}年度?)?(?:关于(?:印发|发布|公布)?)?", "", title)
    for source in (*issuers, named):
        if _NATIONAL.search(source):
            return Level.NATIONAL, ""
        found, rest = (Level.UNKNOWN, ""), source
        for level, pattern in ((Level.PROVINCE, _PROVINCE), (Level.CITY, _CITY), (Level.DISTRICT, _DISTRICT)):
            match = pattern.match(rest)
            if match and not (level is Level.DISTRICT and _NO_DISTRICT.search(match[1])):
                found, rest = (level, match[1]), rest[match.end() :]
        if found[0] is not Level.UNKNOWN:
            return found
    return Level.UNKNOWN, ""


def document_from_text(text: str, *, document_id: str, url: str | None = None) -> Document:
    """A document whose facts are those its text states."""
    facts = read_facts(text, fallback_title=document_id)
    return Document(document_id, facts.title, text, facts.level, facts.place, facts.issuers, facts.number,
                    facts.issued_on, facts.valid_until, facts.horizon, url)  # fmt: skip


def with_metadata(document: Document, file: Path) -> Document:
    """`document` with the facts of a metadata file (TOML) in place of what was read from the text."""
    try:
        stated = tomllib.loads(file.read_text("utf-8"))
        life = {name: stated.pop(name) for name in _LIFE & stated.keys()}
        return replace(document, **_checked(stated), validity=_checked_validity(document.validity, life))
    except (OSError, ValueError, TypeError) as error:
        raise DocumentRefused(
            f"{file.name}: not a usable metadata file ({' '.join(str(error).split())}); see documents/putuo-2021/metadata.toml"
        ) from error


_LIFE = {"effective_on", "repealed_on", "repealed_by", "replaces"}


def _checked_validity(read: Validity, stated: dict[str, Any]) -> Validity:
    fields: dict[str, Any] = {}
    for name, value in stated.items():
        if name == "replaces" and isinstance(value, list) and all(isinstance(item, str) and item for item in value):
            fields[name] = tuple(value)
        elif (name == "repealed_by" and isinstance(value, str)) or (name.endswith("_on") and type(value) is date):
            fields[name] = value
        else:
            raise ValueError(f"malformed entry {name!r}")
    return replace(read, **fields)


_STRINGS = {"document_id", "title", "place", "number", "url"}


def _checked(stated: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in stated.items():
        if name == "url" and not re.match(r"https?://\S+$", str(value)):
            raise ValueError(f"url is no web address: {value!r}")
        if name in _STRINGS and isinstance(value, str) and value.strip() and len(value.splitlines()) == 1:
            fields[name] = value
        elif name == "level":
            fields[name] = Level(value)
        elif name == "issuers" and isinstance(value, list) and all(isinstance(item, str) for item in value):
            fields[name] = tuple(value)
        elif (name in {"issued_on", "valid_until"} and type(value) is date) or (
            name == "horizon" and type(value) is int
        ):
            fields[name] = value
        else:
            raise ValueError(f"unknown or malformed entry {name!r}")
    return fields
