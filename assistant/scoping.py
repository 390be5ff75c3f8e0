"""Which of several documents a question is about: named by title, number, level, year or issuer, else those in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import questions
from assistant.facts import Facts
from assistant.purposes import is_trivia
from assistant.queries import Query, Route
from assistant.routing import is_settled, of_documents
from assistant.sources import Sources
from ingest.documents import Document, Level
from ingest.offices import find_offices, resolve_office
from ingest.reading import squeeze

_KIND = r"(?:文件|政策|规定|方案|计划|办法|意见|通知|规划|条例|法规|要求|措施)"
_ASKS = r"(?=[^\u4e00-\u9fff]|怎|如|对|有|是|规|要)"  # what follows 市里 or 区里 where a level is meant
_LEVELS = {
    Level.NATIONAL: re.compile(rf"(?:国家|中央|全国)(?:级|层面|一级|的|有关|相关|这级)*{_KIND}|国家层面|国务院(?:办公厅)?的?{_KIND}"),
    Level.PROVINCE: re.compile(rf"省(?:级|里|层面|一级|的)+{_KIND}|省级层面"),
    Level.CITY: re.compile(rf"(?<![城都超门夜])市(?:级|里|一级)?(?:层面|的|有关|相关)*{_KIND}|市级层面|(?<![城都超])市里{_ASKS}"),
    Level.DISTRICT: re.compile(rf"(?<![园社地校小城郊景厂])区(?:级|里|一级)?(?:层面|的|有关|相关)*{_KIND}|区级层面|(?<![园社地校小城景厂])区里{_ASKS}"),
}  # fmt: skip
_YEAR = re.compile(rf"(20\d\d)年?(?:版|度|的|印发|出台|发布|制定|下发)*(?:那[个份])?[\u4e00-\u9fff]{{0,8}}?{_KIND}")
_ISSUED = re.compile(rf"(?:印发|发布|出台|制定|下发)的?(?:那[个份])?[\u4e00-\u9fff]{{0,8}}?{_KIND}")
_SERIAL = re.compile(r"(?<!\d)(\d{1,4})号文?")
_ENDING = re.compile(r"(?:方案|计划|办法|意见|通知|规划|条例|规定|细则|指引|法)(?:\([^()]*\))?$")
_SHORTEST = 5  # characters of a part of a title that still name it


@dataclass(frozen=True, slots=True)
class Named:
    """The documents that a question names; none of them where it names a kind that is not there (`said`)."""

    document_ids: frozenset[str]
    said: str


_CLEARLY = 0.1  # by which a question is rather one of those that documents answer or leave open


def on_topic(query: Query, said: str, sources: Sources) -> Query:
    """The query with another route where it seems off topic by its words and is rather about what the documents say, or leave open."""
    if query.route is not Route.OFF_TOPIC or is_settled(query) or questions.INJECTION.search(said):
        return query
    least = 2 * _CLEARLY if is_trivia(query.plain) else _CLEARLY
    return of_documents(query) if sources.near_text(query.plain).idleness() < -least else query


def named_in(plain: str, documents: Sequence[Document]) -> Named | None:
    """The documents that a question restricts itself to; None where it names none, or where there is but one."""
    if len(documents) <= 1:
        return None
    asked = squeeze(plain)
    titled = _titled(asked, documents)
    if titled:
        return Named(frozenset(document.document_id for document in titled), "")
    found, said = set(documents), []
    for level, pattern in _LEVELS.items():
        if match := pattern.search(plain):
            found &= {document for document in documents if document.level is level}
            said.append(match[0])
            break
    if match := _YEAR.search(plain):
        dated = {document for document in documents if match[1] in _years(document)}
        found, said = (found & dated, [*said, match[0]]) if dated else (found, said)
    issuing = _issued_by(plain, documents)
    if issuing:
        found &= issuing
        said.append("")
    if not said:
        return None
    return Named(frozenset(document.document_id for document in found), "、".join(filter(None, said)))


def _titled(asked: str, documents: Sequence[Document]) -> list[Document]:
    """The documents whose title, number or the telling end of whose title stands in a question, the longest first."""
    whole = [document for document in documents if squeeze(document.title) in asked or (document.number and squeeze(document.number) in asked)]  # fmt: skip
    if whole:
        longest = max(len(document.title) for document in whole)
        return [document for document in whole if not any(squeeze(document.title) in squeeze(other.title) and len(other.title) == longest
                for other in whole if other.title != document.title)]  # fmt: skip
    serials = {match[1] for match in _SERIAL.finditer(asked)}
    numbered = [document for document in documents if (own := re.search(r"(\d+)号$", document.number or "")) and own[1] in serials]  # fmt: skip
    if numbered:
        return numbered
    sizes = {document.document_id: _shared_end(squeeze(document.title), asked) for document in documents}
    best = max(sizes.values(), default=0)
    named = [document for document in documents if sizes[document.document_id] == best >= _SHORTEST]
    return named if len(named) < len(documents) else []


def _shared_end(title: str, asked: str) -> int:
    """How many characters at the end of a title, its kind included, stand in a question (产教融合行动方案)."""
    end = _ENDING.search(title)
    if end is None:
        return 0
    bare = title[: end.end()]
    for variant in (bare, re.sub(r"\([^()]*\)$", "", bare)):
        for start in range(len(variant)):
            if variant[start:] in asked:
                return len(variant) - start
    return 0


def _years(document: Document) -> set[str]:
    issued = {str(document.issued_on.year)} if document.issued_on else set()
    return issued | set(re.findall(r"20\d\d", document.title)) | set(re.findall(r"[〔﹝\[](20\d\d)[〕﹞\]]", document.number or ""))  # fmt: skip


def _issued_by(plain: str, documents: Sequence[Document]) -> set[Document]:
    """The documents issued by the office that a question names right before 印发的方案 and the like."""
    match = _ISSUED.search(plain)
    if match is None:
        return set()
    before = [mention for mention in find_offices(plain)
              if mention.span.end <= match.start() and re.fullmatch(r"[\s在于\d年月]*", plain[mention.span.end : match.start()])]  # fmt: skip
    if not before:
        return set()
    office = before[-1].office
    return {document for document in documents for name in document.issuers
            if (own := resolve_office(name, level=document.level, place=document.place)).stem == office.stem
            and office.level in {own.level, Level.UNKNOWN}}  # fmt: skip


def preferred(sources: Sources) -> Sources:
    """The sources without the documents that no longer or not yet apply, where others are left."""
    standing = sources.standing()
    applying = [document.document_id for document in sources.documents() if standing[document.document_id].is_in_force]
    if sources.document_id or not applying or len(applying) == len(standing):
        return sources
    return replace(sources, within=frozenset(applying))


def set_aside(sources: Sources) -> Sources | None:
    """The sources that `preferred` leaves out; None where it leaves out none."""
    used = preferred(sources)
    if used.within is None or used == sources:
        return None
    return replace(sources, within=frozenset(document.document_id for document in sources.documents()) - used.within)


def without_naming(plain: str) -> str:
    """A question with 国办发〔2017〕95号, 64号文 and 市教委印发的 as words that name no number and no office: 该文件, 该."""
    plain = re.sub(
        r"[\u4e00-\u9fff]{2,8}[〔﹝\[(]20\d\d[〕﹞\])]\d{1,4}号(?:文件?)?|(?<!\d)\d{1,4}号文件?", "该文件", plain
    )
    issuing = _ISSUED.search(plain)
    before = [mention for mention in find_offices(plain) if issuing and mention.span.end <= issuing.start()]
    if issuing and before and re.fullmatch(r"[\s在于\d年月]*", plain[before[-1].span.end : issuing.start()]):
        rest = re.sub(r"^(?:印发|发布|出台|制定|下发)的?", "", plain[issuing.start() :])
        return plain[: before[-1].span.start] + "该" + rest
    return plain


def scoped(sources: Sources, plain: str) -> Sources:
    """The sources kept to the documents that a question names, whether they apply or not; else `sources` itself."""
    if sources.document_id is not None:
        return sources
    named = named_in(plain, sources.whole().documents())
    return sources if named is None else replace(sources, within=named.document_ids, missing=named.said)


_LOCATED = re.compile(r"在|于|注册|外区|区外|外地|\b(?:in|outside|registered)\b")


def asks_of_here(query: Query, sources: Sources, facts: Facts, *, place: str, earlier: bool) -> bool:
    """Whether a question that names another place asks for the rules of here: the asker is there, or works here too.

    `earlier`: where the asker is was said before.
    """
    plain = query.plain
    names = [document.place.rstrip("区市省县") for document in sources.documents() if document.place]
    own = any(re.search(rf"(?<![比跟和与像]){re.escape(name)}", plain) for name in names)
    there = [fact for fact in facts if fact.name == "in_district" and fact.value == "no"]
    located = bool(there) and (earlier or bool(_LOCATED.search(there[0].words)))
    located = located or bool(re.search(rf"[在于](?:上海市?)?{re.escape(place)}", plain))
    return own or located or bool(questions.FIRST_PERSON.search(plain))
