"""Whether a sentence says in other words what is asked, though it shares few words with the question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import questions
from assistant.case_facts import states_facts
from assistant.claims import Draft
from assistant.evidence import Evidence
from assistant.language import Language
from assistant.queries import Query
from assistant.selecting import hoping_clauses, names_in_its_words, without_telling
from assistant.sources import Sources
from assistant.terms import coverage
from ingest.reading import squeeze

_MENTIONED = re.compile(
    r"(?:提到|提及)(?!了?(?:的|过)?(?:哪|什么|啥|谁|几|多少))|有没有(?:写|讲|说|规定|明确|要求)|\bmention|\bcover\b|\banything (?:about|on)\b",
    re.IGNORECASE,
)
# Matters of administration that have one name each; where the text and its glosses have it not, they speak of another.
_MATTERS = re.compile(
    r"所得税|增值税|个税|印花税|工伤|社保|医保|公积金|落户|户口|户籍|居住证|积分|学区|入学|中考|高考|养老|生育|低保|廉租|公租|"
    r"公寓|住房|租房|房租|房贷|停车|垃圾|拆迁|签证|护照|征兵|婚姻|结婚|离婚|住宿|食宿|宿舍|食堂|伙食|学费|学籍|转学|奖学金|助学金|退休|病假|产假"
)
_SO_MANY = re.compile(r"哪(?:[两三四五六七八九十]|\d{1,2})(?:大|个|家|所|项|条|点|类|种)")
_SURE = 0.02  # nearness beyond doubt, from which a sentence is meant in whatever words
# Otherness of a clause that asks, and of a message as a whole: of 492 samples on eligibility one reaches both, of 56 that hope for
# housing, visas or loans 23 do.
_OTHER_MATTER, _OTHER_AS_A_WHOLE = 0.3, -0.2
_UNKNOWN = 0.02  # nearness from which a question is recognised of which no word is known
_OTHER_WORDS = 0.75  # share of the terms' weight that texts hold, from which a question is in their words


def is_recognised(query: Query, sources: Sources, evidence: Sequence[Evidence]) -> bool:
    """Whether the best sentence says in other words what is asked.

    What a question in the words of the texts names beside them is another thing, not another word for one.
    """
    passage, span = evidence[0].sentence.passage, evidence[0].sentence.span
    near = sources.near(query)
    if is_by_name(query) or not near.recognises(passage.document_id, span):
        return False
    known = _known(query, sources, evidence[0])
    if _foreign_matters(query.plain, known):
        return False
    english = query.language is Language.ENGLISH
    if not coverage(query.terms, known) if query.terms else english:  # not a word of it is known
        return near.nearer(passage.document_id, span) >= _UNKNOWN
    sure = near.surely(passage.document_id, span) >= _SURE
    return sure or english or coverage(query.terms, known[:-1]) < _OTHER_WORDS


def is_by_name(query: Query) -> bool:
    """Whether a thing is asked for by its name (有没有提到X), or things by their number (哪七个): what is near says nothing."""
    return bool(_MENTIONED.search(query.plain) or _SO_MANY.search(query.plain))


def hopes_for_another_matter(query: Query, sources: Sources) -> bool:
    """Whether what a message asks for is no matter of the documents in scope, by its name or by its meaning."""
    clauses = hoping_clauses(query.plain)
    by_name = any(_hopes_by_name(text, sources) for text in (without_telling(query.text), *clauses))
    return by_name or _hopes_by_meaning(query, clauses or [query.plain], sources)


def _hopes_by_name(said: str, sources: Sources) -> bool:
    """Whether a text asks for a thing that no document in scope names (落户, 所得税), and for no measure beside it."""
    foreign = _foreign_matters(said, sources.texts())
    if not foreign or questions.EITHER.search(said):
        return False
    rest = re.sub(rf"(?:{'|'.join(foreign)})(?:补贴|补助|优惠|政策|减免|待遇|名额|加分|奖励)?", " ", said)
    return not any(
        names_in_its_words(rest, measure) for document in sources.documents() for measure in document.measures
    )


def _hopes_by_meaning(query: Query, clauses: Sequence[str], sources: Sources) -> bool:
    """Whether a clause that asks is about matters that documents on schools and firms are not about, and the message not of others.

    One that goes on and tells facts is about the measure that was talked of.
    """
    if query.continued and states_facts(query.plain):
        return False
    if sources.near_text(query.plain).otherness() < _OTHER_AS_A_WHOLE:
        return False
    return any(sources.near_text(clause).otherness() >= _OTHER_MATTER for clause in clauses)


def names_the_unknown(query: Query, sources: Sources, best: Evidence) -> bool:
    """Whether an English question names things of which no document in scope and no gloss of the best passage knows a word."""
    known = _known(query, sources, best)
    return query.language is Language.ENGLISH and bool(query.terms) and not coverage(query.terms, known)


def names_another_matter(query: Query, sources: Sources, best: Evidence) -> bool:
    """Whether a question names a matter that neither the documents in scope nor the glosses of the best passage name."""
    return bool(_foreign_matters(query.plain, _known(query, sources, best)))


def _known(query: Query, sources: Sources, best: Evidence) -> list[str]:
    """The texts of the documents in scope and, last, the glosses of the best passage."""
    passage = best.sentence.passage
    return [*sources.texts(), sources.near(query).lent(passage.document_id, passage.span)]


def _foreign_matters(said: str, known: Sequence[str]) -> list[str]:
    """The matters that a text names and none of the known texts does."""
    return [matter for matter in _MATTERS.findall(said) if not any(matter in text for text in known)]


def is_judged(draft: Draft, best: Evidence) -> bool:
    """Whether the measures of a draft are those of the sentence that says what is asked."""
    judged = draft.eligibility.judged if draft.eligibility else ()
    said = squeeze(best.sentence.text)
    quotes = [squeeze(item.measure.quote) for item in judged]
    return not quotes or any(quote in said or said in quote for quote in quotes)
