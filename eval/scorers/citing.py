"""Citations: whether the right clauses are cited, verbatim, and whether every sentence rests on what it cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answers import Answer, Statement
from eval.cases import Case, proves
from eval.metrics import harmonic
from eval.scorers.figures import Allowed, figure_faults
from ingest.offices import find_offices
from ingest.reading import squeeze

_QUOTED = 6  # shorter words in quotation marks are names and terms
_DENIED = re.compile(r"未|没|不(?!少于|超过|低于|高于|多于)|无|\b(?:no|not|never|nowhere)\b", re.IGNORECASE)


def score_citations(case: Case) -> dict[str, float]:
    """Precision, recall and F1 of the cited clauses against the gold quotes and gold tasks of an answerable sample.

    A clause counts once however often it is quoted; where nothing was cited, all three are 0.
    """
    sample, answer = case.sample, case.answer
    wanted = len(sample.gold) + len(sample.tasks or ())
    if answer is None or not wanted or not case.expects_answer:
        return {}
    cited = {(citation.document_id, citation.clause_id) for citation in answer.citations}
    fitting = {
        (citation.document_id, citation.clause_id)
        for citation in answer.citations
        if citation.clause_id in (sample.tasks or ())
        or any(proves(citation, piece, case.sources) for piece in sample.gold)
    }
    proved = sum(any(proves(citation, piece, case.sources) for citation in answer.citations) for piece in sample.gold)
    listed = len({citation.clause_id for citation in answer.citations} & set(sample.tasks or ()))
    precision = len(fitting) / len(cited) if cited else 0.0
    recall = (proved + listed) / wanted
    return {
        "citation_precision": precision,
        "citation_recall": recall,
        "citation_f1": harmonic(precision, recall),
    }


def score_quotes(case: Case) -> dict[str, float]:
    """The share of citations whose quote stands verbatim at its offsets."""
    if case.answer is None or not case.answer.citations:
        return {}
    exact = 0
    for citation in case.answer.citations:
        source = case.sources.get(citation.document_id)
        exact += bool(source and citation.quote and source.text[citation.start : citation.end] == citation.quote)
    return {"quote_fidelity": exact / len(case.answer.citations)}


def score_support(case: Case) -> tuple[dict[str, float], list[str]]:
    """Sentence support and number fidelity of an answer, and in words what is not supported.

    A sentence is supported when its markers resolve and its numbers, offices and quoted words stand in
    the clauses it cites. Without markers it may only repeat what the question or other cited clauses say.
    """
    answer = case.answer
    if answer is None or not answer.statements:
        return {}, []
    remarks: list[str] = []
    supported = numbers = number_faults = 0
    for statement in answer.statements:
        evidence = _evidence(case, answer, statement)
        faults, count = figure_faults(statement.text, evidence, _allowed(case, answer, statement))
        numbers, number_faults = numbers + count, number_faults + len(faults)
        faults += _office_faults(case, statement, evidence)
        faults += _quoted_faults(case, answer, statement.text)
        faults += _dangling(answer, statement)
        supported += not faults
        remarks += faults
    measures = {"sentence_support": supported / len(answer.statements)}
    if numbers:
        measures["number_fidelity"] = 1 - number_faults / numbers
    return measures, remarks


def _evidence(case: Case, answer: Answer, statement: Statement) -> list[str]:
    """The words a sentence may rest on: the clauses it cites with headings and title, all cited ones if it cites none."""
    texts: list[str] = []
    for citation in answer.citations:
        if statement.citations and citation.marker not in statement.citations:
            continue
        source = case.sources.get(citation.document_id)
        passages = source.passages.get(citation.clause_id, ()) if source else ()
        texts += [citation.quote, citation.heading, citation.document, *passages]
    return texts


def _allowed(case: Case, answer: Answer, statement: Statement) -> Allowed:
    counts = {len(answer.tasks), len(answer.departments), len({citation.clause_id for citation in answer.citations})}
    for source in case.sources.values():
        members = Counter(name for names in source.departments.values() for name in names)
        counts |= {
            *members.values(),
            *map(len, source.departments.values()),
            sum(bool(names) for names in source.departments.values()),
            len(members),
        }
    listed = re.split(r"[::]", statement.text)[-1]
    counts.add(len(re.split(r"[、,，;]", listed)))
    given = "\n".join((*case.sample.history, case.sample.question))
    return Allowed(given, frozenset(counts), tuple(citation.label for citation in answer.citations))


def _office_faults(case: Case, statement: Statement, evidence: Sequence[str]) -> list[str]:
    """Offices that a sentence affirms and neither its clauses nor the question name, at their level.

    A sentence without markers may name any office of the ledger: it is computed over all rows.
    """
    known = list(find_offices("\n".join(evidence)))
    if not statement.citations:
        ledger = {name for source in case.sources.values() for names in source.departments.values() for name in names}
        known += find_offices("、".join(sorted(ledger)))
    exact = {(mention.office.level, mention.office.stem) for mention in known}
    stems = {stem for _, stem in exact}
    for mention in find_offices("\n".join((*case.sample.history, case.sample.question))):
        exact.add((mention.office.level, mention.office.stem))
    faults = []
    for words in re.split(r"[,,。;;]|\. ", statement.text):
        for mention in [] if _DENIED.search(words) else find_offices(words):
            office = mention.office
            if (office.level, office.stem) not in exact and (mention.level_printed or office.stem not in stems):
                faults.append(f"{office.name} is named in no cited clause")
    return faults


def _quoted_faults(case: Case, answer: Answer, text: str) -> list[str]:
    """Words in quotation marks, six or more, that stand in no source, were not said by the user, and name no condition."""
    known = [*case.sample.history, case.sample.question, *(source.text for source in case.sources.values())]
    known += [condition.text for condition in answer.eligibility.conditions] if answer.eligibility else []
    wholes = [squeeze(words) for words in known]
    quoted = [words for words in quoted_words(text) if len(words) >= _QUOTED]
    return [f"“{words}” is quoted from nowhere" for words in quoted if not any(squeeze(words) in w for w in wholes)]


def quoted_words(text: str) -> list[str]:
    """What stands in the outermost pairs of “ and ”, marks printed twice read as one."""
    single = re.sub(r"([“”])\1+", r"\1", text)
    found, depth, start = [], 0, 0
    for position, character in enumerate(single):
        if character == "“":
            start = position + 1 if depth == 0 else start
            depth += 1
        elif character == "”" and depth:
            depth -= 1
            if depth == 0:
                found.append(single[start:position])
    return found


def _dangling(answer: Answer, statement: Statement) -> list[str]:
    markers = {citation.marker for citation in answer.citations}
    return [f"[{marker}] has no citation" for marker in statement.citations if marker not in markers]
