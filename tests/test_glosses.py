"""Glosses: everyday words beside a document find its sentences, and change nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.glossing import WHOLE, Glossed, glossed, with_glosses
from assistant.settings import Settings
from ingest.documents import Span
from ingest.errors import DocumentRefused
from ingest.fingerprints import fingerprint
from ingest.loading import load_document
from vectorstore import likeness, line_vectors
from vectorstore.bundled_embeddings import BundledEmbeddings
from vectorstore.condition_fits import condition_lines
from vectorstore.embeddings import NamedEmbeddings, embed_questions
from vectorstore.generations import current_name, index_directory
from vectorstore.history import document_from_json, document_to_json
from vectorstore.indexing import ingest_files, shipped_documents
from vectorstore.likeness import GlossIndex
from vectorstore.store import open_index

TEXT = "关于推进工作的意见\n一、推进职业教育联盟实体化运作。\n二、支持职业院校教师到企业跟岗实践。\n三、按投资额的30%给予抵免。\n"
GLOSSES = """
[[gloss]]
quote = "按投资额的30%"
everyday = ["能少交多少税"]
english = ["tax credit"]
[[gloss]]
quote = "支持职业院校教师"
everyday = ["老师下车间"]
"""


def beside(folder: Path, toml: str = GLOSSES, *, name: str = "a", text: str = TEXT) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.txt"
    file.write_text(text, "utf-8")
    if toml:
        (folder / f"{name}.glosses.toml").write_text(toml, "utf-8")
    return file


def test_glosses_beside_a_file_come_with_the_document_in_the_order_of_its_text(tmp_path: Path) -> None:
    document = load_document(beside(tmp_path))
    assert [gloss.lines for gloss in document.glosses] == [("老师下车间",), ("能少交多少税", "tax credit")]
    assert all(document.text.startswith(gloss.quote, gloss.start) for gloss in document.glosses)
    assert document_from_json(document_to_json(document)) == document


def test_a_changed_gloss_makes_another_document_of_the_same_text(tmp_path: Path) -> None:
    file = beside(tmp_path)
    before, known = load_document(file), fingerprint(file)
    beside(tmp_path, GLOSSES.replace("能少交多少税", "税能抵多少"))
    assert load_document(file).digest != before.digest
    assert fingerprint(file) != known


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('quote = "按投资额的30%"', 'quote = "按投资额的50%"'),
        ('quote = "按投资额的30%"', 'quote = "推进"'),
        ('quote = "按投资额的30%"', 'quote = ""'),
        ('quote = "按投资额的30%"', ""),
        ('everyday = ["老师下车间"]', ""),
        ('everyday = ["老师下车间"]', 'everyday = [" "]'),
        ('everyday = ["老师下车间"]', "everyday = 3"),
        ("[[gloss]]", "[gloss]"),
        ("[[gloss]]", "[[gloss]"),
    ],
)
def test_malformed_glosses_are_refused_in_one_line_that_names_the_file(tmp_path: Path, old: str, new: str) -> None:
    assert old in GLOSSES
    with pytest.raises(DocumentRefused, match=r"a\.glosses\.toml") as refused:
        load_document(beside(tmp_path, GLOSSES.replace(old, new)))
    assert len(str(refused.value).splitlines()) == 1


def test_the_shipped_glosses_lend_words_that_are_not_in_the_text() -> None:
    document = load_document(shipped_documents() / "putuo-2021" / "source.txt")
    lines = [line for gloss in document.glosses for line in gloss.lines]
    assert len(document.glosses) > 50
    assert len(lines) == len(set(lines))
    assert not [line for line in lines if line in document.text]


def test_the_vectors_of_all_shipped_lines_come_along_and_are_those_of_the_model() -> None:
    document = load_document(shipped_documents() / "putuo-2021" / "source.txt")
    lines = [line for gloss in document.glosses for line in gloss.lines]
    lines += [line for gloss in document.glosses for line in gloss.left_open]
    lines += [*line_vectors.unsaid_lines(), *line_vectors.idle_lines(), *line_vectors.elsewhere_lines()]
    lines += condition_lines([document])
    made = line_vectors.made_beforehand(BundledEmbeddings().name)
    assert {line_vectors.digest_of(line) for line in lines} == set(made)  # else: python -m vectorstore.likeness
    assert line_vectors.made_beforehand("hash-2048") == {}
    for line in lines[::100]:
        assert np.array(BundledEmbeddings().embed_query(line)) @ made[line_vectors.digest_of(line)] > 0.999


def test_a_question_is_nearest_by_words_to_the_gloss_that_shares_them(tmp_path: Path) -> None:
    document = load_document(beside(tmp_path))
    index = GlossIndex(tmp_path, [document])
    teachers, tax = index.likenesses("老师要下车间吗").found
    assert teachers.words > tax.words == 0.0
    assert np.isnan(teachers.meaning)
    assert index.likenesses("老师", document_ids=["b"]).found == ()
    assert [item.words for item in index.likenesses("Any tax credits?").found] == [0.0, 1.0]


def test_lines_that_were_embedded_before_are_not_embedded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    ingest_files(home, [beside(tmp_path / "texts")])
    beside(tmp_path / "texts", GLOSSES.replace("老师下车间", "老师进工厂"))
    embedded: list[str] = []

    def noting(model: NamedEmbeddings, texts: Sequence[str]) -> list[list[float]]:
        embedded.extend(texts)
        return embed_questions(model, texts)

    monkeypatch.setattr(likeness, "embed_questions", noting)
    ingest_files(home, [tmp_path / "texts"])
    assert embedded == ["老师进工厂"]
    index = open_index(home)
    found = index.likenesses("教师去厂里").found
    start = index.document("a").text.index("支持职业院校教师")
    assert max(found, key=lambda item: item.meaning).start == max(found, key=lambda item: item.told).start == start


def test_without_a_model_glosses_are_compared_by_words_and_nothing_is_stored(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", embedding_model="hash")
    ingest_files(settings.home, [beside(tmp_path / "texts")], embedder=settings.open_embeddings())
    assert not (index_directory(settings.home) / current_name(settings.home) / likeness.FILE).exists()
    assistant = Assistant.open(settings)
    assert "抵免" in assistant.search("能少交多少税", k=1)[0].passage.text


def test_documents_without_glosses_keep_their_places_among_others(tmp_path: Path) -> None:
    beside(tmp_path / "texts")
    beside(
        tmp_path / "texts", "", name="b", text="关于税收的通知\n一、企业能少交多少税由税务机关核定。\n二、其他事项。\n"
    )
    home = tmp_path / "home"
    ingest_files(home, [tmp_path / "texts"])
    index = open_index(home)
    passages = [hit.passage for hit in index.search("能少交多少税", k=20)]
    scores = [1.0 - 0.05 * place for place in range(len(passages))]
    near = glossed(index, "能少交多少税")
    kept = with_glosses(scores, passages, near)
    assert sorted(kept) == sorted(scores)
    for passage, before, after in zip(passages, scores, kept, strict=True):
        assert passage.document_id == "a" or before == after
    best = max((p for p in zip(passages, kept, strict=True) if p[0].document_id == "a"), key=lambda pair: pair[1])
    assert "抵免" in best[0].text


def test_the_best_gloss_in_a_part_of_a_document_counts_and_lends_its_words() -> None:
    first, second = ("a", 0), ("a", 9)
    near = Glossed({first: 0.5, second: 1.0}, {first: 1.0, second: 0.0}, {first: "老师", second: "税"}, {})
    assert near.score("a", Span(0, 9)) < near.score("a", Span(0, 10)) == WHOLE
    assert near.score("a", Span(1, 9)) == near.score("b", Span(0, 10)) == 0.0
    assert near.lent("a", Span(0, 10)).split() == ["老师", "税"]
