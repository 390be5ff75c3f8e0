"""Search: two stages over what Chroma and the lexical index hold, filtered, ordered and the same every time."""

from __future__ import annotations

import shutil
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings as ChromaSettings

from tests.test_plan import PASSAGES, PLAN
from vectorstore.bundled_embeddings import DIMENSION
from vectorstore.embeddings import HashEmbeddings
from vectorstore.generations import current_name, index_directory
from vectorstore.grams import grams_of
from vectorstore.indexing import ingest_files, shipped_documents
from vectorstore.question_weights import read_question
from vectorstore.rescoring import FEATURES, rescored
from vectorstore.store import Index, open_index


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of the plan and of a small regulation."""
    folder = tmp_path_factory.mktemp("two")
    text = (
        "职业技能竞赛管理办法\n第一条 为了规范竞赛管理,制定本办法。\n第二条 本办法所称竞赛,是指职业技能竞赛。\n"
        "第三条 区人社局负责竞赛的组织。\n第四条 违反本办法的,责令改正;情节严重的,处以罚款。\n第五条 本办法自2020年5月1日起施行。\n"
    )
    (folder / "rules.txt").write_text(text, "utf-8")
    ingest_files(folder / "home", [shipped_documents(), folder / "rules.txt"])
    return open_index(folder / "home")


def test_chroma_holds_every_passage_with_its_vector_and_metadata(plan_home: Path, tmp_path: Path) -> None:
    stored = index_directory(plan_home) / current_name(plan_home) / "chroma"
    shutil.copytree(stored, tmp_path / "chroma")  # another client must not open the files that tests read
    client = chromadb.PersistentClient(str(tmp_path / "chroma"), settings=ChromaSettings(anonymized_telemetry=False))
    held = client.get_collection("passages", embedding_function=None).get(
        include=["embeddings", "documents", "metadatas"]
    )
    by_id = {passage.passage_id: passage for passage in PASSAGES}
    assert sorted(held["ids"]) == sorted(by_id)
    assert held["documents"] is not None
    assert held["metadatas"] is not None
    assert np.asarray(held["embeddings"]).shape == (len(PASSAGES), DIMENSION)
    for name, text, metadata in zip(held["ids"], held["documents"], held["metadatas"], strict=True):
        assert text == by_id[name].text
        assert metadata["clause_id"] == by_id[name].clause_id
        assert PLAN.text[int(str(metadata["start"])) : int(str(metadata["end"]))] == text


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("什么时候施行?", "a5"),
        ("竞赛是指什么", "a2"),
        ("违反规定怎么处罚", "a4"),
        ("竞赛由谁组织", "a3"),
        ("制定的目的是什么", "a1"),
    ],
)
def test_the_second_stage_knows_what_is_asked_for(two: Index, query: str, clause: str) -> None:
    assert two.search(query, k=1, document_ids=["rules"])[0].passage.clause_id == clause


def test_a_named_document_is_preferred(two: Index) -> None:
    hits = two.search("《职业技能竞赛管理办法》由哪个部门负责?", k=3)
    assert {hit.passage.document_id for hit in hits} == {"rules"}


def test_only_the_given_documents_are_searched_and_k_is_kept(two: Index) -> None:
    for k in (1, 3, 500):
        hits = two.search("职业技能", k=k, document_ids=["putuo-2021"])
        assert {hit.passage.document_id for hit in hits} == {"putuo-2021"}
        assert len(hits) <= k
        assert len({hit.passage.passage_id for hit in hits}) == len(hits)
    assert len(two.search("职业技能", k=500)) == two.manifest.passages


@pytest.mark.parametrize("query", ["抵免", "的", "?!", "zzzz", "a" * 3000, "产" * 500, "%_'\"\\", "\u3000"])
def test_any_query_gets_an_ordered_list_and_the_same_one_again(two: Index, query: str) -> None:
    first, second = two.search(query, k=20), two.search(query, k=20)
    scores = [hit.score for hit in first]
    assert scores == sorted(scores, reverse=True)
    assert first == second


def test_features_are_finite_and_named(two: Index) -> None:
    found = [candidate for candidate, _ in two.searcher.candidates("竞赛的罚款标准是多少").values()]
    features = two.searcher.features("竞赛的罚款标准是多少", found)
    assert features.shape == (len(found), len(FEATURES))
    assert np.isfinite(features).all()
    assert len(set(FEATURES)) == len(FEATURES)


def test_without_candidates_there_are_no_scores() -> None:
    assert len(rescored(read_question("问", lambda names: np.ones(len(names))), [])) == 0


@pytest.mark.parametrize(
    ("text", "grams"),
    [("抵免30%", ["抵", "免", "抵免", "30%"]), ("A4 纸", ["a4", "纸"]), ("", []), ("产产", ["产", "产产"])],
)
def test_grams_are_characters_pairs_and_words(text: str, grams: list[str]) -> None:
    assert grams_of(text) == grams


def test_one_document_is_ahead_of_the_others_where_it_speaks_of_the_matter(two: Index) -> None:
    plan = next(summary.document.document_id for summary in two.documents() if summary.document.document_id != "rules")
    ahead, behind = two.lead("违反竞赛办法的怎么处罚", ["rules"]), two.lead("违反竞赛办法的怎么处罚", [plan])
    assert ahead is not None
    assert behind is not None
    assert ahead == pytest.approx(-behind)
    assert ahead > 0
    assert two.lead("竞赛", ["rules", plan]) is None


def test_rarity_is_between_what_all_passages_hold_and_what_none_holds(two: Index) -> None:
    nowhere, common = two.rarity(["龘龘", "产教"])
    assert nowhere == pytest.approx(1.0)
    assert 0.0 < common < 0.6


def test_a_document_of_few_passages_is_searched_whole_by_the_hash_too(tmp_path: Path) -> None:
    text = "消防规定\n第一条 单位应当检查消防设施。\n第二条 未检查的,处以罚款。\n第三条 本规定自2020年5月1日起施行。\n"
    (tmp_path / "fire.txt").write_text(text, "utf-8")
    ingest_files(tmp_path / "home", [shipped_documents(), tmp_path / "fire.txt"], embedder=HashEmbeddings())
    index = open_index(tmp_path / "home", embeddings=HashEmbeddings())
    _, size = index.ranges()["fire"]
    for query in ("未检查的怎么处罚", "zzzz"):
        found = index.search(query, k=50, document_ids=["fire"])
        assert {hit.passage.document_id for hit in found} == {"fire"}
        assert len(found) == size
