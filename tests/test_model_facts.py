"""Facts read by a model over real HTTP: only what the user's words bear out counts, the rules win, and failures change nothing."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.answers import Answer, Verdict
from assistant.fact_proofs import Proposal, fault_of
from assistant.facts import FACTS
from assistant.model_facts import FACT_FORM, INSTRUCTIONS, read_proposals
from ingest.measures import FACT_VALUES
from tests.scripted_endpoint import Refusal
from tests.scripted_model import Scenario, asking

OFFSET = "我们公司能享受教育费附加抵免吗?"
ODD = "市里那张融合的证去年夏天就挂在前台,自家那间教机电的学堂也开张三年"
ASKED = f"我们公司{ODD},能享受教育费附加抵免吗?"
READ = (
    {"name": "recognised", "value": "yes", "quote": "市里那张融合的证去年夏天就挂在前台"},
    {"name": "runs_vocational_education", "value": "yes", "quote": "自家那间教机电的学堂也开张三年"},
)


@pytest.fixture
def home(plan_home: Path, tmp_path: Path) -> Path:
    """A copy, since a model's form is remembered in a home."""
    shutil.copytree(plan_home, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorstore.endpoint_calls.FIRST_WAIT_SECONDS", 0.001)


def facts_in(answer: Answer) -> dict[str, tuple[str, str, str]]:
    """Value, words and source of each fact in the JSON of an answer."""
    shown = answer.to_json()["eligibility"]
    assert shown is not None
    return {fact["name"]: (fact["value"], fact["words"], fact["source"]) for fact in shown["facts"]}


def test_a_wording_the_rules_cannot_read_is_read_by_the_model_and_decides(home: Path) -> None:
    with asking(Scenario("reads", facts=READ), home) as (assistant, model, _):
        answer = assistant.answer(ODD, history=[OFFSET])
        assert model.read[-1]["text"] == ODD
        assert "recognised" in model.read[-1]["asked"]
    assert answer.eligibility is not None
    assert answer.eligibility.verdict is Verdict.MEETS
    facts = facts_in(answer)
    assert facts["recognised"] == ("yes", READ[0]["quote"], "model")
    assert facts["runs_vocational_education"] == ("yes", READ[1]["quote"], "model")
    assert facts["kind"][2] == "words"


def test_without_the_model_the_same_words_leave_the_verdict_open(home: Path) -> None:
    with asking(Scenario("reads nothing"), home) as (assistant, _, _):
        unread = assistant.answer(ASKED).eligibility
    with asking(Scenario("reads", facts=READ), home) as (assistant, _, _):
        read = assistant.answer(ASKED).eligibility
    assert unread is not None
    assert read is not None
    assert (unread.verdict, read.verdict) == (Verdict.UNDECIDED, Verdict.MEETS)


def test_the_rules_win_over_the_model(home: Path) -> None:
    said = "我们公司还没认定,不过办了职业学校,能抵免教育费附加吗?"
    claimed = ({"name": "recognised", "value": "candidate", "quote": "还没认定"},
               {"name": "kind", "value": "school", "quote": "职业学校"})  # fmt: skip
    with asking(Scenario("contradicts", facts=claimed), home) as (assistant, _, _):
        answer = assistant.answer(said)
    facts = facts_in(answer)
    assert facts["recognised"][0] == "no"
    assert facts["recognised"][2] == "words"
    assert facts["kind"][0] == "enterprise"
    assert answer.eligibility is not None
    assert answer.eligibility.verdict is Verdict.DOES_NOT


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario("refused key", always=Refusal(401)),
        Scenario("unknown model", always=Refusal(404)),
        Scenario("down", always=Refusal(503)),
        Scenario("prose", facts_raw="好的,这家公司已经认定。"),
        Scenario("another form", facts_raw='{"facts": {"recognised": "yes"}}'),
        Scenario("cut", facts=READ, cut_after=40),
        Scenario("invents words", facts=({"name": "recognised", "value": "yes", "quote": "已获认定"},)),
        Scenario("invents values", facts=({"name": "recognised", "value": "surely", "quote": ODD[:6]},)),
        Scenario("invents names", facts=({"name": "rating", "value": "yes", "quote": ODD[:6]},)),
    ],
    ids=lambda scenario: scenario.name,
)
def test_what_fails_leaves_the_rules_alone(home: Path, assistant: Assistant, scenario: Scenario) -> None:
    with asking(scenario, home) as (modelled, _, _):
        answer = modelled.answer(ASKED)
    assert answer.eligibility is not None
    alone = assistant.answer(ASKED).eligibility
    assert alone is not None
    assert replace(answer.eligibility, conditions=()) == replace(alone, conditions=())
    assert [c.state for c in answer.eligibility.conditions] == [c.state for c in alone.conditions]
    assert {fact.source for fact in answer.eligibility.facts} == {"words"}


def test_a_text_is_read_once_in_a_conversation_and_not_where_nobody_tells_of_themselves(home: Path) -> None:
    with asking(Scenario("reads", facts=READ), home) as (assistant, model, _):
        assistant.answer("教育费附加的抵免比例是多少?")
        assert model.read == []
        assistant.answer(OFFSET)
        answer = assistant.answer(ODD, history=[OFFSET])
        assert [shown["text"] for shown in model.read] == [OFFSET, ODD]
    assert answer.usage is not None
    assert answer.usage["calls"] >= 1


@pytest.mark.parametrize("mode", ["json_schema", "tool", "text"])
def test_facts_are_read_in_whatever_form_the_endpoint_allows(home: Path, mode: str) -> None:
    with asking(Scenario("one form", facts=READ, modes=(mode,)), home) as (assistant, _, endpoint):
        answer = assistant.answer(ODD, history=[OFFSET])
        asked = [body for _, _, body in endpoint.requests if body["messages"][0]["content"] == INSTRUCTIONS]
    assert facts_in(answer)["recognised"][2] == "model"
    if mode == "json_schema":
        assert asked[-1]["response_format"]["json_schema"]["name"] == FACT_FORM.name


@pytest.mark.parametrize(
    ("said", "name", "value", "quote", "fault"),
    [
        ("市里的融合证我们去年拿到手", "recognised", "yes", "融合证我们去年拿到手", ""),
        ("融合证还没拿到", "recognised", "yes", "融合证", "denied"),
        ("融合证还没拿到", "recognised", "no", "融合证还没拿到", ""),
        ("融合证还在申请", "recognised", "yes", "融合证", "wished for or pending"),
        ("融合证还在走流程", "recognised", "candidate", "融合证还在走流程", ""),
        ("我们想拿融合证", "recognised", "yes", "拿融合证", "wished for or pending"),
        ("我们算不算产教融合型企业?", "recognised", "yes", "产教融合型企业", "asked and not told"),
        ("如果我们是产教融合型企业", "recognised", "yes", "产教融合型企业", "supposed and not told"),
        ("听说隔壁厂拿了融合证", "recognised", "yes", "拿了融合证", "said of others"),
        ("我们有一张营业执照", "recognised", "yes", "营业执照", "the words speak of something else"),
        ("我们拿了融合证", "recognised", "no", "拿了融合证", "not denied"),
        ("明年要开个学堂", "runs_vocational_education", "yes", "开个学堂", "wished for or pending"),
        ("明年要开个学堂", "runs_vocational_education", "planned", "要开个学堂", ""),
        ("开了个学堂", "runs_vocational_education", "planned", "开了个学堂", "not planned"),
        ("我们搬到桃浦两年", "in_district", "yes", "搬到桃浦两年", ""),
        ("我们在金沙江路上", "in_district", "yes", "金沙江路", "a place the text need not mean"),
        ("注册在徐汇", "in_district", "yes", "注册在徐汇", "another place"),
        ("前后砸进去七百来万", "amount", "700", "七百来万", ""),
        ("前后砸进去七百来万", "amount", "900", "七百来万", "another number"),
        ("注册资本五千万", "amount", "5000", "五千万", "another number"),
        ("我们是行业协会", "kind", "enterprise", "行业协会", "another kind"),
        ("我不是企业", "kind", "enterprise", "企业", "denied"),
        ("我们是做机电的", "kind", "enterprise", "我们是做机电的公司", "not the user's words"),
        ("We haven't got the certificate yet", "recognised", "yes", "the certificate", "denied"),
        ("We got the city certificate last May", "recognised", "yes", "got the city certificate", ""),
        ("Do you certify firms like ours?", "recognised", "yes", "certify firms", "asked and not told"),
    ],
)
def test_a_proposal_counts_only_where_the_words_bear_it_out(said: str, name: str, value: str, quote: str, fault: str) -> None:  # fmt: skip
    assert fault_of(Proposal(name, value, quote), said) == fault


def test_a_reply_need_not_say_again_what_was_asked_for() -> None:
    proposal = Proposal("recognised", "yes", "夏天就下来了")
    assert fault_of(proposal, "夏天就下来了")
    assert fault_of(proposal, "夏天就下来了", asked=("recognised",)) == ""


@pytest.mark.parametrize(
    ("written", "proposals"),
    [
        ('{"facts": []}', []),
        ('```json\n{"facts": [{"name": "amount", "value": 700, "quote": "七百万"}]}\n```', [Proposal("amount", "700", "七百万")]),
        ('{"facts": [1, {"name": "kind"}, {"name": "kind", "value": "park", "quote": "园区"}]}', [Proposal("kind", "park", "园区")]),
        ('{"answer": 1}', None),
        ('{"facts": "none"}', None),
        ("no facts", None),
        ('{"facts": [', None),
    ],
)  # fmt: skip
def test_what_a_model_writes_is_read_strictly(written: str, proposals: list[Proposal] | None) -> None:
    assert read_proposals(written) == proposals


def test_the_model_is_told_every_fact_and_value_there_is() -> None:
    rows: dict[str, Any] = json.loads(json.dumps(FACT_FORM.schema))["properties"]["facts"]["items"]
    assert rows["properties"]["name"]["enum"] == [fact.name for fact in FACTS]
    for name, values in FACT_VALUES.items():
        assert name in INSTRUCTIONS
        assert all(f"{value}=" in INSTRUCTIONS for value in values)
