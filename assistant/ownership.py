"""Who owns what: one task by its sentences, and sets of tasks by exact queries over the ledger."""

from __future__ import annotations

import re

from assistant import questions
from assistant.answers import Status
from assistant.asking import Ask
from assistant.claims import Claim, Draft, Quote
from assistant.evidence import Evidence
from assistant.language import Language
from assistant.queries import Query
from assistant.shown import tidy
from assistant.sources import Sources
from assistant.wording import Wording
from ingest.numerals import parse_numeral
from ingest.offices import Office, english_name
from ingest.tasks import Role
from vectorstore.ledger import LedgerRow


def shown(printed: str, office: Office | None, language: Language) -> str:
    """An office as a sentence of the answer names it: as printed, in English with its English name."""
    spoken = english_name(office) if language is Language.ENGLISH and office else None
    return f"{spoken} ({printed})" if spoken else printed


def names_of(row: LedgerRow, language: Language) -> list[str]:
    """The offices of a task as a sentence of the answer names them, in printed order."""
    return [shown(a.printed, None if a.collective else a.office, language) for a in row.assignments]


def owners_claim(row: LedgerRow, names: list[str], note: Quote, wording: Wording) -> Claim:
    """The sentence that names the offices of a task, by its note."""
    key = "owners" if len(names) > 1 else "owner_one"
    text = wording.say(key, label=row.label, heading=tidy(row.heading), names=wording.join(names))
    return Claim(text, (note,), (row.label,))


def compose_owner(query: Query, sources: Sources, best: Evidence, wording: Wording) -> Draft:
    """The owners of the task that `best` belongs to: its note, whole and in order, and never a neighbour's."""
    passage = best.sentence.passage
    row = sources.row_of(passage)
    if row is None:
        return _without_owner(query, best, wording)
    claims = _membership(query, row, sources, wording)
    names = names_of(row, query.language)
    note = sources.note_quote(row)
    claims.append(owners_claim(row, names, note, wording))
    if Ask.COUNT in query.asks or questions.HOW_MANY_OFFICES.search(query.plain):
        claims.append(Claim(wording.say("owners_count", count=len(names)), (note,), (str(len(names)),)))
    claims += _roles(row, query, note, wording)
    task = Quote(row.document_id, row.clause_id, best.sentence.span)
    claims.append(Claim(wording.say("task_is", text=tidy(best.sentence.text)), (task,)))
    roles_asked = _WHICH_ROLES.search(query.plain) and all(a.role is Role.RESPONSIBLE for a in row.assignments)
    status = Status.PARTIAL if roles_asked else Status.ANSWERED
    return Draft(status, tuple(claims), row.departments, documents=(row.document_id,))


# Who leads and who helps are asked for as two things (哪个牵头、哪个配合).
_WHICH_ROLES = re.compile(
    r"(?:哪[个家些]?|谁)[^,。?、]{0,6}(?:牵头|主办|主责|为主|领头)[^。?]{0,6}(?:哪[个家些]?|谁)[^,。?、]{0,6}(?:配合|协办|协同|协助|为辅|打下手)"
)


def _membership(query: Query, row: LedgerRow, sources: Sources, wording: Wording) -> list[Claim]:
    """What the note says of the offices the question names: listed, listed alone, not listed."""
    note = sources.note_quote(row)
    claims = []
    if (besides := _besides(query, row, wording)) is not None:
        return [Claim(besides[0], (note,), besides[1])]
    for office in dict.fromkeys(mention.office for mention in query.offices):
        asked = shown(office.name, office, query.language)
        listed = any(_same(office, member) for member in row.offices)
        others = [a.printed for a in row.assignments if not _same(office, a.office)]
        exclusive = questions.ALONE.search(query.plain) or any(
            word in query.plain for word in ("光", "一家", "说了算", "只")
        )
        if not listed:
            key, values = "not_listed", {"asked": asked}
        elif exclusive and others:
            key, values = "not_only", {"asked": asked, "others": wording.join(others)}
        else:
            key, values = ("is_listed" if others else "is_only"), {"asked": asked}
        claims.append(Claim(wording.say(key, **values), (note,), (office.name, asked)))
    claims += _number_said(query, row, note, wording)
    return claims


def _besides(query: Query, row: LedgerRow, wording: Wording) -> tuple[str, tuple[str, ...]] | None:
    """Who else is listed, where a question asks for those besides the offices it names (除了教育局还有谁)."""
    named = list(dict.fromkeys(mention.office for mention in query.offices))
    listed = all(any(_same(office, member) for member in row.offices) for office in named)
    if not named or not listed or not questions.BESIDES.search(query.plain):
        return None
    asked = [shown(office.name, office, query.language) for office in named]
    others = [a.printed for a in row.assignments if not any(_same(office, a.office) for office in named)]
    key = "others_besides" if others else "none_besides"
    text = wording.say(key, asked=wording.join(asked), others=wording.join(others))
    return text, (*asked, *(office.name for office in named))


_NUMBER_SAID = re.compile(
    r"(?:这|那)?(?P<number>[一二两三四五六七八九十]|\d{1,2})(?:个|家)(?:责任)?(?:部门|单位|局|委办局|(?=负责|一起|都))"
)


def _number_said(query: Query, row: LedgerRow, note: Quote, wording: Wording) -> list[Claim]:
    """A correction where the question speaks of another number of offices than the note lists."""
    match = _NUMBER_SAID.search(query.plain)
    number = parse_numeral(match["number"]) if match else None
    if number is None or number == len(row.assignments) or not questions.WHETHER.search(query.plain):
        return []
    return [
        Claim(
            wording.say("other_number", count=len(row.assignments), asked=number),
            (note,),
            (str(len(row.assignments)), str(number)),
        )
    ]


def _same(asked: Office, member: Office) -> bool:
    levels = asked.level == member.level or not asked.level
    return asked.stem == member.stem and levels and asked.place in {"", member.place}


def _roles(row: LedgerRow, query: Query, note: Quote, wording: Wording) -> list[Claim]:
    """Lead and supporting roles where the document states them, and that it does not where one is asked for."""
    claims = []
    for role, key in ((Role.LEAD, "lead"), (Role.SUPPORT, "support")):
        names = [a.printed for a in row.assignments if a.role is role]
        if names:
            claims.append(Claim(wording.say(key, names=wording.join(names)), (note,)))
    if questions.LEAD.search(query.plain) and not any(a.role is Role.LEAD for a in row.assignments):
        claims.append(Claim(wording.say("no_lead"), (note,)))
    vague = [a.printed for a in row.assignments if a.collective]
    if vague:
        claims.append(Claim(wording.say("placeholder", names=wording.join(vague)), (note,)))
    return claims


# The thing that is asked for beside who does it (设了个什么机制, 靠啥平台).
_WHAT = re.compile(
    r"(?:什么|啥|哪种|何种|怎样的?)(?:样的?)?(机制|制度|体制|平台|办法|模式|联盟|体系|方式|渠道|载体|格局|生态|氛围)"
)
# Those who work together are asked for, and not who is responsible (谁跟谁一起推, 哪几方).
_PARTIES = re.compile(r"谁[跟和与同]谁|(?:哪|有)?[几些三四五]方(?!面|式|向|案|法)")


def _without_owner(query: Query, best: Evidence, wording: Wording) -> Draft:
    """The clause carries no note; where its own words say who leads, they are the answer."""
    passage = best.sentence.passage
    quote = Quote(passage.document_id, passage.clause_id, best.sentence.span)
    text = best.sentence.text
    led = questions.LEAD.search(query.plain) and questions.LEAD.search(text) and best.stated >= 0.5
    told = led or any(match[1] in text for match in _WHAT.finditer(query.plain))
    told = told or bool(_PARTIES.search(query.plain) and "、" in text)
    words = Claim(
        wording.say("quoted" if told else "task_is", text=tidy(text), label=passage.label), (quote,), (passage.label,)
    )
    none = Claim(
        wording.say("no_owner", label=passage.label, heading=tidy(passage.heading)), (quote,), (passage.label,)
    )
    if told:
        return Draft(Status.ANSWERED, (words, none), documents=(passage.document_id,))
    return Draft(Status.NOT_IN_DOCUMENTS, (none, words), documents=(passage.document_id,))
