"""Every small falsehood is caught: numbers, owners, notes, qualifiers and levels changed, in an answer or in its source.

The mutations are generated over the whole shipped plan. A scorer or the verifier must find each one, and neither may
find anything in what was not changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from assistant.answers import Answer, Citation, Statement, Status
from assistant.claims import Claim
from assistant.verifying import faults_of, is_verbatim
from eval.cases import Case
from eval.corpora import Source, read_source
from eval.samples import Kind, Sample
from eval.scoring import score
from ingest.clauses import Clause, parse_clauses
from ingest.documents import Document, Span
from ingest.loading import find_sources, load_document
from ingest.passages import Passage, passages_of
from ingest.reading import reading_view
from ingest.sentences import sentences_of
from vectorstore.indexing import shipped_documents


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence of the plan, the passage it stands in, and the owners printed with it."""

    passage: Passage
    words: str
    departments: tuple[str, ...]
    note: Span | None


@dataclass(frozen=True, slots=True)
class Mutation:
    """A changed sentence or list of owners, and what it was made from."""

    fact: Fact
    words: str
    departments: tuple[str, ...]


@cache
def plan() -> Document:
    return load_document(find_sources(shipped_documents())[0])


@cache
def facts() -> tuple[Fact, ...]:
    """Every sentence of the plan that is not a heading or a note."""
    document, root = plan(), parse_clauses(plan())
    owned = {clause.clause_id: clause for clause in root.walk() if clause.task}
    found: list[Fact] = []
    for passage in passages_of(document, root):
        clause: Clause | None = owned.get(passage.clause_id)
        names = tuple(item.printed for item in clause.task.assignments) if clause and clause.task else ()
        note = clause.task.annotation.span if clause and clause.task else None
        until = note.start if note else passage.span.end
        view = reading_view(document.text)
        spans = sentences_of(view, Span(passage.span.start, until))
        found += [Fact(passage, span.slice(document.text), names, note) for span in spans if len(span) >= 8]
    return tuple(found)


def _citation(fact: Fact, *, text: str | None = None) -> Citation:
    """A citation of the whole passage; `text` is the source it is read from."""
    passage, source = fact.passage, text or plan().text
    start, end = passage.span.start, passage.span.end
    return Citation(1, passage.document_id, plan().title, passage.clause_id, passage.label, passage.heading,
                    passage.text, source[start:end], start, end, None)  # fmt: skip


def _answer(fact: Fact, words: str, departments: tuple[str, ...]) -> Answer:
    statement = Statement(words, (1,))
    return Answer("", "问", Status.ANSWERED, "zh", (statement,), (_citation(fact),), departments, seconds=0.01)


def _sample(fact: Fact) -> Sample:
    return Sample(
        id="x", kind=Kind.OWNER if fact.departments else Kind.FACT, question="问", statuses=(Status.ANSWERED,),
        family="x", gold=((fact.words,),), departments=fact.departments or None,
    )  # fmt: skip


def _findings(mutation: Mutation) -> list[str]:
    """What the verifier and the scorers find in an answer that says the mutated words."""
    fact = mutation.fact
    found = [f"verifier: {fault}" for fault in faults_of(Claim(mutation.words), [fact.passage.text]) if mutation.words]
    answer = _answer(fact, mutation.words, mutation.departments)
    judged = score(Case(_sample(fact), answer, sources={fact.passage.document_id: read_plan()}))
    found += [f"check: {check.name}" for check in judged.failed]
    found += [
        f"measure: {name}"
        for name in ("sentence_support", "number_fidelity", "quote_fidelity", "department_exact")
        if judged.measures.get(name, 1.0) < 1.0
    ]
    return found


@cache
def read_plan() -> Source:
    return read_source(plan())


def _numbers(fact: Fact) -> Iterator[Mutation]:
    for match in re.finditer(r"(?<![\d〔-])\d+(?![\d号])", fact.words):
        for other in (int(match[0]) + 20, int(match[0]) * 10):
            words = f"{fact.words[: match.start()]}{other}{fact.words[match.end() :]}"
            yield Mutation(fact, words, fact.departments)


def _qualifiers(fact: Fact) -> Iterator[Mutation]:
    for match in re.finditer(
        r"(?<=[家个])左右|鼓励(?=[\u4e00-\u9fff]{4})|(?<![许认])可(?=按|以)|优先(?=支持|安排|参与)", fact.words
    ):
        yield Mutation(fact, fact.words[: match.start()] + fact.words[match.end() :], fact.departments)


def _levels(fact: Fact) -> Iterator[Mutation]:
    for place, name in enumerate(fact.departments):
        if re.match(r"[市区](?=.{2,}[局委办会])", name):
            other = ("区" if name[0] == "市" else "市") + name[1:]
            names = (*fact.departments[:place], other, *fact.departments[place + 1 :])
            yield Mutation(fact, f"责任部门是{'、'.join(names)}。", names)


def _owners(fact: Fact) -> Iterator[Mutation]:
    """An owner left out, one added, all of another task, none at all."""
    if not fact.departments:
        return
    for place in range(len(fact.departments)):
        yield Mutation(fact, fact.words, fact.departments[:place] + fact.departments[place + 1 :])
    for other in ("区水务局", "市教委"):
        names = (*fact.departments, other)
        yield Mutation(fact, f"责任部门是{'、'.join(names)}。", names)
    for other_fact in facts():
        if other_fact.departments and other_fact.departments != fact.departments:
            yield Mutation(fact, fact.words, other_fact.departments)
            break
    yield Mutation(fact, fact.words, ())


@pytest.mark.parametrize(
    ("mutate", "at_least"),
    [(_numbers, 10), (_qualifiers, 5), (_levels, 50), (_owners, 150)],
    ids=["numbers", "qualifiers", "levels", "owners"],
)
def test_every_mutation_of_an_answer_is_caught(mutate: Callable[[Fact], Iterator[Mutation]], at_least: int) -> None:
    mutations = [mutation for fact in facts() for mutation in mutate(fact)]
    assert len(mutations) >= at_least
    missed = [f"{one.words} {one.departments}" for one in mutations if not _findings(one)]
    assert missed == []


def test_nothing_is_found_in_the_words_of_the_plan_itself() -> None:
    assert len(facts()) >= 60
    found = {fact.words: _findings(Mutation(fact, fact.words, fact.departments)) for fact in facts()}
    assert {words: said for words, said in found.items() if said} == {}


def _changed_sources() -> Iterator[tuple[str, Document, Fact]]:
    """The plan with one thing changed in it, what was changed, and the fact that it bears on."""
    document = plan()
    for fact in facts():
        at = document.text.index(fact.words, fact.passage.span.start)
        for match in re.finditer(r"(?<![\d〔-])\d+(?![\d号])|左右|市级|区级", fact.words):
            other = {"左右": "以上", "市级": "区级", "区级": "市级"}.get(match[0]) or str(int(match[0]) + 20)
            yield match[0], _with(document, Span(at + match.start(), at + match.end()), other), fact
        if fact.note:
            yield "note", _with(document, fact.note, ""), fact
            printed = fact.note.slice(document.text)
            if (swapped := re.sub(r"区(?=教育局|财政局|人社局|科委|发改委)", "市", printed)) != printed:
                yield "level", _with(document, fact.note, swapped), fact


def _with(document: Document, span: Span, words: str) -> Document:
    return replace(document, text=document.text[: span.start] + words + document.text[span.end :])


def test_every_mutation_of_the_source_is_caught() -> None:
    """A citation of the old source is not verbatim in the new one, and an answer from the new one is not the gold."""
    seen = set()
    for name, changed, fact in _changed_sources():
        seen.add("number" if name.isdigit() else name)
        quoted = _citation(fact)
        assert not is_verbatim(quoted, changed.text), (name, fact.words)
        stale = score(Case(_sample(fact), _answer(fact, fact.words, fact.departments),
                           sources={changed.document_id: read_source(changed)}))  # fmt: skip
        assert stale.measures["quote_fidelity"] < 1.0
        assert not stale.right
    assert {"number", "左右", "note", "level"} <= seen


def test_an_answer_from_a_source_without_the_note_names_no_owners_and_is_not_right() -> None:
    for name, changed, fact in _changed_sources():
        if name not in {"note", "level"}:
            continue
        source = read_source(changed)
        names = source.departments.get(fact.passage.clause_id, ())
        assert names != fact.departments
        answer = replace(_answer(fact, fact.words, names), citations=(_citation(fact, text=changed.text),))
        assert not score(Case(_sample(fact), answer, sources={changed.document_id: source})).right
