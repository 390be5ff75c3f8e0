"""Embeddings: the stateless hash, and those of an endpoint over real HTTP, failures included."""

from __future__ import annotations

import base64
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.settings import Settings, read_settings
from ingest.errors import ConfigurationError, IndexUnusable, WenceError
from tests.commands import ROOT, free_port
from tests.scripted_endpoint import Refusal, Reply, scripted_endpoint
from ui.describing import diagnosis, hits_json
from vectorstore.breaking import FAILURES_TO_REST
from vectorstore.embeddings import HashEmbeddings
from vectorstore.endpoint_embeddings import QUERY_ATTEMPTS
from vectorstore.indexing import ensure_index
from vectorstore.store import open_index


def embedded(path: str, body: dict[str, Any]) -> Reply:
    """Vectors of 256 dimensions that count characters, as an endpoint returns them."""
    assert path == "/v1/embeddings"
    data = []
    for place, text in enumerate(body["input"]):
        vector = np.zeros(256, dtype="<f4")
        for character in text:
            vector[ord(character) % 256] += 1
        coded = body.get("encoding_format") == "base64"
        value = base64.b64encode(vector.tobytes()).decode() if coded else [float(item) for item in vector]
        data.append({"object": "embedding", "index": place, "embedding": value})
    return 200, {"object": "list", "data": data, "model": "test", "usage": {"prompt_tokens": 1, "total_tokens": 1}}


def settings_for(home: Path, address: str) -> Settings:
    return Settings(home=home, openai_api_key="secret-key", openai_base_url=address, embedding_model="test-embedding")


def test_the_hash_of_a_text_is_the_same_in_every_process() -> None:
    program = "from vectorstore.embeddings import HashEmbeddings\nprint(hash(tuple(HashEmbeddings().embed_query('产教融合 30%'))))"
    runs = {subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
                           env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")}  # fmt: skip
    assert len(runs) == 1


def test_the_hash_finds_the_text_that_shares_most_with_a_question() -> None:
    embeddings = HashEmbeddings()
    texts = ["教育费附加按投资额的30%抵免", "建设区级校企合作基地", "推进职业教育联盟实体化运作"]
    products = np.array(embeddings.embed_documents(texts)) @ np.array(embeddings.embed_query("职业教育联盟怎么运作"))
    assert int(np.argmax(products)) == 2
    assert len(embeddings.embed_query("任何")) == embeddings.dimension


def test_an_endpoint_embeds_passages_and_questions_and_answers_stay_exact(tmp_path: Path) -> None:
    with scripted_endpoint(embedded) as endpoint:
        assistant = Assistant.open(settings_for(tmp_path, endpoint.address))
        assert assistant.index.manifest.embedding == "endpoint:test-embedding"
        assert assistant.index.manifest.dimension == 256
        assert assistant.search("教育费附加抵免", k=3)[0].passage.clause_id == "s3.i2"
        assert assistant.answer("谁来推动区职业教育联盟实体化运作?").departments == ("区教育局",)
    assert {path for path, _, _ in endpoint.requests} == {"/v1/embeddings"}
    assert all(headers["authorization"] == "Bearer secret-key" for _, headers, _ in endpoint.requests)
    assert all(isinstance(text, str) for _, _, body in endpoint.requests for text in body["input"])


@pytest.mark.parametrize("status", [401, 429, 500])
def test_an_endpoint_that_fails_is_one_line_and_writes_nothing(tmp_path: Path, status: int) -> None:
    def failing(*_: object) -> Reply:
        return status, {"error": {"message": "no\nluck", "type": "server_error", "code": None, "param": None}}

    with (
        scripted_endpoint(failing) as endpoint,
        pytest.raises(ConfigurationError) as failed,
    ):
        Assistant.open(settings_for(tmp_path, endpoint.address))
    assert "\n" not in str(failed.value)
    assert "secret-key" not in str(failed.value)
    assert not (tmp_path / "index" / "CURRENT").exists()


class Counting:
    """A script that gives vectors, remembers what it was paid for, and can fail or shrink its batches."""

    def __init__(self, *, fail_at: tuple[int, ...] = (), status: int = 503, most: int = 1000, size: int = 256) -> None:
        self.fail_at, self.status, self.most, self.size = fail_at, status, most, size
        self.calls = 0
        self.paid: list[str] = []

    def __call__(self, path: str, body: dict[str, Any]) -> Reply:
        """Answer one request."""
        self.calls += 1
        if self.calls in self.fail_at:
            return self.status, {"error": {"message": "no luck", "code": None, "param": None, "type": "x"}}
        if len(body["input"]) > self.most:
            return 400, {"error": {"message": "batch too large", "code": None, "param": None, "type": "x"}}
        self.paid += body["input"]
        status, reply = embedded(path, body)
        if self.size != 256:
            for row in reply["data"]:
                row["embedding"] = [1.0] * self.size
        return status, reply


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorstore.endpoint_calls.FIRST_WAIT_SECONDS", 0.001)


def test_an_ingest_that_failed_goes_on_without_paying_twice(tmp_path: Path) -> None:
    script = Counting(fail_at=tuple(range(3, 40)), status=500)
    with scripted_endpoint(script) as endpoint:
        settings = replace(settings_for(tmp_path, endpoint.address), embedding_batch=10)
        with pytest.raises(ConfigurationError, match="kept"):
            Assistant.open(settings)
        assert 0 < len(script.paid) < 30
        script.fail_at = ()
        passages = Assistant.open(settings).index.manifest.passages
        assert len(script.paid) == len(set(script.paid)) > passages
        ensure_index(tmp_path / "other", embedder=settings.open_embeddings())
        assert len(script.paid) == len(set(script.paid))


def test_a_passing_failure_is_tried_again_and_a_lasting_one_is_not(tmp_path: Path) -> None:
    for place, (status, calls) in enumerate(((429, 3), (503, 3), (401, 1), (404, 1))):
        script = Counting(fail_at=(1, 2), status=status)
        with scripted_endpoint(script) as endpoint:
            settings = settings_for(tmp_path / str(place), endpoint.address)
            if calls == 1:
                with pytest.raises(ConfigurationError, match=str(status)):
                    settings.open_embeddings()
            else:
                assert settings.open_embeddings().dimension == 256
        assert script.calls == calls


class Downable:
    """An endpoint that embeds until it is told to fail, then as it is told."""

    def __init__(self) -> None:
        self.refusal: Refusal | None = None
        self.calls = 0

    def __call__(self, path: str, body: dict[str, Any]) -> Reply | Refusal:
        """Answer one request."""
        self.calls += 1
        return self.refusal or embedded(path, body)


RATE = "教育费附加的抵免比例是多少?"
NOTICE = "语义检索暂不可用(服务出错),本次仅按字词检索。"


def test_a_question_is_answered_by_words_with_one_notice_while_the_endpoint_is_down(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    script = Downable()
    with scripted_endpoint(script) as endpoint:
        settings = settings_for(tmp_path, endpoint.address)
        assistant = Assistant.open(settings)
        assert diagnosis(settings)["problems"] == []
        script.refusal = Refusal(503, message="secret-key is not served")
        answer = assistant.answer(RATE)
        assert "30%" in answer.markdown
        assert answer.citations[0].clause_id == "s3.i2"
        assert answer.notices.count(NOTICE) == 1
        english = assistant.answer("What is the deduction rate of the education surcharge?")
        assert [notice for notice in english.notices if notice.startswith("Semantic search is not available now")]
        found = hits_json(RATE, assistant.search(RATE, k=3))
        assert found["hits"][0]["clause_id"] == "s3.i2"
        assert found["notices"] == [NOTICE]
        told = diagnosis(settings)["problems"]
        assert told == [
            "the embedding endpoint failed: server_error (HTTP 503); until it answers, questions are searched by words alone"
        ]
        script.refusal = None
        recovered = Assistant.open(settings).answer("抵免教育费附加的比例是多少?")
        assert "30%" in recovered.markdown
        assert not any("语义检索" in notice for notice in recovered.notices)
    assert "secret-key" not in caplog.text


def test_an_endpoint_that_is_down_costs_a_question_bounded_time_and_is_then_left_alone(tmp_path: Path) -> None:
    script = Downable()
    with scripted_endpoint(script) as endpoint:
        assistant = Assistant.open(settings_for(tmp_path, endpoint.address))
        script.refusal, before = Refusal(500), script.calls
        answers = [assistant.answer(f"{RATE}{'请问' * count}") for count in range(FAILURES_TO_REST + 2)]
        assert script.calls - before == FAILURES_TO_REST * QUERY_ATTEMPTS
    assert all("30%" in answer.markdown for answer in answers)
    assert "语义检索暂不可用(服务暂停使用),本次仅按字词检索。" in answers[-1].notices


def test_a_new_process_answers_while_nothing_listens_at_the_address(tmp_path: Path) -> None:
    with scripted_endpoint(embedded) as endpoint:
        settings = settings_for(tmp_path, endpoint.address)
        Assistant.open(settings)
    answer = Assistant.open(settings).answer(RATE)
    assert "30%" in answer.markdown
    assert "语义检索暂不可用(无法连接),本次仅按字词检索。" in answer.notices


def test_a_silent_endpoint_is_not_waited_for_longer_than_a_question_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorstore.endpoint_embeddings.QUERY_SECONDS", 0.3)
    silent = threading.Event()

    def script(path: str, body: dict[str, Any]) -> Reply:
        if silent.is_set():
            time.sleep(1.0)
        return embedded(path, body)

    with scripted_endpoint(script) as endpoint:
        assistant = Assistant.open(settings_for(tmp_path, endpoint.address))
        silent.set()
        answer = assistant.answer(RATE)
    assert "语义检索暂不可用(超时),本次仅按字词检索。" in answer.notices


def test_a_smaller_batch_limit_of_an_endpoint_is_found(tmp_path: Path) -> None:
    script = Counting(most=10)
    with scripted_endpoint(script) as endpoint:
        embeddings = settings_for(tmp_path, endpoint.address).open_embeddings()
        assert len(embeddings.embed_documents([f"第{number}条" for number in range(100)])) == 100
    assert len(script.paid) == len(set(script.paid)) == 101


def test_vectors_of_another_length_are_refused_in_one_line(tmp_path: Path) -> None:
    script = Counting()
    with scripted_endpoint(script) as endpoint:
        settings_for(tmp_path, endpoint.address).open_embeddings()
        script.size = 12
        changed = settings_for(tmp_path, endpoint.address).open_embeddings()
        with pytest.raises(ConfigurationError, match=r"12 dimensions where .* 256") as failed:
            changed.embed_query("别的问题")
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize("reply", [{}, {"data": []}, {"data": [{"embedding": []}]}, {"data": [{"index": 0}]}])
def test_a_reply_that_is_no_embedding_is_one_line(tmp_path: Path, reply: dict[str, Any]) -> None:
    with scripted_endpoint(lambda *_: (200, reply)) as endpoint, pytest.raises(ConfigurationError, match="endpoint"):
        settings_for(tmp_path, endpoint.address).open_embeddings()


def test_an_endpoint_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="OPENAI_BASE_URL") as failed:
        Assistant.open(settings_for(tmp_path, f"http://127.0.0.1:{free_port()}/v1"))
    assert "\n" not in str(failed.value)


def test_an_index_of_other_embeddings_is_not_searched(tmp_path: Path) -> None:
    with scripted_endpoint(embedded) as endpoint:
        ensure_index(tmp_path, embedder=settings_for(tmp_path, endpoint.address).open_embeddings())
    with pytest.raises(IndexUnusable, match="WENCE_EMBEDDING_MODEL"):
        open_index(tmp_path).search("抵免")


def test_a_model_without_a_key_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="OPENAI_API_KEY"):
        Settings(embedding_model="x").open_embeddings()


@pytest.mark.parametrize("value", ["0", "-3", "many", "1.5"])
def test_a_malformed_setting_is_named(value: str) -> None:
    with pytest.raises(WenceError, match="WENCE_MAX_QUESTION"):
        read_settings(environment={"WENCE_MAX_QUESTION": value})


def test_the_command_line_is_over_the_environment_and_a_key_is_never_shown(tmp_path: Path) -> None:
    given = {"WENCE_HOME": "elsewhere", "OPENAI_API_KEY": "secret-key", "WENCE_MAX_QUESTION": "50"}
    settings = read_settings(home=tmp_path, environment=given)
    assert settings.home == tmp_path
    assert read_settings(environment=given).home == Path("elsewhere")
    assert settings.max_question_characters == 50
    assert "secret-key" not in str(settings.described())
