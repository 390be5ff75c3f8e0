"""Facts, lists, clauses and comparisons: verbatim sentences, chosen and put in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import questions
from assistant.answers import Status
from assistant.asking import Ask
from assistant.claims import Claim, Draft, Quote
from assistant.evidence import Evidence
from assistant.language import Language
from assistant.queries import Query
from assistant.refusing import judge, what_is_missing
from assistant.routing import clause_number
from assistant.shown import tidy
from assistant.sources import Sources
from assistant.spans import answering_spans
from assistant.terms import coverage
from assistant.verifying import faults_of
from assistant.wording import Wording
from ingest.clauses import Clause, ClauseKind
from ingest.documents import Document, Span
from ingest.numerals import parse_numeral
from ingest.reading import squeeze

MAX_SENTENCES = 4
MAX_PASSAGES = 8  # best of the search, whose words may answer
MAX_RUNS = 12  # best runs of words that are tried
MIN_RUNNING_TOKENS = {True: 60, False: 200}  # of a paragraph without a number, of a numbered clause: text that runs on
_NEAR = 0.8  # of the best score: further sentences of the same passage
_VERY_NEAR = 0.93  # of the best score: sentences of other passages
_LIST = re.compile(
    r"哪些|哪几|包括|几[个种类方]|分别|各是|什么(?:内容|措施|要求|活动|形式|方式)|列|都有|怎么|如何|代表|which|list|what (?:are|kinds)|name the",
    re.IGNORECASE,
)


def compose_fact(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording) -> Draft:
    """The sentences that answer, verbatim, and a sentence for each asked thing they do not give."""
    claims = _spanned(query, sources, evidence, wording) or _sentences(query, sources, evidence, wording)
    judgement = judge(query.asks, [claim.text for claim in claims])
    status = Status.ANSWERED
    if judgement.missing:
        claims.append(Claim(wording.say("absent_part", what=what_is_missing(query, judgement.missing))))
        status = Status.PARTIAL
    documents = tuple(dict.fromkeys(quote.document_id for claim in claims for quote in claim.quotes))
    return Draft(status, tuple(claims), documents=documents)


def _sentences(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording) -> list[Claim]:
    """The chosen sentences, each a claim of its own."""
    return list(dict.fromkeys(quoted_sentence(query, sources, item, wording) for item in choose(evidence)))


def quoted_sentence(query: Query, sources: Sources, item: Evidence, wording: Wording) -> Claim:
    """A sentence as it stands, with its clause."""
    return _quoted(_full_sentence(query, sources, item), item, sources, wording)


def _spanned(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording) -> list[Claim]:
    """The run of words that answers best, out of running text.

    A clause of a few sentences says one thing and is quoted by the sentence; a long stretch of text says many.
    Nothing for a question that leans on earlier ones, and where no run holds by itself (a hedge stands before it).
    """
    if query.continued or query.focus or query.language is Language.ENGLISH:
        return []
    best = evidence[0].sentence.passage
    if best.tokens < MIN_RUNNING_TOKENS[best.clause_id.startswith("k")]:
        return []
    ranked = {item.rank: item.sentence.passage for item in evidence if item.rank < MAX_PASSAGES}
    for found in answering_spans(query.plain, [ranked[rank] for rank in sorted(ranked)])[:MAX_RUNS]:
        passage = found.passage
        quote = Quote(passage.document_id, passage.clause_id, found.span)
        text = tidy(found.span.slice(sources.index.document(passage.document_id).text))
        claim = Claim(wording.say("quoted", text=text, label=passage.label), (quote,), (passage.label,))
        if not faults_of(claim, [passage.text]):
            return [claim]
    return []


def choose(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence, its near equals in the same passage, and those of other passages that are as good."""
    best = evidence[0]
    chosen = [best]
    for item in evidence[1:]:
        same = item.sentence.passage.clause_id == best.sentence.passage.clause_id
        bound = _NEAR if same else _VERY_NEAR
        if len(chosen) < MAX_SENTENCES and item.score >= bound * best.score and item.stated >= 0.5 * best.stated:
            chosen.append(item)
    return sorted(chosen, key=lambda item: (item is not best and item.sentence.passage.clause_id != best.sentence.passage.clause_id,
                                            item.sentence.passage.document_id, item.sentence.span))  # fmt: skip


def _full_sentence(query: Query, sources: Sources, item: Evidence) -> Quote:
    """The part between semicolons when it gives the number asked for, else the sentence up to its full stop."""
    sentence = item.sentence
    document = sources.index.document(sentence.passage.document_id)
    span = sentence.span
    crisp = Ask.COUNT in query.asks and re.search(r"\d", sentence.text) and not _LIST.search(query.plain)
    if not crisp:
        start, end = span.start, span.end
        while start > sentence.passage.span.start and document.text[start - 1] in ";;":
            start = _start_of_part(document.text, start - 1, sentence.passage.span.start)
        while end < sentence.passage.span.end and document.text[end - 1] in ";;":
            end = _end_of_part(document.text, end, sentence.passage.span.end)
        span = Span(start, end)
    return Quote(document.document_id, sentence.passage.clause_id, span)


def _start_of_part(text: str, position: int, limit: int) -> int:
    while position > limit and text[position - 1] not in ";;。\n":
        position -= 1
    return position


def _end_of_part(text: str, position: int, limit: int) -> int:
    while position < limit:
        position += 1
        if text[position - 1] in ";;。\n":
            break
    return position


def _quoted(quote: Quote, item: Evidence, sources: Sources, wording: Wording) -> Claim:
    text = quote.span.slice(sources.index.document(quote.document_id).text)
    label = item.sentence.passage.label
    return Claim(wording.say("quoted", text=tidy(text), label=label), (quote,), (label,))


_OVERVIEW = re.compile(
    (
        r"(?:主要|大致|大概|总体|整体|都)?(?:讲|说|写|包括|包含|分|有)(?:了|成|为)?(?:哪|什么|啥|几)|几大?(?:块|章|部分|条|点)|主要内容|概括|概述|总结|大意|框架|结构|目录|overview|"
        r"summar|outline|structure|main (?:content|points|parts)"
    ),
    re.IGNORECASE,
)


_WHOLE = 0.8  # a heading must say nearly all of a question, not only its nouns


def compose_outline(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording) -> Draft | None:
    """The headings below the heading that a question is about (「原则有几条」); None when it is about sentences."""
    found = _asked_heading(query, sources, evidence)
    if found is None:
        return None
    document, parent = found
    parts = _parts_counted(query, parent)
    claims = _miscounted(query, parent, parts, wording)
    claims += [
        Claim(wording.say("outline", label=parent.label, heading=tidy(parent.heading), count=len(parts)), (),
              (parent.label, str(len(parts)), document.title))
    ] if parent.label else []  # fmt: skip
    deeper = [inner for child in parts for inner in _headed(child)]
    if claims and deeper and Ask.COUNT in query.asks and all(map(_headed, parts)):
        text = wording.say("outline_deeper", count=len(deeper), first=deeper[0].label, last=deeper[-1].label)
        claims.append(Claim(text, (), (str(len(deeper)), deeper[0].label, deeper[-1].label)))
    for child in parts:
        quote = Quote(document.document_id, child.clause_id, _headline(child, document))
        claims.append(
            Claim(wording.say("choice", label=child.label, heading=tidy(child.heading)), (quote,), (child.label,))
        )
    return Draft(Status.ANSWERED, tuple(claims), documents=(document.document_id,))


_COUNTED = re.compile(
    r"(?P<number>[一二两三四五六七八九十]{1,3}|\d{1,2})(?:大|小|个)?(?:项|条|点|件|块|个|章|节|部分|任务|方面)"
)


def _miscounted(query: Query, parent: Clause, parts: Sequence[Clause], wording: Wording) -> list[Claim]:
    """That a part has not as many parts as the question takes for granted (一共四条对吧)."""
    put_up = questions.CONFIRM.search(query.plain) or questions.HEARSAY.search(query.plain)
    said = [match for match in _COUNTED.finditer(query.plain) if not query.plain[: match.start()].endswith("第")]
    said = [match for match in said if (parse_numeral(match["number"]) or 1) > 1]
    if not put_up or not said or not parent.label or any(parse_numeral(m["number"]) == len(parts) for m in said):
        return []
    text = wording.say("other_parts", asked=said[0][0], count=len(parts))
    return [Claim(text, (), (said[0][0], str(len(parts))))]


# A part of the text by its place: 最后一大块, 开头那一章.
_PLACED = re.compile(
    r"(?P<last>最后|末尾|收尾|结尾)(?:的|那|这)*一?(?:个|大)*(?:块|章|部分|节|大项|大类|大段)|(?P<first>开头|最前面?|打头|头)的?[那这]?一(?:个|大)*(?:块|章|部分|大项|大类|大段)"
)
_HEADINGS = re.compile(
    r"小标题|标题|条目|纲目|提纲|目录|[几多少哪两三四五六七八九十]+(?:小|大)?[条块点项](?!任务)|\bheadings?\b"
)


def asks_for_headings(plain: str) -> bool:
    """Whether the headings below a part are asked for, that is told by its place or has its headings named."""
    return bool(_HEADINGS.search(plain) and (_PLACED.search(plain) or "小标题" in plain))


def _placed(query: Query, sources: Sources) -> tuple[Document, Clause] | None:
    """The first or the last part of the only document in scope, where the question points at it by its place."""
    match, documents = _PLACED.search(query.plain), sources.documents()
    if match is None or len(documents) != 1:
        return None
    parts = _headed(sources.index.clauses(documents[0].document_id))
    chosen = parts[-1 if match["last"] else 0] if parts else None
    return (documents[0], chosen) if chosen and len(_headed(chosen)) >= 2 else None


def _headed(clause: Clause) -> list[Clause]:
    return [child for child in clause.children if child.kind is ClauseKind.DIVISION and child.heading]


def _parts_counted(query: Query, parent: Clause) -> list[Clause]:
    """The headed parts of a clause, or theirs where a question speaks of just so many (主要任务的九项)."""
    parts = _headed(parent)
    deeper = [inner for child in parts for inner in _headed(child)]
    said = {parse_numeral(match["number"]) for match in _COUNTED.finditer(query.plain)}
    return deeper if len(deeper) in said and len(parts) not in said else parts


def _asked_heading(query: Query, sources: Sources, evidence: Sequence[Evidence]) -> tuple[Document, Clause] | None:
    """The clause with parts whose heading says what the question asks, where no sentence says it better."""
    if (placed := _placed(query, sources)) and _HEADINGS.search(query.plain):
        return placed
    plain = squeeze(query.text)
    terms = [term for term in query.terms if not _HEADINGS.fullmatch(term.word)] or list(query.terms)
    strong = [term for term in terms if term.noun] or terms
    if not strong and not (_OVERVIEW.search(query.plain)):
        return None
    best: tuple[float, Document, Clause] | None = None
    for document in sources.documents():
        for clause in sources.index.clauses(document.document_id).walk():
            if len(_headed(clause)) < 2:
                continue
            heading = squeeze(clause.heading)
            named = len(heading) >= 4 and heading in plain
            fit = 2.0 if named else 0.0 if strong else 0.9
            if strong and clause.label and not named:
                fit = coverage(strong, [heading])
                if not _OVERVIEW.search(query.plain):
                    fit = min(fit, _WHOLE * coverage(query.terms, [heading]))
            if best is None or fit > best[0]:
                best = (fit, document, clause)
    if best is None or best[0] < 0.55:
        return None
    stated = evidence[0].stated if evidence else 0.0
    return best[1:] if best[0] >= 2.0 or stated < 0.7 * best[0] or not strong else None


def compose_numbered(query: Query, sources: Sources, wording: Wording) -> Draft:
    """A question for a clause by its number."""
    asked = clause_number(query.plain) or query.scope
    named = re.search(r"[条点项款]|[a-z]", query.plain)
    if clause_number(query.plain) and named and (number := parse_numeral(asked)):
        return _compose_clause(sources.numbered(number), asked, wording)
    exact = [pair for pair in sources.labelled(asked) if pair[1].label == asked]
    return _compose_clause(exact or sources.labelled(asked), asked, wording)


def _compose_clause(found: Sequence[tuple[Document, Clause]], asked: str, wording: Wording) -> Draft:
    """One clause as it stands, or the choices when a label stands for several."""
    if not found:
        return Draft(Status.NOT_IN_DOCUMENTS, (Claim(wording.say("no_clause", asked=asked), (), (asked,)),))
    if len(found) > 1:
        ask = Claim(wording.say("clarify_clause", asked=asked), (), (asked,))
        choices = [
            Claim(f"{number}. " + wording.say("choice", label=clause.label, heading=tidy(clause.heading)),
                  (Quote(document.document_id, clause.clause_id, _headline(clause, document)),), (str(number), clause.label))
            for number, (document, clause) in enumerate(found, 1)
        ]  # fmt: skip
        return Draft(Status.CLARIFY, (ask, *choices))
    document, clause = found[0]
    claims = [
        Claim(wording.say("clause_is", label=inner.label, heading=tidy(inner.heading), text=tidy(text)),
              (Quote(document.document_id, inner.clause_id, inner.own),), (inner.label,))
        for inner in clause.walk()
        if inner.own and not any(child.task for child in inner.children) and (text := inner.own.slice(document.text))
    ]  # fmt: skip
    return Draft(Status.ANSWERED, tuple(claims[:12]), documents=(document.document_id,))


def _headline(clause: Clause, document: Document) -> Span:
    """Mark and heading of a clause."""
    first = clause.own.start if clause.own else clause.children[0].span.start if clause.children else clause.span.end
    end = first
    while end > clause.span.start and document.text[end - 1] in " \n":
        end -= 1
    return Span(clause.span.start, max(end, clause.span.start + 1))
