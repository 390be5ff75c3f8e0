"""What a question says of a matter, held against the one sentence about it: duties, states, names, roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant import questions
from assistant.counted import shared_run
from assistant.evidence import Evidence
from assistant.findings import Finding, span_of
from assistant.queries import Query
from assistant.refusing import is_light
from assistant.sources import Sources
from assistant.terms import Term, content_terms, match_term
from ingest.reading import reading_view, squeeze

_FEW = 4  # sentences that hold a word which tells what is spoken of


def about_subject(query: Query, evidence: Sequence[Evidence]) -> Evidence | None:
    """The best sentence that speaks of what the question begins with: the mistake is in what is said of it."""
    first = next((term for term in query.terms if term.noun), None)
    holding = _holding(first, evidence) if first else []
    return holding[0] if 0 < len(holding) <= _FEW else evidence[0]


def _holding(term: Term, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that hold a term, by another word too."""
    return [item for item in evidence if match_term(term, squeeze(item.sentence.text)) >= 0.85]


def duties(query: Query, item: Evidence) -> Iterator[Finding]:
    """Must and all (必须, 所有) against words of a possibility (鼓励, 可)."""
    text = reading_view(item.sentence.text)
    must = questions.OBLIGATION.search(query.plain)
    hedge = questions.HEDGE.search(text)
    if must and hedge and not questions.OBLIGATION.search(text):
        yield Finding(must[0], hedge[0], False, item, span_of(item, hedge.start(), hedge.end()), "premise_hedged")
        return
    every = questions.UNIVERSAL.search(query.plain)
    if every and every["all"] not in text:
        yield Finding(every[0], text.strip(), False, item, item.sentence.span, "premise_absent")


def states(query: Query, item: Evidence) -> Iterator[Finding]:
    """Something said to be done or so already, where the text says what is to be done."""
    match = questions.ALREADY.search(query.plain)
    text = reading_view(item.sentence.text)
    if match is None or re.search(r"已经?|现有|入选|作为" + re.escape(match["what"] or "\0"), text):
        return
    what = (match["what"] or "").strip()
    if what and re.search(rf"作为[^,。;]{{0,12}}{re.escape(what)}", text):
        return
    yield Finding(match[0], text.strip(), False, item, item.sentence.span, "premise_absent")


_NAME = re.compile(
    r"(?:大学|学院|学校|中学|职校|技校|科技园|创新园|园区|中心|集团|公司|银行|税|附加|基金|协会|联盟|医院|研究院|办公会|常委会|党委会)$"
)


def names(query: Query, item: Evidence, evidence: Sequence[Evidence], sources: Sources) -> Iterator[Finding]:
    """What the question says of the matter and the sentence about it does not: another name, or another's matter."""
    passage = item.sentence.passage
    text = reading_view(item.sentence.text).strip()
    near = [squeeze(text), squeeze(" ".join(passage.path))]
    own = sources.index.document(passage.document_id).place
    everywhere = [squeeze(other.sentence.text) for other in evidence]
    spoken_of = False
    for term in _joined(query):
        if any(match_term(term, place) >= 0.5 for place in near) or (own and own in term.word):
            spoken_of = True
            continue
        known = any(match_term(term, place) >= 0.5 for place in everywhere)
        anothers = term.noun and known and _has_rare_subject(query, item, evidence)
        foreign = term.noun and term.weight >= 0.9 and not known and spoken_of and not is_light(term)
        if _NAME.search(term.word) or anothers or foreign:
            yield Finding(term.word, text, False, item, item.sentence.span, "premise_absent")


def quoted_words(query: Query, item: Evidence) -> Iterator[Finding]:
    """Words that the question gives as a quotation and the sentence does not hold."""
    text = reading_view(item.sentence.text)
    for words in re.findall(r"[“\"'「『]([^“”\"'「」『』]{2,20})[”\"'」』]", query.plain):
        if squeeze(words) not in squeeze(text):
            yield Finding(words, text.strip(), False, item, item.sentence.span, "premise_absent")


_IS = re.compile(
    r"^(?P<who>[^,。?是]{2,16}?)(?:就|也|都)?(?:是|属于|算)(?P<what>[^,。?]{2,20}?)(?=之一|对|没错|,|吧|吗|的吧|是|$)"
)


def roles(query: Query, item: Evidence) -> list[Finding]:
    """Somebody named in one part of a sentence, said to be what another part says of others."""
    match = _IS.match(query.plain)
    if match is None:
        return []
    who, what = content_terms(match["who"]), content_terms(match["what"])
    text = reading_view(item.sentence.text)
    parts = [squeeze(part) for part in re.split(r"[,;。]", text)]
    where = [all(match_term(term, part) >= 0.7 for term in who) for part in parts]
    said = [all(match_term(term, part) >= 0.7 for term in what) for part in parts]
    if (
        who
        and what
        and any(where)
        and any(said)
        and not any(one and other for one, other in zip(where, said, strict=True))
    ):
        return [Finding(match[0], text.strip(), False, item, item.sentence.span, "premise_absent")]
    return []


_VERBATIM = 6  # shared characters from which a question is in the text's own words


def in_its_words(query: Query, item: Evidence) -> Iterator[Finding]:
    """The run of words that question and text share, where nearly all that is said stands in the sentence."""
    text = reading_view(item.sentence.text)
    run = shared_run(query.plain, text).strip(" ,、")
    plain = not re.search(r"[不没未无]|只|仅|都|全", query.plain)
    if item.stated >= 0.85 and len(run) >= _VERBATIM and plain:
        start = text.index(run)
        yield Finding(run, run, True, item, span_of(item, start, start + len(run)))


def _joined(query: Query) -> list[Term]:
    """The terms of a question; a kind of body alone (大学) together with the word before it."""
    text = query.text
    for mention in reversed(query.offices):
        text = f"{text[: mention.span.start]} {text[mention.span.end :]}" if query.text == query.plain else text
    terms = list(content_terms(questions.CONFIRM.sub(" ", questions.HEARSAY.sub(" ", text))))
    joined: list[Term] = []
    for term in terms:
        before = joined[-1] if joined else None
        if before and len(term.word) <= 3 and _NAME.search(term.word) and before.word + term.word in query.text:
            joined[-1] = Term(before.word + term.word, before.weight + term.weight, (), noun=True)
        else:
            joined.append(term)
    return joined


def _has_rare_subject(query: Query, item: Evidence, evidence: Sequence[Evidence]) -> bool:
    """Whether the question begins with something that stands in this sentence and hardly elsewhere."""
    first = next((term for term in query.terms if term.noun), None)
    holding = _holding(first, evidence) if first else []
    return item in holding and len(holding) <= _FEW
