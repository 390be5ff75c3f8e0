"""Whether the offices responsible are asked for in so many words, and their note beside an answer of another kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import questions
from assistant.answers import Status
from assistant.asking import Ask
from assistant.claims import Claim, Draft
from assistant.ownership import names_of, owners_claim
from assistant.queries import Query
from assistant.sources import Sources
from assistant.wording import Wording
from vectorstore.ledger import LedgerRow

_OFFICES = r"(?:责任|主管|经办|牵头|负责)?(?:部门|单位|委办局|科局|衙门|婆家)"
_WHO = r"(?:谁|哪(?:个|些|几|一)?(?:个|家)?(?:部门|单位|局|委|办|家(?!企|公|学|院|机)|头)|哪边)"
_DOING = r"(?:建|管|抓|办|推|搞|设|编|拟|研究|完善|负责|牵头|组织|承办|张罗|搭|开展|落实|推广|推进|推动|实施|操办|主持|出面|带头|经手|操持)"
# Clearer than `questions.OWNER`: nothing but the offices of a task can be meant.
_ASKED = re.compile(
    rf"""责任(?:方|人|主体|部门|单位)?[^,。?]{{0,6}}(?:写|列|标|注|落|归|给|分|挂|算|压|是)[^,。?]{{0,4}}{_WHO}
    |(?:分|派|交|压|落|归|划|指派|布置|摊|安排|算|记|挂|甩|扔)(?:配|解|办|代|实)?(?:给|到|在|由)了?(?:的是?)?{_WHO}
    |(?:分派|派|指派|分解|分配|落实?|交办?)(?:给|到)(?:了)?哪(?:里|儿|头)|管事的?(?:人|部门|单位)?(?:是|叫)?谁|谁(?:是)?管事
    |(?:找|问|求|寻)哪(?:一?个|一?家)?(?:局|委|部门|单位|衙门)(?!长)
    |括号(?:里头?|内|中)的?(?:责任|负责)?(?:部门|单位)?(?:写|列|标|印)?(?:的|着|了)?(?:是|有|都有)?(?:谁|哪)
    |(?:名单|括号|后面|[那这](?:条|项|件|块))[^,。?]{{0,6}}(?:挂|写|列|标|印|署|点)(?:着|了|的|上)*(?:是|有)?{_WHO}
    |(?:挂|列|(?<!目)标|牵涉|涉及)(?:了|着)?(?:一共|总共)?(?:哪?几|多少)家(?!企|公|学|院|机|高)
    |(?:由|归|让|靠|叫){_WHO}(?:来|去)?(?:具体)?(?:负责|管|牵头|落|抓|推|做|干|办|承担|实施|组织|操办|张罗|经手|主抓|扛|挑|领|接|$)
    |{_WHO}(?:来|去|在|给)?(?:具体)?(?:负责|落实|来落|落地|牵头|主抓|经手|认领|接手|扛|兜底|领了?任务|承办|操办)(?!人|的)
    |(?:一长串|一串|一大堆|一排|挂|列|写|标|印|点)(?:了|着|的)?(?:一长串|一串|一大堆|一排|好几个?|好多|几个?|哪些|哪几个?)(?:个|家)?{_OFFICES}
    |{_OFFICES}[^,。?]{{0,6}}(?:一个不[落漏少]|一家不[落漏少]|全报|都报|报给|报一?下|念一?下|列全|列出来|给全)
    |(?:一个不[落漏少]|一家不[落漏少])[^,。?]{{0,8}}{_OFFICES}
    |(?:归口|对口|主管|责任|经办|承办|牵头)(?:的)?(?:部门|单位|科室|委办局)?(?:到底|应该|究竟|都)?(?:是|在|有|填|写|叫)?(?:谁|哪(?!里|儿|年|天)|什么)
    |(?:填|写|要|查|找|报)(?:一?下)?责任(?:部门|单位)
    |\b(?:offices?|departments?|bureaus?|agenc(?:y|ies)|authorit(?:y|ies)|commissions?)\b[^?.,]{{0,30}}
    \b(?:assigned|responsible|in\ charge|tasked|accountable|answerable|charged\ with|on\ the\ hook|listed|named|printed)\b
    |\bwho\b[^?.,]{{0,24}}\b(?:assigned|responsible|in\ charge|tasked|accountable|answerable|carries\ out|implements?)\b
    |[^?.,]\b[,\s]+(?:and\ )?by\ (?:whom|which\ (?:offices?|departments?|bureaus?))\b
    |[这那](?:项|条|件|块)[^,。?]{{0,6}}都?有谁
    |^谁来(?!当|担|扮|做|充|出)
    |是谁(?:来)?(?:组建|筹建|搭建|创建|推动|推广|{_DOING})
    |(?:写|列|挂|标|印|署|跟)(?:的|着|了)(?:都?是)?(?:谁|哪[一几两三]?家)(?!企|公|学|院|机)
    |(?:任务|工作|事|活)(?:是|归|算)(?:哪|那)[几两三四五六七八九]家
    |归(?:哪|那)(?:[一几两三四五六七八九])?(?:家|个局|个部门|个委)(?!企|公|学|院|机)
    |(?:是|归)哪一?(?:帮|拨|批|伙|群)(?:单位|部门|人马)
    |谁在[\u4e00-\u9fff]{{1,2}}(?:[,。?呀啊呢]|$)
    |(?:谁|哪(?:个|一)?(?:家|个|边|部门|单位|局))(?:家)?的(?:差事|活计?|活儿|本职|职责|分内|份内|摊子|地盘|担子|责任田)事?(?=[,。?吗呢啊呀]|$)
    |{_DOING}[^,。?的]{{0,5}}的(?:到底|究竟|又|都)?是(?:谁|哪(?:个|一|几|些)(?:家|个)?(?:部门|单位|局|委|家)?)(?:来着|呀|啊|呢)?(?=[,。?]|$)
    |(?:还|也|又|仍然?|照旧|依然)是?(?:由|归|让)?(?:原来|刚才|前面|上面|同样|原班)?的?[那这](?:[几两三四五六七八九十]|\d{{1,2}}|些)(?:家|个)?(?:部门|单位|局|(?<=家))(?!企|公|学|院|机|高|店|厂)
    |(?:几|多少|哪些|哪几)个?(?:责任|牵头)?(?:部门|单位|委办局|局)[^,。?]{{0,4}}(?:在上面|在里面|挂名|参与|列名)
    |\b(?:assigned|entrusted|handed|falls?|given)\ to\ (?:whom|which|what)\b|\bwhom\b[^?.,]{{0,24}}\bassigned\b""",
    re.VERBOSE | re.IGNORECASE,
)
# An office that is told from two (只有教育局,还是和国资委一道).
_ALONE_OR_NOT = re.compile(r"(?:只有?|光|单是|就)[^。?]{0,14}还是(?:和|跟|与|同|也有|连)")
# One office is put up as the only one (财政一家关门定的吗).
_ALONE_PUT_UP = re.compile(
    r"(?:一家|一个(?:部门|局|委|单位)|自己|单独|独自|关(?:起|着|上)?门|(?:只|就|光|单)(?:由|归|靠|是)[^,。?]{2,8})[^,。?]{0,6}(?:定|管|办|做|搞|弄|拿主意|拍板|说了算|负责|扛|包|干|抓|推|落实|承担|张罗)"
    r"(?:的|了|下来)*(?:吗|么|嘛|吧|对|是|,|$)"
)
# Who decides or pays something is no office of a task.
_OF_OTHERS = re.compile(
    r"谁[^,。?]{0,3}(?:批|审|印发|发的|签|出钱|掏|付|赔|认定|评|说了不算)|发文|印发|联系(?:方式|电话)|负责人"
)
_OTHER_THINGS = {
    Ask.CONTACT,
    Ask.WEBSITE,
    Ask.PERSON,
    Ask.PLACE,
    Ask.MATERIALS,
    Ask.APPEAL,
    Ask.PAYER,
    Ask.MONEY,
    Ask.BUDGET,
}


def asks_for_owners(query: Query) -> bool:
    """Whether a question asks in so many words which offices are responsible for a task."""
    plain = query.plain
    if query.asks & _OTHER_THINGS or _OF_OTHERS.search(plain) or questions.UNOWNED.search(plain):
        return False
    put_up = _ALONE_PUT_UP.search(plain) and not questions.TASK_SET.search(plain)
    return bool(
        _ASKED.search(plain)
        or (len(query.offices) == 1 and put_up)
        or (len(query.offices) == 2 and _ALONE_OR_NOT.search(plain))
    )


# What asks for an office; who leads or takes part may also be told by the sentence itself (哪三所大学带头).
_OF_AN_OFFICE = re.compile(
    r"谁(?:来|去)(?:建|搭|搞|抓|推|张罗|操办)|负责|部门|单位|[局委办处科]|牵头|主管|归口|责任|管|落实|respons|office|department|bureau|charge"
)
# A part that somebody plays is told by the sentence: 谁来当“创新策源硬核”.
_ROLE = re.compile(
    r"谁(?:来|去|能|可以|会|在|是)?(?:当|充当|担当|扮演|作为|担任|出任)(?!家)|\bwho (?:serves?|acts?|plays? the (?:role|part)) (?:as|of)\b",
    re.IGNORECASE,
)


def plays_a_part(plain: str) -> bool:
    """Whether a question asks who plays some part (谁充当示范), which the sentence itself tells."""
    return bool(_ROLE.search(plain))


def wants_an_office(plain: str, *, owned: bool) -> bool:
    """Whether a question for owners wants the offices of a task, and not somebody whom the sentence itself names.

    `owned`: whether the sentence carries a note.
    """
    return bool(_OF_AN_OFFICE.search(plain)) or (owned and not _ROLE.search(plain))


# Words that only ask to be told (能不能报给我).
_TOLD = re.compile(
    r"(?:报|念|列|告诉|说|发|讲|查|写|数|点)(?:给|一?下|出来|全|齐)?(?:我|听|$)|\b(?:tell|give|list|name)\b"
)


def asks_nothing_else(query: Query) -> bool:
    """Whether no part of a question beside the one that asks for the offices wants to know whether somebody may."""
    parts = re.split(r"[,。;?!]", query.plain)
    asking = [pattern for pattern in (_ASKED, _TOLD, _ALONE_PUT_UP if query.offices else None) if pattern]
    rest = [part for part in parts if not any(pattern.search(part) for pattern in asking)]
    return not any(questions.WHETHER.search(part) or questions.GAIN.search(part) for part in rest)


def with_owners(draft: Draft, query: Query, sources: Sources, wording: Wording) -> Draft:
    """The draft with the note of its clause, where the offices are asked for too and it does not name them yet."""
    if draft.departments or draft.status not in {Status.ANSWERED, Status.PARTIAL} or not asks_for_owners(query):
        return draft
    several = draft.eligibility is not None and len(draft.eligibility.judged) != 1  # no one task is asked about
    row = None if several else _row_of(draft.claims, sources)
    if row is None:
        return draft
    note = sources.note_quote(row)
    claims = draft.claims
    if not any(note in claim.quotes for claim in claims):
        claims = (owners_claim(row, names_of(row, query.language), note, wording), *claims)
    return replace(draft, claims=claims, departments=row.departments)


def _row_of(claims: Sequence[Claim], sources: Sources) -> LedgerRow | None:
    """The ledger row of the first clause that is quoted."""
    first = next((quote for claim in claims for quote in claim.quotes), None)
    return sources.ledger.row(first.document_id, first.clause_id) if first else None
