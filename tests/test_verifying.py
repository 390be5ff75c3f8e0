"""Nothing is shown that its clause does not say: falsified claims and sources are caught, true ones pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.answers import Status
from assistant.claims import Claim, Draft, Quote
from assistant.verifying import Citations, faults_of, is_verbatim, verified_statements
from eval.samples import development_files, load_samples
from ingest.documents import Span
from tests.test_plan import PLAN

RATE = "对兴办职业教育的产教融合型企业可按投资额的30%比例给予教育费附加和地方教育附加抵免。"
BASES = "在符合条件的产业园区、重点企业、职业院校、行业协会中,建设10个左右区级产教融合校企合作基地。"
FUNDS = "优先支持符合条件的产教融合型企业申报市、区各类政府专项资金支持或经费补助。"
FOUND = "鼓励区内企业以独资、合资、合作等方式依法参与举办职业院校或高等学校。"
MASTERS = "组建5-6个区职业教育名师基地,构建骨干、名师研修发展共同体。"
MEETING = "《普陀区深化推进产教融合行动方案》(以下简称《行动方案》)已经区政府第106次常务会议审议通过。"


def quote(words: str) -> Quote:
    start = PLAN.text.index(words)
    return Quote("putuo-2021", "any", Span(start, start + len(words)))


@pytest.mark.parametrize("words", [RATE, BASES, FUNDS, FOUND, MASTERS, MEETING])
def test_the_words_of_a_clause_pass(words: str) -> None:
    assert faults_of(Claim(words, (quote(words),)), [words]) == []


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        (RATE, "30%", "50%"),
        (RATE, "30%", "3%"),
        (RATE, "30%", "30%至40%"),
        (BASES, "10个左右", "10个"),
        (BASES, "10个左右", "12个左右"),
        (MASTERS, "5-6个", "5-8个"),
        (MASTERS, "5-6个", "6-7个"),
        (MEETING, "第106次", "第107次"),
        (MEETING, "《普陀区深化推进产教融合行动方案》", "《普陀区深化推进校企合作行动方案》"),
        (RATE, "可按投资额", "按投资额"),
        (FUNDS, "优先支持符合", "支持符合"),
        (FUNDS, "符合条件的产教融合型企业", "产教融合型企业"),
        (FOUND, "鼓励区内企业", "区内企业"),
        (RATE, "抵免。", "抵免,由区财政局负责。"),
        (RATE, "抵免。", "抵免,依据沪发改社〔2020〕41号。"),
        (RATE, "抵免。", "抵免,自2022年起。"),
    ],
)
def test_a_falsified_sentence_is_caught(words: str, true: str, false: str) -> None:
    assert true in words
    assert faults_of(Claim(words.replace(true, false), (quote(words),)), [words])


@pytest.mark.parametrize(
    ("said", "true"),
    [
        ("区教育局、区人社局、区财政局", False),
        ("区教育局、区人社局", True),
        ("市教委、区人社局", False),
        ("区科委", False),
    ],
)
def test_an_office_that_the_clause_does_not_name_is_caught(said: str, true: bool) -> None:
    words = "鼓励企业与职业院校合作,开展在职员工培训,提升企业核心竞争力。(责任部门:区教育局、区人社局)"
    assert (faults_of(Claim(f"责任部门是:{said}。", (quote(words),)), [words]) == []) is true


@pytest.mark.parametrize(
    ("words", "true", "false"), [(RATE, "30%", "50%"), (BASES, "10个", "12个"), (MEETING, "106", "107")]
)
def test_a_true_sentence_is_dropped_when_its_source_says_something_else(words: str, true: str, false: str) -> None:
    assert faults_of(Claim(words, (quote(words),)), [words.replace(true, false)])


def test_a_claim_that_fails_is_dropped_and_the_others_stay(assistant: Assistant) -> None:
    clause = assistant.index.search("教育费附加抵免", k=1)[0].passage.clause_id
    held = Quote("putuo-2021", clause, quote(RATE).span)
    draft = Draft(Status.ANSWERED, (Claim(RATE.replace("30%", "50%"), (held,)), Claim(RATE, (held,))))
    kept = verified_statements(draft, Citations(assistant.index))
    assert [statement.text for statement in kept] == [RATE]


def test_a_quote_with_one_other_character_or_a_shifted_offset_is_not_verbatim(assistant: Assistant) -> None:
    citation = assistant.answer("教育费附加的抵免比例是多少?").citations[0]
    assert is_verbatim(citation, PLAN.text)
    assert not is_verbatim(replace(citation, quote=citation.quote.replace("30", "50")), PLAN.text)
    assert not is_verbatim(replace(citation, start=citation.start + 1), PLAN.text)
    assert not is_verbatim(replace(citation, end=citation.end - 1), PLAN.text)


SAMPLES = load_samples(development_files())


@pytest.mark.parametrize("part", range(4))
def test_every_citation_of_the_whole_sample_set_is_verbatim_at_its_offsets(assistant: Assistant, part: int) -> None:
    sources = {summary.document.document_id: summary.document.text for summary in assistant.index.documents()}
    cited = 0
    for sample in SAMPLES[part::4]:
        answer = assistant.answer(sample.question, history=sample.history)
        markers = {citation.marker for citation in answer.citations}
        for citation in answer.citations:
            source = sources[citation.document_id]
            assert source[citation.start : citation.end] == citation.quote, sample.id
            assert is_verbatim(citation, source), sample.id
            assert citation.quote in citation.text or citation.quote in source, sample.id
            cited += 1
        for statement in answer.statements:
            assert set(statement.citations) <= markers, sample.id
        if answer.status is Status.ANSWERED:
            assert answer.statements, sample.id
    assert cited > 50


def test_the_sample_set_covers_every_route_and_status(assistant: Assistant) -> None:
    answers = [assistant.answer(sample.question, history=sample.history) for sample in SAMPLES]
    assert len(SAMPLES) >= 80
    assert {answer.status for answer in answers} == set(Status)
    assert {answer.route for answer in answers} >= {
        "owner", "tasks", "fact", "provenance", "eligibility", "comparison", "clause", "small_talk", "off_topic",
    }  # fmt: skip
    assert all(Path(sample.where.rpartition(":")[0]).name.endswith(".jsonl") for sample in SAMPLES)
