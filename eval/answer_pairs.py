"""Questions held against documents that answer them and documents that do not: the signs of each pair, kept in a file.

Reading a benchmark takes minutes, fitting on its signs seconds: a pair that is in the file is not read again. The file
is tied to the names of the signs; after a change of how they are computed it must be deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.answer_signs import SIGNS, signs_of
from assistant.answering import Assistant
from assistant.conversing import Conversing
from assistant.drafting import weighed
from assistant.queries import Route
from assistant.settings import Settings
from assistant.sources import Sources
from eval.benchmarks import benchmark_index, read_questions
from eval.cases import REFUSALS
from eval.refusals import OWN, foreign_documents
from eval.samples import Sample, development_files, load_samples, open_files
from vectorstore.embeddings import HASH

PLAN, ELSEWHERE = "plan", "not in the plan"  # the group of the sample questions, and its questions without an answer
# Off topic by its words: answered all the same where the documents do.
_BY_EVIDENCE = {Route.FACT, Route.OWNER, Route.ELIGIBILITY, Route.COMPARISON, Route.OFF_TOPIC}


@dataclass(frozen=True, slots=True)
class Pair:
    """One question held against a document: `own` is the one that answers it, `kind` what the other is to that."""

    group: str
    question: str
    own: str
    document: str
    kind: str
    signs: Mapping[str, float]
    beyond: tuple[
        float, ...
    ] = ()  # what the question says beside the everyday lines nearest to it, where it has a model

    @property
    def answers(self) -> bool:
        """Whether the document answers the question."""
        return self.kind == OWN


def benchmark_pairs(data: Path, home: Path, *, cache: Path) -> list[Pair]:
    """The pairs of a benchmark: each question with its own document, the one of the same theme and any other."""
    kept = cache / f"{data.name}.jsonl"
    if (pairs := _read(kept)) is not None:
        return pairs
    settings = Settings(home=home / data.name, embedding_model=HASH)
    index = benchmark_index(data, home / data.name, settings=settings)
    known = {summary.document.document_id for summary in index.documents()}
    questions = [asked for asked in read_questions(data) if asked.document in known]
    others = foreign_documents(Assistant(settings, index, settings.open_embeddings()), questions)
    reader = Conversing(max_question_characters=settings.max_question_characters)
    pairs = []
    for asked in questions:
        for kind, document in {OWN: asked.document, **others[asked.document]}.items():
            signs = _signs(reader, asked.question, Sources(index, document))
            if signs is not None:
                pairs.append(Pair(data.name, asked.id, asked.document, document, kind, signs))
    return _written(kept, pairs)


def plan_pairs(home: Path, *, cache: Path) -> list[Pair]:
    """The pairs of the sample questions that stand alone; the family of a sample stands for its document."""
    kept = cache / f"{PLAN}.jsonl"
    if (pairs := _read(kept)) is not None:
        return pairs
    assistant = Assistant.open(Settings(home=home / PLAN))
    reader = Conversing(max_question_characters=assistant.settings.max_question_characters)
    sources = Sources(assistant.index)
    pairs = []
    for sample in _decided(load_samples([*development_files(), *open_files()])):
        signs = _signs(reader, sample.question, sources)
        kind = ELSEWHERE if set(sample.statuses) <= REFUSALS else OWN
        if signs is not None:
            vector = sources.beyond(reader.read(sample.question, sources).query)
            beyond = () if vector is None else tuple(round(float(value), 5) for value in vector)
            pairs.append(Pair(PLAN, sample.id, sample.family, sample.family, kind, signs, beyond))
    return _written(kept, pairs)


def _decided(samples: Sequence[Sample]) -> Iterator[Sample]:
    """The samples without earlier questions that accept an answer, or a refusal, but not both."""
    for sample in samples:
        if not sample.history and (set(sample.statuses) <= REFUSALS or not set(sample.statuses) & REFUSALS):
            yield sample


def _signs(reader: Conversing, question: str, sources: Sources) -> Mapping[str, float] | None:
    """The signs as they are for a draft; None for a question that is not answered by evidence."""
    turn = reader.read(question, sources)
    if turn.query.route not in _BY_EVIDENCE:
        return None
    evidence = weighed(turn)
    return signs_of(turn.query, evidence, turn.sources) if evidence else None


def _read(file: Path) -> list[Pair] | None:
    """The pairs kept in a file; None where there is none, or where it holds other signs."""
    if not file.is_file():
        return None
    stored = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    pairs = [Pair(**{**pair, "beyond": tuple(pair["beyond"])}) for pair in stored]
    return pairs if pairs and set(SIGNS) <= set(pairs[0].signs) else None


def _written(file: Path, pairs: list[Pair]) -> list[Pair]:
    file.parent.mkdir(parents=True, exist_ok=True)
    rounded = [
        {**asdict(pair), "signs": {name: round(value, 5) for name, value in pair.signs.items()}} for pair in pairs
    ]
    file.write_text("".join(json.dumps(stored, ensure_ascii=False) + "\n" for stored in rounded), "utf-8")
    return pairs
