"""Questions the other way round: what somebody of a kind may have, and which measures ask for recognition or do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Status
from assistant.askers import Asker, asker_of
from assistant.claims import Claim, Draft, Quote
from assistant.eligibility_texts import in_script, modality_text, tell
from assistant.facts import fact_named
from assistant.language import Language, plain_question
from assistant.queries import Query
from assistant.shown import tidy
from assistant.sources import Sources
from assistant.wording import Wording
from ingest.documents import Document, Span
from ingest.measures import Measure, facts_of

_RECOGNITION = r"(?:认定|资质|牌子|产教融合型(?:企业)?|评上|试点企业|recogni\w+|certifi\w+|designat\w+)"
_FREE = re.compile(
    rf"(?:不(?:需要?|要求?|用|必|看|限|是|非要)|无需|无须|不须|没有?(?:被|要求|经过)?|免|未)[^,?]{{0,10}}{_RECOGNITION}"
    rf"|\b(?:not|n't|without|no)\b[^.?]{{0,24}}{_RECOGNITION}|\bunrecogni[sz]ed\b",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    rf"(?:要求?|需要?|必须|得|只有|只给|限于?|仅限)[^,?]{{0,8}}{_RECOGNITION}|\b(?:require|need|only)\w*\b[^.?]{{0,24}}{_RECOGNITION}",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"哪些|哪几[项条个]|什么(?:措施|政策|支持|好处|优惠|扶持|项目|事)|啥(?:好处|支持|优惠|政策)|有(?:什么|啥|哪些)|(?:得到|享受|拿到|获得|参与|参加|做|争取|利用|干|捞到|捞着|用上)(?:到|些|点)*(?:什么|啥|哪些)"
    r"|\bwhich\b|\bwhat\b",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"措施|政策|支持|好处|优惠|扶持|补贴|激励|机会|条款|待遇|福利|得到|享受|拿到|获得|参与|参加|利用|做|干|捞|争取|认定|"
    r"\b(?:measures?|benefits?|support|get|offer\w*|in it|join|do|polic(?:y|ies)|incentives?|anything|available)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"(?:给|面向|针对|适用于?|关于)(?P<zh>[^,。?的]{2,8})|\bfor (?:the |a |an )?(?P<en>[a-z][a-z -]{2,40})",
    re.IGNORECASE,
)
_SELF = re.compile(r"我|咱|俺|本(?=[公企校院园司])|\b(?:we|our|i|my|us)\b", re.IGNORECASE)


_OF_OFFICES = re.compile(r"(?:负责|牵头|主管|管)[^,。?]{2,20}的(?:部门|单位|局)|责任(?:部门|单位)")


def is_reverse(plain: str) -> bool:
    """Whether a plain question asks which measures there are for somebody, and not for the asker alone."""
    if not (_WHICH.search(plain) and _GOOD.search(plain)) or _OF_OFFICES.search(plain):
        return False
    for clause in re.split(r"[,;。?]", plain):  # 没认定过 in a clause of its own tells of the asker
        rest = _NEEDED.sub(" ", _FREE.sub(" ", clause))
        if rest != clause and (_WHICH.search(rest) or _GOOD.search(rest)):
            return True
    asker = _for_whom(plain)
    return asker is not None and not asker.themselves and not _SELF.search(plain)


# Whether something is as good as given: 是不是铁定批, 稳拿240万.
_PROMISED = re.compile(
    r"(?:铁定|肯定|一定|稳稳?|必定|必然|准保|保准|保证|包|百分之?百|妥妥|板上钉钉|铁板钉钉|自动|笃定|当然)(?:的|地|就|都|会|能|可以|是|给)*"
    r"(?:批|拿|给|过(?![程去])|到手|得(?![要去])|下来|通过|中(?![国小])|获批|入选|评上|抵|返|退|补|奖|投(?!资)|享受|有份|认定|[吗么吧?]|$)"
)
_PUT_UP = re.compile(r"是不是|是否|[吗么吧嘛伐喽咯](?=[,。?]|$)|对不对|对不")
_GOT = re.compile(r"申报|申请|评上|认定|资金|基金|抵|退|返|减免|补贴|补助|奖励|激励|优惠|扶持|支持|好处|享受|拿")


def asks_for_promise(plain: str) -> bool:
    """Whether a plain question asks if something that measures give is as good as given."""
    return bool(_PROMISED.search(plain) and _PUT_UP.search(plain) and _GOT.search(plain))


def put_the_other_way(now: str, earlier: Sequence[str]) -> str:
    """The reverse question that a plain text asks: itself, or an earlier one put for somebody else (那企业呢); else empty."""
    if is_reverse(now):
        return now
    before = next((asked for said in reversed(earlier) if is_reverse(asked := plain_question(said))), "")
    match = _AS_WELL.fullmatch(now.strip())
    whom = (match["zh"] or match["en"]) if match else ""
    known, other = asker_of(before), asker_of(whom)
    return whom + before.replace(known.words, "", 1) if known and other and not other.themselves else ""


_AS_WELL = re.compile(
    r"(?:那么?|还有|换成|要是|如果是)?(?P<zh>[^,。?]{2,10}?)(?:呢|又如何|又怎么样|的话呢?)[?]?|(?:and|what about|how about) (?:for )?(?P<en>[a-z ]{3,30})\??",
    re.IGNORECASE,
)


def _for_whom(plain: str) -> Asker | None:
    """Whom a question speaks for, or whom the measures it asks for are for (给园区的, for parks)."""
    asker = asker_of(plain)
    match = None if asker else _FOR.search(plain)
    return asker_of(match["zh"] or match["en"]) if match else asker


def compose_reverse(query: Query, sources: Sources, wording: Wording) -> Draft | None:
    """All measures for a kind, or with or without recognition, each by its words; None when there are none."""
    asker = _for_whom(query.plain)
    kind = asker.kind if asker else None
    free, needed = bool(_FREE.search(query.plain)), bool(_NEEDED.search(query.plain))
    every = [(document, measure) for document in sources.documents() for measure in document.measures]
    chosen = [(d, m) for d, m in every if kind is None or kind in m.who]
    if free or needed:
        chosen = [(d, m) for d, m in chosen if asks_recognition(m) is not free]
    if not chosen:
        return None
    language = query.language
    key = "reverse_free" if free else "reverse_needed" if needed else "reverse"
    who = fact_named("kind").shown(kind, english=language is Language.ENGLISH) if kind else ""
    if key == "reverse" and not who:
        return None
    head = tell(language, key, who=in_script(language, who), count=len(chosen))
    claims = [Claim(head, (), (str(len(chosen)),)), *_rows(chosen, language)]
    return Draft(Status.ANSWERED, tuple(claims), notices=(wording.say("not_official"),),
                 documents=tuple(dict.fromkeys(document.document_id for document, _ in chosen)))  # fmt: skip


def asks_recognition(measure: Measure) -> bool:
    """Whether the words of a measure are for recognised integration enterprises."""
    return any("recognised" in facts_of(condition) for condition in measure.conditions)


def _rows(chosen: Sequence[tuple[Document, Measure]], language: Language) -> list[Claim]:
    rows = []
    for document, measure in chosen:
        start = document.text.index(measure.quote)
        quote = Quote(document.document_id, measure.clause_id, Span(start, start + len(measure.quote)))
        english = language is Language.ENGLISH and measure.title_en
        title = measure.title_en if english else in_script(language, measure.title)
        text = tell(
            language, "row", title=title, modality=modality_text(language, measure.modality), text=tidy(measure.quote)
        )
        rows.append(Claim(text, (quote,), (title,)))
    return rows
