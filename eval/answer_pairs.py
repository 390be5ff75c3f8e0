"""Questions held against documents that answer them and documents that do not: the signs of each pair, kept in a file.

Reading a benchmark takes minutes, fitting on its signs seconds: a pair that is in the file is not read again. The file
is tied to the names of the signs; after a change of how they are computed it must be deleted.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from assistant.answer_signs import SIGNS, signs_of
from assistant.answering import Assistant
from assistant.asking_part import part_that_asks
from assistant.conversing import Conversing
from assistant.drafting import weighed
from assistant.queries import Route
from assistant.settings import Settings
from assistant.sources import Sources
from eval.benchmarks import benchmark_index, read_questions
from eval.cases import REFUSALS
from eval.refusals import OWN, foreign_documents
from eval.samples import Sample, data_directory, development_files, load_samples, open_files
from vectorstore.bundled_embeddings import BundledEmbeddings
from vectorstore.embeddings import HASH
from vectorstore.line_vectors import Vectors

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
    asking: tuple[float, ...] = ()  # the vector of the part that asks, the same
    taught: bool = False  # whether the fit of parts that ask may learn from it

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
    """The pairs of questions on the plan that stand alone: the samples, and those of `told-or-open.toml`.

    The family of a sample stands for its document, the hand that wrote a question without labels for that of this. Parts that
    ask are taught by the open files and the hands alone: a close fit would know the development samples by heart.
    """
    kept = cache / f"{PLAN}.jsonl"
    if (pairs := _read(kept)) is not None:
        return pairs
    assistant = Assistant.open(Settings(home=home / PLAN))
    reader = Conversing(max_question_characters=assistant.settings.max_question_characters)
    sources = Sources(assistant.index)
    opened = {sample.id for sample in load_samples(open_files())}
    asked = [
        _OnPlan(sample.id, sample.question, sample.family, set(sample.statuses) <= REFUSALS, sample.id in opened)
        for sample in _decided(load_samples([*development_files(), *open_files()]))
    ]
    found = (_plan_pair(one, reader, sources) for one in (*asked, *_told_or_open()))
    return _written(kept, [pair for pair in found if pair is not None])


@dataclass(frozen=True, slots=True)
class _OnPlan:
    """One question on the plan, whether the plan leaves it open, and whether parts that ask may be taught by it."""

    id: str
    question: str
    family: str
    open: bool
    taught: bool


def _told_or_open() -> Iterator[_OnPlan]:
    """The questions that hands wrote in two kinds, which the plan answers or leaves open."""
    hands = tomllib.loads((data_directory() / "told-or-open.toml").read_text("utf-8"))
    for hand, kinds in hands.items():
        for kind, lines in kinds.items():
            for number, line in enumerate(lines):
                yield _OnPlan(f"{hand}-{kind}-{number}", line, hand, kind == "open", taught=True)


def _plan_pair(asked: _OnPlan, reader: Conversing, sources: Sources) -> Pair | None:
    """The pair of a question; None for one that is not answered by evidence."""
    signs = _signs(reader, asked.question, sources)
    if signs is None:
        return None
    query = reader.read(asked.question, sources).query
    vector = sources.beyond(query)
    asking = None if vector is None else BundledEmbeddings().vector(part_that_asks(query.plain))
    kind, family = (ELSEWHERE if asked.open else OWN), asked.family
    return Pair(PLAN, asked.id, family, family, kind, signs, _rounded(vector), _rounded(asking), asked.taught)


def _rounded(vector: Vectors | None) -> tuple[float, ...]:
    return () if vector is None else tuple(round(float(value), 5) for value in vector)


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
    """The pairs kept in a file; None where there is none, or where it holds other signs or less."""
    if not file.is_file():
        return None
    stored = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    if (
        not stored
        or not {field.name for field in fields(Pair)} <= set(stored[0])
        or not set(SIGNS) <= set(stored[0]["signs"])
    ):
        return None
    return [Pair(**{**pair, "beyond": tuple(pair["beyond"]), "asking": tuple(pair["asking"])}) for pair in stored]


def _written(file: Path, pairs: list[Pair]) -> list[Pair]:
    file.parent.mkdir(parents=True, exist_ok=True)
    rounded = [
        {**asdict(pair), "signs": {name: round(value, 5) for name, value in pair.signs.items()}} for pair in pairs
    ]
    file.write_text("".join(json.dumps(stored, ensure_ascii=False) + "\n" for stored in rounded), "utf-8")
    return pairs
