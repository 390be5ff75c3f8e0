"""Sample files: the schema, the messages for wrong lines, and what is kept closed while developing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Status, Verdict
from eval.samples import (
    Kind,
    SampleRefused,
    Split,
    check_quotes,
    development_files,
    held_out_files,
    load_samples,
    parse_sample,
)
from tests.evaluated import NUMBER, TEXT
from vectorstore.indexing import shipped_documents

LINE: dict[str, Any] = {
    "id": "x-1",
    "kind": "number",
    "question": "要培育多少家?",
    "history": ["有什么目标?"],
    "gold": [["10家左右", "十家左右"]],
    "departments": None,
    "tasks": None,
    "key_points": [["10家左右"]],
    "forbidden": ["15家"],
    "status": ["answered", "partial"],
    "verdict": ["undecided"],
    "family": "firms",
    "language": "zh",
    "tags": ["colloquial"],
    "provenance": {"author": "somebody", "written": "2026-11-24"},
    "split": "dev",
}


def _write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path


def test_a_line_is_read_with_all_its_fields(tmp_path: Path) -> None:
    (sample,) = load_samples([_write(tmp_path / "a.jsonl", LINE)])
    assert (sample.id, sample.kind, sample.split) == ("x-1", Kind.NUMBER, Split.DEV)
    assert sample.statuses == (Status.ANSWERED, Status.PARTIAL)
    assert sample.verdicts == (Verdict.UNDECIDED,)
    assert sample.gold == (("10家左右", "十家左右"),)
    assert sample.history == ("有什么目标?",)
    assert (sample.departments, sample.tasks) == (None, None)
    assert sample.where == "a.jsonl:1"


def test_an_empty_list_of_departments_is_not_the_same_as_none() -> None:
    assert parse_sample(LINE | {"departments": []}).departments == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "riddle"}, "'kind' must be one of owner"),
        ({"status": []}, "'status' must be at least one"),
        ({"status": ["maybe"]}, "'status' must be a list out of answered"),
        ({"status": "answered"}, "'status' must be a list of texts"),
        ({"verdict": ["yes"]}, "'verdict' must be a list out of meets"),
        ({"question": "  "}, "'question' must be a text"),
        ({"gold": ["10家"]}, "'gold' must be a list of lists"),
        ({"gold": [[]]}, "'gold' must be a list of lists"),
        ({"key_points": [[10]]}, "'key_points' must be a list of lists"),
        ({"departments": "区教育局"}, "'departments' must be a list of texts"),
        ({"language": "fr"}, "'language' must be one of zh"),
        ({"provenance": {"author": "x"}}, "'provenance' must be an object"),
        ({"split": "test"}, "'split' must be one of dev"),
        ({"comment": "?"}, "unknown field 'comment'"),
    ],
)
def test_a_wrong_line_is_refused_with_file_line_and_field(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = _write(tmp_path / "a.jsonl", LINE, LINE | {"id": "x-2"} | change)
    with pytest.raises(SampleRefused) as refused:
        load_samples([path])
    assert str(refused.value).startswith("a.jsonl:2: ")
    assert told in str(refused.value)


@pytest.mark.parametrize("field", ["id", "kind", "question", "status", "family", "provenance", "split"])
def test_a_missing_field_is_named(field: str) -> None:
    with pytest.raises(SampleRefused, match=f"missing field '{field}'"):
        parse_sample({name: value for name, value in LINE.items() if name != field})


@pytest.mark.parametrize(("content", "told"), [("{", "a.jsonl:1: not JSON"), ("[]", "must be a JSON object")])
def test_a_line_that_is_no_object_is_refused(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(SampleRefused, match=told):
        load_samples([path])


def test_a_missing_file_and_one_that_is_no_text_are_refused(tmp_path: Path) -> None:
    binary = tmp_path / "b.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.jsonl", binary):
        with pytest.raises(SampleRefused, match="cannot be read"):
            load_samples([path])


def test_an_id_used_twice_is_refused_over_all_files(tmp_path: Path) -> None:
    paths = [_write(tmp_path / "a.jsonl", LINE), _write(tmp_path / "b.jsonl", LINE)]
    with pytest.raises(SampleRefused, match=r"b\.jsonl:1: id 'x-1' is already used in a\.jsonl:1"):
        load_samples(paths)


def test_a_family_divided_over_the_splits_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.jsonl", LINE, LINE | {"id": "x-2", "split": "held_out"})
    with pytest.raises(SampleRefused, match="family 'firms' has members in both splits"):
        load_samples([path], held_out=True)


def test_held_out_files_are_not_opened_without_being_asked_for(tmp_path: Path) -> None:
    with pytest.raises(SampleRefused, match="pass --held-out"):
        load_samples([tmp_path / "there-is-no-such-held-out.jsonl"])


def test_a_held_out_sample_in_another_file_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.jsonl", LINE | {"split": "held_out"})
    with pytest.raises(SampleRefused, match="a held-out sample in a development file"):
        load_samples([path])
    assert load_samples([path], held_out=True)[0].split is Split.HELD_OUT


def test_a_quote_that_is_in_no_document_is_refused() -> None:
    check_quotes([NUMBER], ["another text", TEXT])
    with pytest.raises(SampleRefused, match="gold quote is in no document"):
        check_quotes([NUMBER], [TEXT.replace("10家", "12家")])


def test_the_digest_changes_with_what_is_scored_and_not_with_notes() -> None:
    sample = parse_sample(LINE)
    assert parse_sample(LINE | {"provenance": {"author": "b", "written": "c"}, "tags": []}).digest == sample.digest
    assert parse_sample(LINE | {"key_points": [["10家"]]}).digest != sample.digest


def test_the_shipped_development_files_follow_the_schema_and_quote_the_shipped_documents() -> None:
    samples = load_samples(development_files())
    texts = [path.read_text("utf-8") for path in shipped_documents().rglob("*.txt")]
    check_quotes(samples, texts)
    assert len(samples) >= 100
    assert not set(development_files()) & set(held_out_files())
