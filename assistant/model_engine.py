"""The model engine: a model words what the clauses say, each statement is verified before it is shown, else it is not.

Whatever goes wrong ends in the extractive answer with a notice; an answer is never empty and never unverified.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.answer_cache import AnswerCache
from assistant.answers import Answer
from assistant.assembling import assemble
from assistant.claims import Claim, Draft
from assistant.drafting import Turn
from assistant.endpoints import ChatEndpoint, Spent
from assistant.model_facts import FactReader
from assistant.prompting import Prompt, build_prompt
from assistant.proving import Given, Proof, prove
from assistant.rewording import Rewording, take_apart
from assistant.statements import MAX_STATEMENTS, Closing, ModelStatement, StatementReader
from vectorstore.breaking import EndpointFailed
from vectorstore.endpoint_calls import Failure, Trouble

MAX_ROUNDS = 3  # calls for one answer before its first statement: a cut stream, another form
READING_SHARE = 0.3  # of the budget, for the facts of a case
MIN_REPAIR_SECONDS = 1.0  # left of the budget, below which nothing is repaired
_log = logging.getLogger("wence.model")


@dataclass(slots=True)
class _Run:
    """One answer on its way: the prompt, its budget, what was shown, what failed, and every decision."""

    prompt: Prompt
    rewording: Rewording
    deadline: float
    spent: Spent = field(default_factory=Spent)
    claims: list[Claim] = field(default_factory=list)
    proven: list[ModelStatement] = field(default_factory=list)
    failed: list[Proof] = field(default_factory=list)
    trace: list[dict[str, Any]] = field(default_factory=list)

    def note(self, step: str, **what: object) -> None:
        self.trace.append({"step": step, **what})
        _log.info("%s %s", step, what)


class ModelEngine:
    """Words answers with the model of an endpoint."""

    def __init__(self, endpoint: ChatEndpoint, *, budget_seconds: float, cache: AnswerCache | None,
                 prices: tuple[float, float] | None = None) -> None:  # fmt: skip
        self._endpoint = endpoint
        self._budget_seconds = budget_seconds
        self._cache = cache
        self._prices = prices

    def open_reader(self) -> FactReader:
        """A reader of facts over the same endpoint, which may take a part of the time of an answer."""
        return FactReader(self._endpoint, seconds=self._budget_seconds * READING_SHARE)

    def answers(self, turn: Turn, draft: Draft, *, waited: float = 0.0) -> Iterator[Answer]:
        """Growing answers, each verified; the last is complete. `waited` seconds of the budget are gone.

        The last one may be the extractive answer, which then replaces what was shown before.
        """
        started = time.monotonic() - waited
        rewording = take_apart(turn, draft)
        if isinstance(rewording, str):
            _log.info("no model asked: %s", rewording)
            trace = ({"step": "no_model", "reason": rewording},)
            yield replace(assemble(turn, draft), usage=self._usage_of(turn), trace=trace)
            return
        run = _Run(build_prompt(turn, draft), rewording, started + self._budget_seconds)
        if turn.spent is not None:
            run.spent = turn.spent
            run.spent.styles.clear()
        run.note("prompt", passages=len(run.prompt.given), tokens=run.prompt.tokens)
        try:
            closing = yield from self._shown(run)
        except EndpointFailed as error:
            run.note("failed", reason=str(error.failure))
            yield self._extractive(run, error.failure.trouble)
            return
        if not run.claims:
            run.note("nothing_left", status=closing.status)
            yield self._extractive(run, None)
            return
        answer, corrections = rewording.complete(run.claims, closing)
        for correction in corrections:
            run.note("corrected", what=correction)
        yield replace(answer, usage=self._usage(run.spent), trace=tuple(run.trace))

    def _shown(self, run: _Run) -> Generator[Answer, None, Closing]:
        """Show what is computed, then each verified statement; returns how the model closed."""
        digest = run.prompt.digest(self._endpoint.name)
        if self._cache and (kept := self._cache.read(digest)):
            statements, closing = kept
            run.note("cached", statements=len(statements))
            for statement in statements:
                self._prove(run, statement, "cached")
            return closing
        if run.rewording.before:
            yield run.rewording.growing(())
        closing = yield from self._asked(run)
        if run.failed and run.deadline - time.monotonic() > MIN_REPAIR_SECONDS:
            yield from self._repaired(run)
        if self._cache and run.proven:
            self._cache.write(digest, run.proven, closing)
        return closing

    def _asked(self, run: _Run) -> Generator[Answer, None, Closing]:
        """One answer of the model; a call that gave nothing to show is made again, a few times at most."""
        for attempt in range(1, MAX_ROUNDS + 1):
            reader = StatementReader()
            failure: Failure | None = None
            run.failed.clear()
            try:
                yield from self._read(run, run.prompt, reader, "statement")
            except EndpointFailed as error:
                failure = error.failure
            closing = reader.finish()
            style = run.spent.styles[-1] if run.spent.styles else None
            if reader.well_formed and (failure is None or failure.trouble is Trouble.CUT):
                if style is not None:
                    self._endpoint.styles.works(style)
                return closing
            failure = failure or Failure(Trouble.MALFORMED)
            run.note("call_failed", attempt=attempt, reason=str(failure), style=str(style))
            again = failure.trouble is Trouble.CUT
            if failure.trouble is Trouble.MALFORMED and style is not None:
                again = self._endpoint.styles.next_after(style, form=True) is not None or attempt == 1
            if run.claims or not again or attempt == MAX_ROUNDS:
                raise EndpointFailed(failure)
        raise EndpointFailed(Failure(Trouble.MALFORMED))

    def _read(self, run: _Run, prompt: Prompt, reader: StatementReader, step: str) -> Iterator[Answer]:
        """Statements as they complete, those that hold as growing answers."""
        pieces = self._endpoint.stream(prompt, deadline=run.deadline, spent=run.spent)
        try:
            for piece in pieces:
                for statement in reader.feed(piece):
                    if self._prove(run, statement, step):
                        yield run.rewording.growing(run.claims)
        finally:
            pieces.close()

    def _repaired(self, run: _Run) -> Iterator[Answer]:
        """Give the failed statements back once with the reasons; what fails again is dropped."""
        failed, run.failed = list(run.failed), []
        prompt = run.prompt.repairing(failed)
        run.note("repair", statements=len(failed), faults=[list(proof.faults) for proof in failed])
        before = len(run.claims)
        try:
            yield from self._read(run, prompt, StatementReader(), "repaired")
        except EndpointFailed as error:
            run.note("repair_failed", reason=str(error.failure))
        run.note("dropped", statements=len(failed) - (len(run.claims) - before))

    def _prove(self, run: _Run, statement: ModelStatement | None, step: str) -> bool:
        """Whether a statement may be shown; one that has another form, repeats another or is one too many may not."""
        if statement is None:
            run.note(step, accepted=False, faults=["another form"])
            return False
        proof = prove(statement, run.prompt.given, run.rewording.turn.query.language)
        faults = list(proof.faults)
        if proof.claim is None:
            run.failed.append(proof)
        elif run.rewording.owns(proof.claim):
            faults = ["computed from the ledger already"]
        elif len(run.claims) >= MAX_STATEMENTS or proof.claim.text in {claim.text for claim in run.claims}:
            faults = ["said before, or one too many"]
        evidence = _named_evidence(statement, run.prompt.given)
        if proof.claim is None or faults:
            run.note(step, accepted=False, text=statement.text, faults=faults, evidence=evidence)
            return False
        run.note(step, accepted=True, text=proof.claim.text, faults=[], evidence=evidence)
        run.claims.append(proof.claim)
        run.proven.append(statement)
        return True

    def _extractive(self, run: _Run, trouble: Trouble | None) -> Answer:
        turn = run.rewording.turn
        answer = assemble(turn, run.rewording.draft)
        key = f"model_{trouble}" if trouble else "model_unproven"
        notice = turn.wording.say("model_absent", why=turn.wording.say(key))
        return replace(answer, notices=(notice, *answer.notices), usage=self._usage(run.spent), trace=tuple(run.trace))

    def _usage_of(self, turn: Turn) -> dict[str, Any] | None:
        """What reading the facts of a turn cost; None when no model was asked."""
        return self._usage(turn.spent) if turn.spent is not None and turn.spent.calls else None

    def _usage(self, spent: Spent) -> dict[str, Any]:
        """Tokens of all calls of one answer, and their cost where prices are set."""
        usage: Mapping[str, float] = {
            "input_tokens": spent.input_tokens,
            "output_tokens": spent.output_tokens,
            "cached_input_tokens": spent.cached_input_tokens,
            "counted_input_tokens": spent.counted_input_tokens,
            "calls": spent.calls,
            "estimated_calls": spent.estimated_calls,
        }
        if self._prices is None:
            return dict(usage)
        given, written = self._prices
        cost = (spent.input_tokens * given + spent.output_tokens * written) / 1_000_000
        return {**usage, "cost": round(cost, 6)}


def _named_evidence(statement: ModelStatement, given: Mapping[str, Given]) -> list[dict[str, str]]:
    """What a statement was said to rest on, with the clause of each id; an id that was not given names none."""
    named = []
    for support in statement.support:
        item = given.get(support.passage_id)
        passage = item.passage if item else None
        named.append(
            {
                "id": support.passage_id,
                "document_id": passage.document_id if passage else "",
                "clause_id": passage.clause_id if passage else "",
                "label": passage.label if passage else "",
                "quote": support.quote,
            }
        )
    return named
