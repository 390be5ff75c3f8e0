"""Whether a number in a text counts what a question asks the number of: 10个左右…基地 says nothing of 几个产业园区."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asking import Ask
from assistant.enumerations import has_in_common
from assistant.evidence import Evidence, in_front
from assistant.language import Language, chinese_terms
from assistant.queries import Query
from assistant.terms import Term, content_terms, match_term
from ingest.reading import reading_view, squeeze

_HALF = 0.5  # of what the best sentence states, from which another may be meant
_LOOKED_AT = 12  # sentences
_CLOSE = 12  # characters before a number in which the thing counted may be named
_ASKED = re.compile(
    r"(?<![哪第])(?:几|多少)(?:个|家|所|名|项|支|处|座|位|批|种|类|门|条)?(?!(?:个|家|所)?名字?(?:[,。?]|$))(?P<thing>[\u4e00-\u9fff]{2,12}?)(?=要|在|会|能|可以|已|了|参|被|负责|[,。?的吗呢呀啊是和]|$)"
)
_ASKED_ENGLISH = re.compile(
    r"\b(?:how many|(?:the|what) number of)\s+(?P<thing>[a-z -]{3,60}?)"
    r"(?=\s+(?:are|is|will|does|do|did|shall|should|must|can|has|have|in|take|belong|at|of)\b|[?.,]|$)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<thing>[\u4e00-\u9fff]{2,8}?)(?:(?:一共|总共|都|共|要|打算|准备|计划)*(?:有|是|整|搞|弄|建|设|办|评|带|开)(?:几|多少)(?:种|家|个|所|类|项|块)?(?:啊|呀|呢|来着)?(?=[?。,]|$)"
    r"|(?:[文方原][中里件案上]*|里面?)?(?:一共|总共|都|共|就)?(?:点|提|列|写|报|举)(?:到|出|了|过|的)*(?:几|多少)(?:家|个|所)(?:的?名字?)?(?=[?。,]|$))"
)
_LIST = re.compile(r"、[^,。;、]{1,20}?(?:等|作为|[两三四五六七八九十]+[个家所种类项])(?P<kind>[^,。;、]{2,16})")
_SHARE = re.compile(r"\d+(?:\.\d+)?%")
_NUMBER = re.compile(
    r"(?:(?<![\d.〔第])(?:\d+(?:[-~]\d+)?|[一二两三四五六七八九十百千]+)(?:余|多)?(?:个|家|所|名|项|支|处|座|位|批|种|类|条|大|人|方面)|若干|一大批|一批)(?P<counted>[^,。;]{0,40})"
)


def counts_it(query: Query, item: Evidence) -> bool:
    """Whether a sentence counts, or lists, what the question asks the number of; also where it names no thing to count."""
    things = _things(query) if Ask.COUNT in query.asks else ()
    if not things or has_in_common(query, item):
        return True
    return _counts(things, item)


def _counts(things: Sequence[Term], item: Evidence) -> bool:
    """Whether a sentence counts, or lists, any of the things."""
    text = reading_view(item.sentence.text)
    counted = [squeeze(_before(text, match.start()) + match["counted"]) for match in _NUMBER.finditer(text)]
    return any(any(match_term(term, part) >= _HALF for part in counted) or _listed(term, text) for term in things)


def counts_what_is_asked(query: Query, item: Evidence) -> bool:
    """Whether a question asks the number of some thing, and a sentence counts it."""
    if Ask.COUNT not in query.asks:
        return False
    match = _ASKED.search(query.plain)
    text = squeeze(item.sentence.text)
    if match and re.search(
        rf"[\d一二两三四五六七八九十](?:个|家|所|名|项|大|条|种|类)?{re.escape(match['thing'])}", text
    ):
        return True
    return _counts(_things(query) or _named_before(query), item)


def says_its_share(query: Query, item: Evidence) -> bool:
    """Whether a sentence states a percentage that a question names (30%这个说法)."""
    shares = _SHARE.findall(squeeze(query.plain))
    text = squeeze(item.sentence.text) if shares else ""
    return any(re.search(rf"(?<![\d.]){re.escape(share)}", text) for share in shares)


def with_share_first(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, in front the best that states a percentage which the question names."""
    found = next((item for item in evidence if says_its_share(query, item)), None)
    return in_front(found, evidence)


def without_listed(query: Query, item: Evidence) -> Query:
    """The query, for no number where the sentence lists the things that are to be counted (独资、合资、合作等方式)."""
    text = reading_view(item.sentence.text)
    if has_in_common(query, item):
        return replace(query, asks=query.asks - {Ask.COUNT})
    if Ask.COUNT in query.asks and any(_listed(term, text) for term in _things(query) or _named_before(query)):
        return replace(query, asks=query.asks - {Ask.COUNT})
    return query


def counting_first(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, in front the nearest that counts what is asked where the best one does not."""
    best = evidence[0]
    if counts_it(query, best):
        return list(evidence)
    near = (item for item in evidence[1:_LOOKED_AT] if item.stated >= _HALF * best.stated and counts_it(query, item))
    found = next(near, None)
    return in_front(found, evidence)


def _things(query: Query) -> tuple[Term, ...]:
    """The last word of what is counted, as the terms for it."""
    pattern = _ASKED_ENGLISH if query.language is Language.ENGLISH else _ASKED
    match = pattern.search(query.plain)
    if match is None:
        return ()
    english = query.language is Language.ENGLISH
    terms = content_terms(chinese_terms(match["thing"]) if english else match["thing"])
    nouns = [term for term in terms if term.noun]
    return tuple(nouns if english else nouns[-1:])


def _named_before(query: Query) -> tuple[Term, ...]:
    """The thing whose number is asked for behind it (教学模式有几种)."""
    match = _BEFORE.search(query.plain)
    nouns = [term for term in content_terms(match["thing"]) if term.noun] if match else []
    return tuple(nouns[-1:])


def _before(text: str, number: int) -> str:
    """What stands right before a number in its part of a sentence (名额为10个)."""
    return re.split(r"[,。;、]", text[max(0, number - _CLOSE) : number])[-1]


def _listed(term: Term, text: str) -> bool:
    """Whether a sentence lists several things of the kind: A、B等模式, A、B作为企业, A和B两所."""
    return any(match_term(term, squeeze(match["kind"])) >= _HALF for match in _LIST.finditer(text))
