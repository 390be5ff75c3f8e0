"""Models in a directory: pooled, prefixed and cut as their own files say, fused by score, and refused in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from ingest.errors import ConfigurationError
from tests.onnx_models import write_model
from vectorstore.fusing import fused, reranked
from vectorstore.local_models import LocalEmbeddings, LocalReranker

WORDS = ["教", "育", "费", "抵", "免", "问"]
TABLE = np.array(
    [[0, 0, 1], [9, 9, 9], [4, 0, 0], [0, 2, 0], [0, 1, 0], [1, 1, 0], [0, 3, 4], [0, 0, 5]], dtype=np.float32
)


def model(folder: Path, **files: object) -> Path:
    return write_model(folder / "tiny", TABLE, words=WORDS, files=files)


def pooling(**modes: bool) -> dict[str, object]:
    return {"1_Pooling/config.json": {"word_embedding_dimension": 3, **modes}}


@pytest.mark.parametrize(
    ("files", "vector"),
    [
        ({}, [2, 1, 0]),
        (pooling(pooling_mode_mean_tokens=True), [2, 1, 0]),
        (pooling(pooling_mode_cls_token=True, pooling_mode_mean_tokens=False), [1, 0, 0]),
        (pooling(pooling_mode_max_tokens=True), [4, 2, 0]),
        ({"config_sentence_transformers.json": {"prompts": {"query": "问", "document": ""}}}, [2, 1, 0]),
    ],
)
def test_a_vector_is_pooled_as_the_files_of_the_model_say(
    tmp_path: Path, files: dict[str, object], vector: list[float]
) -> None:
    embeddings = LocalEmbeddings(model(tmp_path, **files))
    found = embeddings.embed_documents(["教育", "教", "费抵免教育教育费"])
    assert embeddings.dimension == 3
    assert np.allclose(found[0], np.array(vector) / np.linalg.norm(vector))
    assert np.allclose(found[1], [1, 0, 0])  # shorter than its neighbours: padding counts for nothing
    assert np.allclose(np.linalg.norm(found, axis=1), 1)


def test_a_question_gets_the_prefix_of_the_model(tmp_path: Path) -> None:
    plain = LocalEmbeddings(model(tmp_path / "a"))
    prefixed = LocalEmbeddings(
        model(tmp_path / "b", **{"config_sentence_transformers.json": {"prompts": {"query": "问"}}})
    )
    assert prefixed.embed_query("教") == plain.embed_query("问教")
    assert prefixed.embed_documents(["教"]) == plain.embed_documents(["教"])


def test_a_text_is_cut_at_the_length_of_the_model(tmp_path: Path) -> None:
    embeddings = LocalEmbeddings(model(tmp_path, **{"sentence_bert_config.json": {"max_seq_length": 8}}))
    assert embeddings.embed_documents(["教" * 8 + "免" * 100]) == embeddings.embed_documents(["教" * 8])


@pytest.mark.parametrize(
    ("breakage", "told"),
    [
        (lambda folder: (folder / "model.onnx").unlink(), "no model.onnx"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "no tokenizer.json"),
        (lambda folder: (folder / "tokenizer.json").write_text("{"), "tokenizer.json cannot be read"),
        (lambda folder: (folder / "model.onnx").write_bytes(b"nonsense"), "model.onnx cannot be loaded"),
        (lambda folder: (folder / "config.json").write_text("nonsense"), "config.json cannot be read"),
        (lambda folder: (folder / "modules.json").write_text('[{"type": "models.Dense", "path": "2_Dense"}]'), "Dense"),
        (lambda folder: (folder / "modules.json").write_text("{}"), "modules.json"),
        (lambda folder: write_model(folder, TABLE, words=WORDS, extra_input="pixel_values"), "pixel_values"),
        (lambda folder: write_model(folder, TABLE[:3], words=WORDS), "its graph failed"),
    ],
)  # fmt: skip
def test_a_model_that_cannot_be_used_is_one_line_that_names_it(
    tmp_path: Path, breakage: Callable[[Path], object], told: str
) -> None:
    folder = model(tmp_path)
    breakage(folder)
    with pytest.raises(ConfigurationError, match=told) as failed:
        LocalEmbeddings(folder).embed_documents(["免"])
    assert str(failed.value).startswith(f"WENCE_EMBEDDING_MODEL={folder}: ")
    assert "\n" not in str(failed.value)


def test_the_name_of_a_model_tells_its_weights_apart_and_not_its_place(tmp_path: Path) -> None:
    first, moved = LocalEmbeddings(model(tmp_path / "a")).name, LocalEmbeddings(model(tmp_path / "b")).name
    other = LocalEmbeddings(write_model(tmp_path / "c" / "tiny", TABLE + 1, words=WORDS)).name
    assert first == moved
    assert first != other


def test_a_reranker_gives_the_logistic_of_its_logit(tmp_path: Path) -> None:
    table = np.array([[0], [0], [2], [-2], [0], [0], [0], [0]], dtype=np.float32)
    reranker = LocalReranker(write_model(tmp_path / "pairs", table, words=WORDS, pooled=True))
    found = reranker.scores("教", ["教", "育", "费"])
    assert np.allclose(found, 1 / (1 + np.exp([-2.0, 0.0, -1.0])))


def test_a_graph_that_is_no_classifier_is_refused_as_reranker(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"WENCE_RERANKER_MODEL=.*logits"):
        LocalReranker(model(tmp_path))


def test_a_share_moves_a_passage_by_no_more_than_that() -> None:
    scores, near = np.array([3.0, 2.9, 1.0]), np.array([0.1, 0.9, np.nan])
    assert list(np.argsort(-fused(scores, near, share=0.0))) == [0, 1, 2]
    assert list(np.argsort(-fused(scores, near, share=0.3))) == [1, 0, 2]
    assert (fused(scores, np.full(3, np.nan), share=0.3) == scores).all()
    chances = np.array([0.0, 1.0])
    assert list(np.argsort(-reranked(scores, chances, share=0.5))) == [1, 0, 2]
    assert list(np.argsort(-reranked(scores, chances, share=0.0))) == [0, 1, 2]


def test_an_index_is_built_and_searched_with_models_of_directories(tmp_path: Path) -> None:
    embedding = write_model(tmp_path / "embedding", TABLE, words=WORDS)
    table = np.array([[0], [0], [0], [0], [0], [3], [3], [0]], dtype=np.float32)
    reranking = write_model(tmp_path / "reranking", table, words=WORDS, pooled=True)
    settings = Settings(home=tmp_path / "home", embedding_model=str(embedding), reranker_model=str(reranking))
    assistant = Assistant.open(settings)
    assert assistant.index.manifest.embedding.startswith("onnx:embedding-")
    assert assistant.index.manifest.dimension == 3
    hits = assistant.search("教育费附加抵免", k=5)
    assert hits[0].passage.clause_id == "s3.i2"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
