"""Facts about a document itself: issuers, date, basis, addressees, approval, number, validity, successor."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant import document_words
from assistant.answers import Status
from assistant.claims import Claim, Draft, Quote
from assistant.document_asks import asked_of_document
from assistant.language import Language
from assistant.ownership import shown
from assistant.queries import Query
from assistant.shown import tidy
from assistant.sources import Sources
from assistant.wording import Wording
from ingest.bases import bases_of, held_basis
from ingest.catalogue import bare_title, entry_named, read_catalogue
from ingest.clauses import Clause
from ingest.documents import Document, Level
from ingest.offices import Office, find_offices, resolve_office
from ingest.reading import reading_view, squeeze
from ingest.sentences import sentences_of

_BASIS = re.compile(r"根据|依据|按照|依照|为(?:了)?(?:进一步)?(?:贯彻|落实|深入)")
_APPROVAL = re.compile(r"审议通过|会议通过|同意|批准|审定")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔﹝\[]\d{4}[〕﹞\]]第?\d{1,4}号")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One document being asked about, with the paragraphs around its body."""

    query: Query
    sources: Sources
    document: Document
    front: list[Clause]
    wording: Wording

    def paragraph(self, pattern: re.Pattern[str], *, body: bool = False) -> Quote | None:
        """The first sentence around the body (or anywhere) that a pattern matches."""
        view = reading_view(self.document.text)
        for clause in self.front:
            for span in sentences_of(view, clause.span):
                if pattern.search(span.slice(view)):
                    return Quote(self.document.document_id, clause.clause_id, span)
        return self._in_body(pattern, view) if body else None

    def _in_body(self, pattern: re.Pattern[str], view: str) -> Quote | None:
        root = self.sources.index.clauses(self.document.document_id)
        for clause in root.walk():
            if clause.own and not clause.children:
                for span in sentences_of(view, clause.own):
                    if pattern.search(span.slice(view)):
                        return Quote(self.document.document_id, clause.clause_id, span)
        return None

    def words(self, quote: Quote) -> str:
        return tidy(quote.span.slice(self.document.text))

    def whole(self, text: str) -> Quote | None:
        """The paragraph around the body that holds `text`, quoted whole."""
        wanted = squeeze(text)
        for clause in self.front:
            if wanted in squeeze(clause.span.slice(self.document.text)):
                return Quote(self.document.document_id, clause.clause_id, clause.span)
        return None


_Found = tuple[bool, list[Claim]]  # whether the text says it, and what to say


def compose_provenance(query: Query, sources: Sources, document: Document, wording: Wording) -> Draft:
    """What the text says of itself; what it does not say is said to be missing."""
    reading = _Reading(query, sources, document, sources.front_clauses(document), wording)
    results = [_READERS[name](reading) for name in asked_of_document(query)]
    claims = tuple(dict.fromkeys(claim for _, said in results for claim in said))
    stated = [told for told, _ in results]
    status = Status.ANSWERED if all(stated) else Status.PARTIAL if any(stated) else Status.NOT_IN_DOCUMENTS
    return Draft(status, claims, documents=(document.document_id,))


def _issuers(reading: _Reading) -> _Found:
    names = reading.document.issuers
    quote = reading.whole(names[0]) if names else None
    if quote is None:
        return False, [Claim(reading.wording.say("absent", what=_what(reading, "印发机关", "who issued it")))]
    return True, [
        Claim(
            reading.wording.say("issuers", title=reading.document.title, names=reading.wording.join(names)),
            (quote,),
            (reading.document.title,),
        )
    ]


def _issued_on(reading: _Reading) -> _Found:
    day = reading.document.issued_on
    printed = f"{day.year}年{day.month}月{day.day}日" if day else ""
    quote = reading.paragraph(re.compile(re.escape(printed))) if day else None
    if day is None or quote is None:
        return False, [Claim(reading.wording.say("absent", what=_what(reading, "印发日期", "the date of issue")))]
    said = f"{printed} ({day.isoformat()})" if reading.query.language is Language.ENGLISH else printed
    return True, [
        Claim(
            reading.wording.say("issued_on", title=reading.document.title, date=said),
            (quote,),
            (reading.document.title, *day.isoformat().split("-")),
        )
    ]


def _basis(reading: _Reading) -> _Found:
    quote = reading.paragraph(_BASIS)
    if quote is None:
        return False, [Claim(reading.wording.say("absent", what=_what(reading, "制定依据", "its basis")))]
    claims = [Claim(reading.wording.say("basis", text=reading.words(quote)), (quote,))]
    titles = re.findall(r"《([^《》]+)》", reading.words(quote))
    claims += [claim for title in titles if (claim := _superior(reading, title, quote))]
    return True, claims


def _superior(reading: _Reading, title: str, quote: Quote) -> Claim | None:
    """Whether a document that this one is based on is in the corpus, with its level; None for the document itself."""
    if bare_title(title) == bare_title(reading.document.title):
        return None
    everything = reading.sources.whole().documents()
    entry = entry_named(title, read_catalogue())
    held = next(
        (d for d in everything if bare_title(d.title) == bare_title(title) or (entry and entry.is_met_by(d))), None
    )
    named = next((basis for basis in bases_of(reading.document) if bare_title(basis.title) == bare_title(title)), None)
    held = held or (held_basis(named, everything) if named else None)
    level, number = (
        (held.level, held.number) if held else (entry.level, entry.number) if entry else (Level.UNKNOWN, None)
    )
    if held is None and not level:
        return Claim(reading.wording.say("gap", title=title), (quote,))
    english = reading.query.language is Language.ENGLISH
    facts = [f"level: {level}" if english else f"{level}级" if level else "", number or ""]
    key = "basis_held" if held else "gap_level"
    text = reading.wording.say(key, title=title, facts=reading.wording.join([fact for fact in facts if fact]))
    return Claim(text, (quote,), (number or "", title))


def _addressees(reading: _Reading) -> _Found:
    quote = reading.paragraph(re.compile(r"^[^。]{4,400}:$"))
    if quote is None:
        return False, [Claim(reading.wording.say("absent", what=_what(reading, "主送单位", "the addressees")))]
    printed = reading.words(quote).rstrip(":：")
    names = re.split(r"[,,、]", printed)
    offices = [name for name in names if not re.match(r"各|有关", name)]
    rest = [name for name in names if name not in offices]
    said = reading.wording.say("addressees", count=len(offices), names=reading.wording.join(offices))
    claims = [Claim(said, (quote,), (str(len(offices)),))]
    if rest:
        claims.append(Claim(reading.wording.say("addressee_rest", names=reading.wording.join(rest)), (quote,)))
    listed = {mention.office.stem for mention in find_offices(printed)}
    for office in _offices_asked(reading):
        asked = shown(office.name, office, reading.query.language)
        key = "is_addressee" if office.stem in listed else "not_addressee"
        claims.insert(0, Claim(reading.wording.say(key, asked=asked), (quote,), (office.name, asked)))
        issuer = next((name for name in reading.document.issuers if office.stem in name), None)
        whole = reading.whole(issuer) if issuer else None
        if whole:
            claims.append(Claim(reading.wording.say("is_issuer", asked=asked), (whole,), (office.name, asked)))
    return True, claims


def _offices_asked(reading: _Reading) -> list[Office]:
    """The offices a question names, or those that issued the document where a pronoun stands for them."""
    named = [mention.office for mention in reading.query.offices]
    if named or not document_words.ISSUERS_MEANT.search(reading.query.plain):
        return named
    document = reading.document
    return [resolve_office(name, level=document.level, place=document.place) for name in document.issuers]


def _approval(reading: _Reading) -> _Found:
    quote = reading.paragraph(_APPROVAL)
    if quote is None:
        return False, [Claim(reading.wording.say("absent", what=_what(reading, "审议情况", "its approval")))]
    return True, [Claim(reading.wording.say("approval", text=reading.words(quote)), (quote,))]


def _number(reading: _Reading) -> _Found:
    number = reading.document.number
    own = reading.whole(number) if number else None
    if number and own:
        return True, [Claim(reading.wording.say("own_number", number=number), (own,))]
    claims = [Claim(reading.wording.say("no_number"))]
    basis = reading.paragraph(_BASIS)
    cited = _NUMBER.search(reading.words(basis)) if basis else None
    if basis and cited:
        printed = re.sub(r"^[(（]", "", cited[0])
        claims.append(Claim(reading.wording.say("basis_number", number=printed), (basis,), (printed,)))
        claims.append(Claim(reading.wording.say("basis", text=reading.words(basis)), (basis,)))
        meant = document_words.names_another(reading.query.plain)
        return meant or _names_it(reading.query.plain, printed), claims[1:] if meant else claims
    return False, claims


def _names_it(plain: str, number: str) -> bool:
    """Whether the question itself names the number, so that telling whose it is answers it."""
    return squeeze(number) in squeeze(plain)


def _validity(reading: _Reading) -> _Found:
    quote = reading.paragraph(re.compile(r"有效期|自.{0,20}(?:施行|实施|生效)|(?:施行|实施|生效)之日"), body=True)
    if quote is not None:
        return True, [Claim(reading.wording.say("quoted", text=reading.words(quote), label=quote.clause_id), (quote,))]
    claims = [Claim(reading.wording.say("no_validity"))]
    year = reading.document.horizon
    goal = reading.paragraph(re.compile(rf"到{year}年"), body=True) if year else None
    if year and goal:
        claims.append(Claim(reading.wording.say("horizon_year", year=year), (goal,)))
    return False, claims


def _horizon(reading: _Reading) -> _Found:
    """The year that the goals of the document are set for."""
    year = reading.document.horizon
    goal = reading.paragraph(re.compile(rf"到{year}年"), body=True) if year else None
    if year is None or goal is None:
        return False, [Claim(reading.wording.say("absent", what=_what(reading, "目标年份", "its target year")))]
    return True, [Claim(reading.wording.say("horizon_year", year=year), (goal,))]


def _successor(reading: _Reading) -> _Found:
    return False, [Claim(reading.wording.say("no_successor"))]


def _what(reading: _Reading, chinese: str, english: str) -> str:
    return english if reading.query.language is Language.ENGLISH else chinese


def _title(reading: _Reading) -> _Found:
    quote = reading.whole(reading.document.title)
    if quote is None:
        return False, [Claim(reading.wording.say("absent", what=_what(reading, "全称", "its full title")))]
    text = reading.wording.say("full_title", title=reading.document.title)
    return True, [Claim(text, (quote,), (reading.document.title,))]


def _address(reading: _Reading) -> _Found:
    """The official page is known from the metadata; the text itself prints none."""
    url = reading.document.url
    if url is None:
        return False, [Claim(reading.wording.say("absent", what=_what(reading, "官方网址", "an official page")))]
    return True, [Claim(reading.wording.say("official_page", url=url), (), (url,))]


def _level(reading: _Reading) -> _Found:
    issuer = reading.whole(reading.document.issuers[0]) if reading.document.issuers else None
    if not reading.document.level or issuer is None:
        return False, [Claim(reading.wording.say("absent", what=_what(reading, "文件层级", "its level")))]
    level, names = reading.wording.level_name(reading.document.level), reading.wording.join(reading.document.issuers)
    text = reading.wording.say("level_is", level=level, place=reading.document.place, names=names)
    return True, [Claim(text, (issuer,), (level, reading.document.place))]


_READERS: dict[str, Callable[[_Reading], _Found]] = {
    "issuers": _issuers,
    "issued_on": _issued_on,
    "basis": _basis,
    "addressees": _addressees,
    "approval": _approval,
    "title": _title,
    "address": _address,
    "level": _level,
    "number": _number,
    "validity": _validity,
    "successor": _successor,
    "horizon": _horizon,
}
