"""Embeddings: the stateless hash, and those of an endpoint over real HTTP, failures included."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.settings import Settings, read_settings
from ingest.errors import ConfigurationError, IndexUnusable, WenceError
from tests.commands import ROOT, free_port
from tests.scripted_endpoint import Reply, scripted_endpoint
from vectorstore.embeddings import HashEmbeddings
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
