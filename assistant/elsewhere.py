"""Places and years that a question names and the documents do not: what holds here would be read as holding there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import questions
from assistant.evidence import Evidence
from assistant.language import Language
from assistant.queries import Query
from assistant.sources import Sources
from ingest.documents import Document

_OTHER_DISTRICTS = "黄浦|徐汇|长宁|静安|虹口|杨浦|闵行|宝山|嘉定|浦东|金山|松江|青浦|奉贤|崇明|临港|闸北|卢湾"
_OTHER_REGIONS = (
    "北京|天津|重庆|广州|深圳|杭州|苏州|南京|宁波|无锡|武汉|成都|西安|合肥|青岛|厦门|郑州|长沙|江苏|浙江|广东|山东|安徽|福建|四川|湖北|湖南|河南|河北|陕西|辽宁|香港|澳门|"
    "台湾|pudong|jing'?an|xuhui|minhang|yangpu|hongkou|beijing|shenzhen|hangzhou|lingang|suzhou"
)
_PLACE = re.compile(rf"(?:{_OTHER_DISTRICTS}|{_OTHER_REGIONS})(?:新区|新片区|区|市|省)?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|版|\s|$|[^\d号%.万亿元块家个名人])")


def names_year(plain: str) -> bool:
    """Whether a plain question names a year."""
    return bool(_YEAR.search(plain))


def elsewhere(query: Query, sources: Sources, evidence: Sequence[Evidence] = ()) -> str:
    """A place the question names that is neither the documents' own nor in their text; empty otherwise.

    Whose document the best sentence is from must be known: one without a place may well be of the one asked about.
    """
    best = _document_of(sources, evidence)
    if best is not None and not best.place:
        return ""
    for match in _PLACE.finditer(query.plain):
        if not any(match[0].lower() in document.text.lower() for document in sources.documents()):
            return match[0]
    return ""


def other_year(query: Query, sources: Sources, evidence: Sequence[Evidence] = ()) -> str:
    """A year, five-year period or later batch the question names and no document in scope does; empty otherwise.

    Where the best sentence is from a document that names no year and has no date, none can be told from another.
    """
    best = _document_of(sources, evidence)
    if best is not None and best.issued_on is None and not _YEAR.search(best.text):
        return ""
    years = [match[1] for match in _YEAR.finditer(query.plain)]
    stated = [any(year in document.text for document in sources.documents()) for year in years]
    put_up = any(stated) and questions.EITHER.search(query.plain)  # 2025年还是2023年: the text says which
    for year, told in zip(years, stated, strict=True):
        if not told and not put_up:
            return f"{year}年" if query.language is not Language.ENGLISH else year
    for batch in re.findall(r"第[二三四五六七八九十\d]+[批轮]", query.plain):
        if not any(batch in text for text in sources.texts()):
            return str(batch)  # what is said of the first holds for the first
    for period in re.findall(r"十[一二三四五六]五", query.plain):
        if not any(period in text for text in sources.texts()):
            return f"“{period}”时期"
    return ""


def _document_of(sources: Sources, evidence: Sequence[Evidence]) -> Document | None:
    """The document that the best sentence is from."""
    return sources.index.document(evidence[0].sentence.passage.document_id) if evidence else None
