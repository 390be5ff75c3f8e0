"""Facts about a document: read from its own header and footer, or given in a metadata file beside it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ingest.documents import Document, Level, Span, Validity
from ingest.errors import DocumentRefused
from ingest.headings import read_mark
from ingest.numerals import parse_numeral
from ingest.reading import paragraphs_of, reading_view

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12} *[〔﹝\[【(] *(?:19|20)\d{2} *[〕﹞\]】)] *(?:第 *)?\d{1,4} *号")
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
    r"[\u4e00-\u9fff]{2,24}?(?:委员会|人民政府|办公室|办公厅|局|厅|部|总工会|人民银行|税务总局|委)(?=\s|$)"
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
    issuers = _signed_by(edges)
    level, place = _whose(title, issuers)
    valid = _VALID_UNTIL.search(view)
    number = next(
        (found for line in edges if len(line) <= 40 and not _CITED.search(line) and (found := _NUMBER.search(line))),
        None,
    )
    horizon = _HORIZON.search(title) or _HORIZON.search(view)
    return Facts(
        title=title,
        number=re.sub(r"\s+", "", number[0]) if number else None,
        issuers=issuers,
        issued_on=next(
            (day for line in reversed(edges) if _ISSUED.fullmatch(line) and (day := parse_date(line))), None
        ),
        valid_until=parse_date(valid[1]) if valid else None,
        horizon=int(horizon[1] or horizon[2]) if horizon else None,
        level=level,
        place=place,
    )


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


def _whose(title: str, issuers: tuple[str, ...]) -> tuple[Level, str]:
    """Level and place of a document by its issuers, else by its title: the innermost place that is printed."""
    for source in (*issuers, re.sub(r"^关于(?:印发|发布|公布)?", "", title)):
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
