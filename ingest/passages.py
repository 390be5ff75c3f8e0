"""Passages: the unit that is retrieved and cited."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from ingest.clauses import Clause, ClauseKind
from ingest.documents import Document, Span
from ingest.headings import Rank
from ingest.reading import flowing_view, noise_of, paragraphs_of
from ingest.sentences import sentences_of
from ingest.tokens import TokenCounter, token_counter

MAX_TOKENS = 800  # a passage is one thing said; longer clauses are cut at sentence ends


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as retrieved and cited: one sentence group, numbered item, article or paragraph.

    `text == document.text[span.start:span.end]`, verbatim. `path` holds the headings from the
    document's title down to the clause's own. A clause over the token budget becomes several
    passages with the same `clause_id`, cut at sentence ends.
    """

    passage_id: str
    document_id: str
    clause_id: str
    label: str
    heading: str
    path: tuple[str, ...]
    text: str
    span: Span
    offices: tuple[str, ...]
    tokens: int


def passages_of(document: Document, root: Clause, *, counter: TokenCounter | None = None,
                max_tokens: int = MAX_TOKENS) -> list[Passage]:  # fmt: skip
    """The passages of a parsed document in document order; together they hold every word below its headings."""
    builder = _Builder(document, counter or token_counter(), max_tokens)
    return [passage for child in root.children for passage in builder.passages(child, (document.title,))]


class _Builder:
    def __init__(self, document: Document, counter: TokenCounter, max_tokens: int) -> None:
        self.document = document
        paragraphs = paragraphs_of(document.text)
        self.view = flowing_view(document.text, paragraphs)
        starts = [paragraph.start for paragraph in paragraphs]
        self.noise = [line for line in noise_of(document.text)
                      if not (at := bisect(starts, line.start)) or paragraphs[at - 1].end <= line.start]  # fmt: skip
        self.counter = counter
        self.max_tokens = max_tokens

    def passages(self, clause: Clause, path: tuple[str, ...]) -> Iterator[Passage]:
        if clause.kind is ClauseKind.CONTENTS:
            return
        inner = (*path, clause.heading) if clause.heading and clause.kind is ClauseKind.DIVISION else path
        numbers = count(1)
        if self._is_one_unit(clause):
            yield from self._cut(clause, clause.span, path=inner, numbers=numbers)
            return
        position = clause.span.start
        if clause.own is None or clause.own.start >= clause.children[0].span.start:
            position = clause.children[0].span.start  # only a mark and a heading stand there
        for child in clause.children:
            yield from self._cut(clause, Span(position, child.span.start), path=inner, numbers=numbers)
            yield from self.passages(child, inner)
            position = child.span.end
        yield from self._cut(clause, Span(position, clause.span.end), path=inner, numbers=numbers)

    def _is_one_unit(self, clause: Clause) -> bool:
        """A clause without parts, an article, an introduction with its list, a list with its note: within the budget."""
        if not clause.children:
            return True
        if any(child.kind is ClauseKind.GROUP for child in clause.children):
            return False
        listed = clause.own is not None and clause.own.slice(self.document.text).rstrip().endswith((":", "：")) and not any(
            child.children for child in clause.children)  # fmt: skip
        if clause.rank is Rank.ARTICLE or clause.task or listed:
            return self.counter.count(clause.span.slice(self.document.text)) <= self.max_tokens
        return False

    def _cut(self, clause: Clause, span: Span, *, path: tuple[str, ...], numbers: Iterator[int]) -> Iterator[Passage]:
        for piece in self._pieces(span):
            number = next(numbers)
            text = piece.slice(self.document.text)
            suffix = f"~{number}" if number > 1 else ""
            offices = clause.task.assignments if clause.task else ()
            yield Passage(
                passage_id=f"{self.document.document_id}:{clause.clause_id}{suffix}",
                document_id=self.document.document_id,
                clause_id=clause.clause_id,
                label=clause.label,
                heading=clause.heading,
                path=path,
                text=text,
                span=piece,
                offices=tuple(a.office.name for a in offices if not a.collective),
                tokens=self.counter.count(text),
            )

    def _pieces(self, span: Span) -> list[Span]:
        """`span` whole when within the budget, else runs of sentences; one endless sentence stays whole.

        Page noise between paragraphs cuts as well; inside one it stays, for half a sentence says something else.
        """
        noise = [line for line in self.noise if span.start <= line.start < span.end]
        stretches = zip(
            [span.start, *(line.end for line in noise)], [*(line.start for line in noise), span.end], strict=True
        )
        return [piece for start, end in stretches for piece in self._sentence_runs(self._trimmed(start, end))]

    def _trimmed(self, start: int, end: int) -> Span:
        words = self.view[start:end]
        left = len(words) - len(words.lstrip(_BLANK))
        return Span(start + left, max(start + left, start + len(words.rstrip(_BLANK))))

    def _sentence_runs(self, span: Span) -> list[Span]:
        text = self.document.text
        if not len(span) or self.counter.count(span.slice(text)) <= self.max_tokens:
            return [span] if len(span) else []
        pieces: list[Span] = []
        for sentence in sentences_of(self.view, span):
            joined = Span(pieces[-1].start, sentence.end) if pieces else sentence
            if pieces and self.counter.count(joined.slice(text)) <= self.max_tokens:
                pieces[-1] = joined
            else:
                pieces.append(sentence)
        return pieces


_BLANK = " \n\r\t\f\v\u2028"
