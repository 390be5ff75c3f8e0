"""Facts that a model proposes, held against the user's words: only what these words bear out becomes a fact.

A model may read more wordings than the rules do, yet it can make no fact of a question, a wish, something
said of others or a negation: the quoted words must stand verbatim in the text, and the clause around them
must be able to say what is claimed.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from assistant.askers import asker_of
from assistant.fact_places import amounts_in, names_own_place, place_in
from assistant.fact_words import clauses_of, is_status_asked
from assistant.facts import StatedFact, checked_value
from ingest.errors import UsageError
from ingest.measures import CANDIDATE, FACT_VALUES

MAX_WORDS = 80  # of a quote; a fact takes few words
_FREE = frozenset({"kind", "school_type", "amount"})  # told as well in a clause that asks (我们协会能申请吗)
_ASKS = re.compile(
    r"[?]|[吗么呢嘛伐]\s*$|能不能|能否|可否|是不是|算不算|有没有|是否|怎么|如何|什么|哪|多少|谁|可以|(?:能|会|行|够|算)(?:不|[^,]{0,12}(?:吗|么|不)\s*$)"
    r"|\b(?:can|could|may|might|do|does|did|is|are|how|what|which|who|whether)\b(?=[^.]*\?)",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"如果|假如|假设|要是|倘若|若是|万一|比如|例如|\bif\b|\bsuppos\w+|\bassum\w+|\bwould\b|\bsay,", re.IGNORECASE)  # fmt: skip
_OF_OTHERS = re.compile(
    r"听说|据说|别人|别家|人家|他们|她们|隔壁(?!的?(?:小学|中学|初中|高中|幼儿园|学校|职校|大学))|同行|朋友|亲戚|那家|对方|竞争对手|\b(?:heard|they|their|he|she|others?|competitors?|friends?|neighbou?rs?)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"没|未|不|无(?!锡)|非(?!遗|物质|常)|否|从来|谈不上|落选|\b(?:no|not|never|nor|neither|without|none|yet)\b|n't\b",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"(?<!联)想|打算|准备|计划|希望|考虑|争取|筹备|筹建|拟|有意|明年|将要|即将|马上|快要?|要(?!求)|待"
    r"|\b(?:will|plan\w*|want\w*|hop\w+|intend\w*|going to|consider\w*|wish\w*|soon|next year|about to)\b",
    re.IGNORECASE,
)
_PENDING = re.compile(
    r"正在|在(?:申请|申报|审|走|等|办)|申请|申报|递交|提交|评审|公示|审核|流程|培育|推动|储备|名单|候选"
    r"|\b(?:appl\w+|pending|list|pool|candidate|under review|submitted)\b",
    re.IGNORECASE,
)
FORMAL = "recognised"  # a status that somebody has or has not: no other words stand for it
# Words without one of which nobody says such a thing, except in reply to the question for it.
_SAID_WITH = {
    "recognised": r"认定|认证|产教融合|试点|牌|资质|资格|称号|头衔|证|评|批|recogni|certif|designat|accredit|approv|integration",
    "runs_vocational_education": r"学|校|教|培训|职业|school|colleg|educat|train|institut|vocational",
    "with_school": r"校|院|大学|学|中职|高职|school|colleg|universit|institut",
    "project": r"项目|project",
    "standing": r"骨干|名师|大师|带头人|高技能|首席|特级|技师|master|lead|backbone|skilled|expert",
    "service_income": r"收入|赚|挣|创收|收益|进账|钱|income|earn|revenue|fee",
    "heavy_load": r"任务|担子|活|工作量|load|task",
    "transfer_agency": r"转移|转化|transfer",
    "key_enterprise": r"重点|龙头|key",
}
_SAID = {name: re.compile(words, re.IGNORECASE) for name, words in _SAID_WITH.items()}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact as a model reads it: its name, its value, and the words it rests on."""

    name: str
    value: str
    quote: str


def fault_of(proposal: Proposal, said: str, *, asked: tuple[str, ...] = ()) -> str:
    """Why a proposal is no fact of the text, in a few words; empty when the words bear it out.

    `asked` are the facts that the user was asked for last: a reply need not say again what about.
    """
    name, quote = proposal.name, proposal.quote.strip()
    try:
        checked_value(name, proposal.value)
    except UsageError:
        return "no such fact or value"
    if not quote or len(quote) > MAX_WORDS or quote not in said:
        return "not the user's words"
    around = _clauses_around(quote, said)
    if name not in asked and name in _SAID and not _SAID[name].search(around):
        return "the words speak of something else"
    return _fault_of_mood(proposal, around) or _fault_of_value(proposal, around)


def fact_of(proposal: Proposal) -> StatedFact:
    """A proposal that was borne out, as a fact with the words it rests on."""
    return StatedFact(proposal.name, proposal.value.strip(), proposal.quote.strip(), "model")


def _clauses_around(quote: str, said: str) -> str:
    """The clauses of the text that the quote touches, wherever it stands."""
    ends = [0, *(match.end() for match in re.finditer(r"[,,。;;!!??\n]|\.(?=\s|$)", said)), len(said)]
    places = [match.span() for match in re.finditer(re.escape(quote), said)]
    clauses = [
        said[start:end]
        for start, end in itertools.pairwise(ends)
        if any(start < last and first < end for first, last in places)
    ]
    return "".join(clauses)


def _fault_of_mood(proposal: Proposal, around: str) -> str:
    """Whether the clause asks, supposes, or speaks of somebody else instead of telling."""
    if _OF_OTHERS.search(around):
        return "said of others"
    if proposal.name in _FREE:
        return ""
    if _ASKS.search(around) or any(is_status_asked(clause) for clause in clauses_of(around)):
        return "asked and not told"
    return "supposed and not told" if _SUPPOSED.search(around) else ""


def says_of(name: str, clause: str) -> bool:
    """Whether a clause has a word without which nobody says a formal status; true of all other facts."""
    return name != FORMAL or bool(_SAID[name].search(clause))


def asks(clause: str) -> bool:
    """Whether a clause asks something, or whether a status is had."""
    return bool(_ASKS.search(clause)) or is_status_asked(clause)


def only_tells(clause: str, *, wishes: bool = False) -> bool:
    """Whether a clause tells of the user: it does not ask, suppose or speak of others, nor wish unless `wishes` may."""
    other = asks(clause) or _SUPPOSED.search(clause) or _OF_OTHERS.search(clause)
    return not other and (wishes or not _WISHES.search(clause))


def _fault_of_value(proposal: Proposal, around: str) -> str:
    """Whether the words deny what the value affirms, only wish for it, or name another number, place or kind."""
    name, value = proposal.name, proposal.value.strip()
    match name:
        case "amount":
            return "" if float(value) in amounts_in(around) else "another number"
        case "kind" | "school_type":
            asker = asker_of(proposal.quote)
            own = (asker.kind if name == "kind" else asker.school_type) if asker else ""
            return "another kind" if own and own != value else "denied" if _DENIES.search(around) else ""
        case "in_district":
            place = place_in(around)
            if place is not None:
                return "" if place.value == value else "another place"
            sure = names_own_place(around) and not _DENIES.search(around)
            return "" if value == "no" or sure else "a place the text need not mean"
    denied, wished = bool(_DENIES.search(around)), bool(_WISHES.search(around))
    if value == "no":
        return "" if denied else "not denied"
    if denied:
        return "denied"
    if value == CANDIDATE:
        return "" if wished or _PENDING.search(around) else "not pending"
    if value == "planned":
        return "" if wished else "not planned"
    if wished or (name == "recognised" and _PENDING.search(around)):
        return "wished for or pending"
    return "" if value in FACT_VALUES[name] else "no such value"
