"""What composers read: the indexed documents, their clauses, the ledger and ranked passages, within one scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from assistant import expanding
from assistant.claims import Quote
from assistant.glossing import NOTHING, Glossed, clearest, glossed
from assistant.heading_names import POINTED, names_of, says_more, unquoted
from assistant.queries import Jurisdiction, Query, Route, names_otherwise
from assistant.remarks import tellings
from ingest.clauses import Clause, ClauseKind
from ingest.documents import Document, Level, Span
from ingest.offices import Office
from ingest.passages import Passage
from ingest.reading import reading_view, squeeze
from ingest.standing import Standing
from vectorstore.endpoint_calls import Trouble
from vectorstore.ledger import Ledger, LedgerRow
from vectorstore.line_vectors import Vectors
from vectorstore.searching import Hit
from vectorstore.store import Index

# An open question that goes on from another one (里头都干点啥).
OPEN = re.compile(
    r"(?:哪些|什么|啥|哪几|怎么|如何)(?!时候|部门|单位|局|家)|\b(?:what|how)\b(?! (?:much|many|long))", re.IGNORECASE
)
CANDIDATES = 40  # passages whose sentences are weighed


@dataclass(frozen=True, slots=True)
class Sources:
    """The index as one question may use it.

    `document_id` restricts it to one document, `within` to some; where these are none, `missing` is what the question
    calls them. `as_of` is the day that was asked for; None is today.
    """

    index: Index
    document_id: str | None = None
    within: frozenset[str] | None = None
    as_of: date | None = None
    missing: str = ""
    _searched: dict[object, list[Hit]] = field(default_factory=dict, compare=False, repr=False)
    _told: dict[object, Glossed] = field(default_factory=dict, compare=False, repr=False)
    _leads: dict[object, float | None] = field(default_factory=dict, compare=False, repr=False)
    _signs: dict[object, tuple[object, dict[str, float]]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def ledger(self) -> Ledger:
        """The responsibility ledger of the whole index; `rows` and `counts` keep to the scope."""
        return self.index.ledger

    @property
    def day(self) -> date:
        """The day on which the answer shall be right."""
        return self.as_of or datetime.now(UTC).astimezone().date()

    @property
    def document_ids(self) -> list[str] | None:
        """The ids in scope, None where that is every document."""
        if self.document_id is not None:
            return [self.document_id]
        return None if self.within is None else sorted(self.within)

    def documents(self) -> list[Document]:
        """The documents in scope, in stored order."""
        ids = self.document_ids
        found = [summary.document for summary in self.index.documents()]
        return found if ids is None else [document for document in found if document.document_id in ids]

    def texts(self) -> list[str]:
        """The texts of the documents in scope, squeezed, in stored order."""
        return [_squeezed(document.text) for document in self.documents()]

    def whole(self) -> Sources:
        """The sources without a restriction to some documents."""
        return replace(self, within=None)

    def standing(self) -> dict[str, Standing]:
        """How each document of the index stands on the day, by id; judged over all of them."""
        return self.index.standing(self.day)

    def rows(self, *, offices: Sequence[Office] = (), alone: bool = False, unowned: bool = False) -> list[LedgerRow]:
        """The ledger rows in scope; see `Ledger.rows`."""
        return self.ledger.rows(offices=offices, document_ids=self.document_ids, alone=alone, unowned=unowned)

    def counts(self) -> list[tuple[Office, int]]:
        """Every office in scope with the number of its tasks; see `Ledger.counts`."""
        return self.ledger.counts(document_ids=self.document_ids)

    def assigns(self, document_id: str) -> bool:
        """Whether a document has responsibility notes; in one without, its own words say who does what."""
        return bool(self.ledger.rows(document_id=document_id))

    def document_asked(self, query: Query) -> Document | None:
        """The document that a question about a document means: the one it names, talks about, or is nearest to."""
        documents = self.documents()
        if len(documents) <= 1:
            return documents[0] if documents else None
        asked = squeeze(query.plain)
        named = [document for document in documents if squeeze(document.title) in asked]
        if named:
            return max(named, key=lambda document: len(document.title))
        near = [document_id for document_id, _ in query.focus] or [
            passage.document_id for passage in self.passages(query)
        ]
        return self.index.document(near[0]) if near else documents[0]

    def jurisdiction(self) -> Jurisdiction:
        """Level and place that all documents in scope share."""
        levels = {document.level for document in self.documents()}
        places = {document.place for document in self.documents()}
        titles = tuple(reading_view(document.title) for document in self.documents())
        return Jurisdiction(
            levels.pop() if len(levels) == 1 else Level.UNKNOWN,
            places.pop() if len(places) == 1 else _SEVERAL,
            titles,
            tuple(office for office, _ in self.counts()),
        )

    def passages(self, query: Query, *, limit: int = CANDIDATES) -> list[Passage]:
        """The passages that fit a query best, those the conversation is about among them."""
        words, within = " ".join([query.text, *(t.word for t in query.terms if query.continued)]), self.document_ids
        key = (words, query.plain, query.terms, limit, None if within is None else tuple(sorted(within)))
        if (hits := self._searched.get(key)) is None:  # a model is given what the draft was made of
            meaning = "" if query.continued else query.plain
            hits = expanding.search(self.index, words, query.terms, k=limit, document_ids=within, meaning=meaning, nearness=self._nearness)  # fmt: skip
            self._searched[key] = hits
        passages = [hit.passage for hit in hits]
        known = {passage.passage_id for passage in passages}
        for place in query.focus:
            if within is None or place[0] in within:
                passages += [p for p in self.index.clause_passages(*place) if p.passage_id not in known]
        return [passage for passage in passages if self.in_scope(passage.label, query.scope)] or passages

    def near(self, query: Query) -> Glossed:
        """How near a question, with what it goes on from where it is open, comes to the glosses of the documents in scope."""
        owner = query.route is Route.OWNER
        if not (query.continued or query.focus):
            texts = tellings(query.plain, [mention.span for mention in query.offices]) if owner else [query.plain]
            return clearest(map(self.near_text, texts))
        if owner and not query.focus and names_otherwise(query, [document.text for document in self.documents()]):
            return self.near_text(query.plain)  # another task is named (那…呢,还是这三家)
        if query.route is not Route.FACT or query.asks or not OPEN.search(query.plain):
            return NOTHING
        before = "".join(term.word for term in query.terms if term.carried)  # 区级基地: what the conversation is about
        return self.near_text(f"{before},{query.plain}") if before else NOTHING

    def near_text(self, text: str) -> Glossed:
        """How near some words come to the glosses of the documents in scope."""
        return self._nearness(self.index, text, document_ids=self.document_ids, by_words=self.lacking() is not None)

    def beyond(self, query: Query) -> Vectors | None:
        """What a question says beside the everyday lines it is nearest to; None where no bundled model held it against any."""
        return None if self.lacking() is not None else self.index.beyond(query.plain, document_ids=self.document_ids)

    def _nearness(
        self, index: Index, question: str, *, document_ids: Collection[str] | None, by_words: bool
    ) -> Glossed:
        """What `glossed` says, found once: the search and the weighing of sentences ask for the same."""
        key = (question, document_ids and tuple(sorted(document_ids)))
        if key not in self._told:
            self._told[key] = glossed(index, question, document_ids=document_ids, by_words=by_words)
        return self._told[key]

    def lead(self, query: Query) -> float | None:
        """How far the one document that was chosen is before all others of the index for a query, negative behind them.

        None where no document was chosen, or where there is no other.
        """
        if self.document_id is None or len(self.index.documents()) == 1:
            return None
        key = (query.text, self.document_id)
        if key not in self._leads:
            self._leads[key] = self.index.lead(query.text, [self.document_id])
        return self._leads[key]

    def signs(
        self, query: Query, evidence: Sequence[object], found: Callable[[], dict[str, float]]
    ) -> Mapping[str, float]:
        """The signs of a query in some evidence, found once: several steps to one answer ask for them."""
        key = (query, self.document_id, self.within, id(evidence))
        if key not in self._signs:
            self._signs[key] = evidence, found()  # evidence that is held keeps its id
        return self._signs[key][1]

    def row_of(self, passage: Passage) -> LedgerRow | None:
        """The task of a passage in the ledger; None where the text lists no office for it."""
        return self.ledger.row(passage.document_id, passage.clause_id)

    def lacking(self) -> Trouble | None:
        """Why the configured embeddings had no part in a search of this question, None where they had or none was made."""
        return next((hit.lacking for hits in self._searched.values() for hit in hits if hit.lacking), None)

    def in_scope(self, label: str, scope: str) -> bool:
        """Whether a printed label lies in the part of the text that a question refers to."""
        if not scope:
            return True
        return scope in label if scope.startswith("(") else label.startswith(scope)

    def title(self, document_id: str) -> str:
        """The title of a document."""
        return self.index.document(document_id).title

    def level(self, document_id: str) -> Level:
        """The level of government of a document."""
        return self.index.document(document_id).level

    def sentence_quote(self, row: LedgerRow) -> Quote:
        """The words of a task, without its note."""
        return Quote(row.document_id, row.clause_id, Span(row.start, row.end))

    def note_quote(self, row: LedgerRow) -> Quote:
        """The responsibility note of a task."""
        span = row.annotation or Span(row.start, row.end)
        return Quote(row.document_id, row.clause_id, span)

    def front_clauses(self, document: Document) -> list[Clause]:
        """The paragraphs above the first heading and below the last clause: notice, issuers, date, basis."""
        root = self.index.clauses(document.document_id)
        return [child for child in root.children if child.kind in {ClauseKind.FRONT, ClauseKind.BACK}]

    def named_part(self, plain: str, *, by_quoted: bool = False) -> str:
        """The label of the part of the text that a question names by its heading and asks about as a whole.

        A heading is also known without its first word (加强“双师”队伍建设, 双师队伍建设). Empty when the
        question names none, or says more than the heading: then one sentence of the part is meant. `by_quoted`:
        the words in quotation marks in a heading name it as well.
        """
        asked = unquoted(plain)
        pointed = bool(POINTED.search(asked))  # 那一节: also a part that consists of one item
        named = [
            (len(heading), clause.label)
            for document in self.documents()
            for clause in self.index.clauses(document.document_id).walk()
            if clause.label
            and sum(child.kind in _PARTS for child in clause.children) >= (0 if by_quoted else 1 if pointed else 2)
            for heading in names_of(clause.heading, asked, by_quoted=by_quoted)
            if len(heading) >= 4 and heading in asked and not says_more(asked.replace(heading, " "))
        ]
        return max(named, default=(0, ""))[1]

    def outlined(self) -> tuple[str, ...]:
        """The labels of the clauses that consist of clauses with headings of their own."""
        return tuple(
            clause.label
            for document in self.documents()
            for clause in self.index.clauses(document.document_id).walk()
            if any(child.kind is ClauseKind.DIVISION and child.heading for child in clause.children)
        )

    def numbered(self, number: int) -> list[tuple[Document, Clause]]:
        """All clauses whose own mark is this number, at any level: 第1条 said of 一、, (一) and 1、 alike."""
        return [
            (document, clause)
            for document in self.documents()
            for clause in self.index.clauses(document.document_id).walk()
            if clause.kind is ClauseKind.DIVISION
            and re.fullmatch(rf"[a-z]{number}(?:_\d+)?", clause.clause_id.rpartition(".")[2])
        ]

    def labelled(self, label: str) -> list[tuple[Document, Clause]]:
        """All clauses with a printed label, or whose label ends with it."""
        wanted = squeeze(label)
        return [
            (document, clause)
            for document in self.documents()
            for clause in self.index.clauses(document.document_id).walk()
            if clause.kind is ClauseKind.DIVISION
            and re.sub(r"[第条点项款]", "", squeeze(clause.label)).endswith(wanted)
        ]


_squeezed = lru_cache(maxsize=64)(squeeze)  # whole documents, which several steps to one answer look through
_SEVERAL = "*"  # no place: every printed one tells apart
_PARTS = {ClauseKind.DIVISION, ClauseKind.GROUP}
