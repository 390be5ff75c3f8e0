"""Passages: verbatim slices that carry their path, within a token budget, free of page noise."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import tokens
from ingest.clauses import parse_clauses
from ingest.documents import Document
from ingest.passages import Passage, passages_of
from ingest.tokens import TokenCounter, estimate_tokens, token_counter

CHARACTERS = TokenCounter("characters", len)


def passages(text: str, *, max_tokens: int = 800) -> list[Passage]:
    document = Document("d", "某区方案", text)
    return passages_of(document, parse_clauses(document), counter=CHARACTERS, max_tokens=max_tokens)


def test_a_passage_carries_its_path_label_and_offices() -> None:
    text = "一、任务\n(一)管理\n1、甲。乙句。(责任部门:区教育局、相关部门)\n丙句。\n"
    first, rest = passages(text)
    assert first.path == ("某区方案", "任务", "管理", "甲")
    assert (first.clause_id, first.label, first.heading) == ("s1.p1.i1.g1", "一(一)1", "甲")
    assert first.offices == ("区教育局",)
    assert first.text == "乙句。(责任部门:区教育局、相关部门)"
    assert (rest.clause_id, rest.offices, rest.text) == ("s1.p1.i1.g2", (), "丙句。")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "第一条 有下列情形的:\n(一)甲;\n(二)乙。\n前款规定。\n",
            ["第一条 有下列情形的:\n(一)甲;\n(二)乙。\n前款规定。"],
        ),
        ("一、要求\n包括:\n1、甲。\n2、乙。\n", ["一、要求\n包括:\n1、甲。\n2、乙。"]),
        ("一、要求\n甲段。\n乙段。\n", ["甲段。", "乙段。"]),
        ("一、要求\n(一)甲\n(二)乙\n", ["(一)甲", "(二)乙"]),
        ("甲段。\n乙段。\n", ["甲段。", "乙段。"]),
        ("目录\n一、甲\n一、甲\n乙段。\n", ["一、甲\n乙段。"]),
        ("1、建设如下:\n(1)甲。\n(2)乙。\n责任单位:区教育局\n", ["建设如下:\n(1)甲。\n(2)乙。\n责任单位:区教育局"]),
    ],
)
def test_the_unit_is_an_article_an_item_a_list_with_its_introduction_or_a_paragraph(
    text: str, wanted: list[str]
) -> None:
    assert [passage.text for passage in passages(text)] == wanted


def test_a_list_over_the_budget_is_given_part_by_part_with_what_stands_around_it() -> None:
    text = "1、建设如下事项和项目:\n(1)甲事甲事甲事。\n(2)乙事乙事乙事。\n责任单位:区教育局\n"
    found = passages(text, max_tokens=15)
    assert [(passage.passage_id, passage.text) for passage in found] == [
        ("d:i1.g1", "建设如下事项和项目:"),
        ("d:i1.n1", "(1)甲事甲事甲事。"),
        ("d:i1.n2", "(2)乙事乙事乙事。"),
        ("d:i1.g1~2", "责任单位:区教育局"),
    ]


@pytest.mark.parametrize("budget", [20, 60, 200])
def test_a_long_clause_is_cut_at_sentence_ends_and_keeps_its_id(budget: int) -> None:
    sentences = [f"第{number}句说明一件“需要办好”的事情。" for number in range(30)]
    found = passages(f"一、要求\n{''.join(sentences)}\n", max_tokens=budget)
    assert {passage.clause_id for passage in found} == {"s1"}
    assert len({passage.passage_id for passage in found}) == len(found)
    assert "".join(passage.text for passage in found).replace("\n", "") == "一、要求" + "".join(sentences)
    assert all(passage.text.endswith("事情。") or passage.text == "一、要求" for passage in found)
    longest = max(len(sentence) for sentence in sentences)
    assert all(passage.tokens <= max(budget, longest) for passage in found)


def test_one_endless_sentence_stays_whole() -> None:
    text = "甲" * 500 + "。"
    assert [passage.text for passage in passages(text, max_tokens=50)] == [text]


def test_a_wrapped_sentence_is_not_cut_at_its_line_ends() -> None:
    lines = [
        "本区加强职业教育与产业发展的结合提高人才培养的质量和水",
        "平推动学校与企业在专业建设课程开发实习实训等方面开展合",
        "作支持行业协会参与人才培养方案的制定并且定期发布人才需",
        "求报告。引导学校调整专业设置完善就业指导服务体系提升学",
        "生能力。",
    ]
    first, second = passages("\n".join(lines), max_tokens=90)
    assert first.text.replace("\n", "").endswith("发布人才需求报告。")
    assert second.text.replace("\n", "") == "引导学校调整专业设置完善就业指导服务体系提升学生能力。"


def test_page_noise_inside_a_clause_is_in_no_passage() -> None:
    text = "一、要求\n甲段说明。\n- 3 -\n责任编辑:张三\n第一条 有下列情形的:\n(一)子;\n- 4 -\n(二)丑。\n"
    found = passages(text)
    assert [passage.text for passage in found] == ["一、要求\n甲段说明。", "第一条 有下列情形的:\n(一)子;", "(二)丑。"]
    assert [passage.passage_id for passage in found] == ["d:s1", "d:s1.a1", "d:s1.a1~2"]


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("教育局", 3), ("甲乙丙丁戊", 4), ("abcdefghij", 3), ("2021年", 2)]
)
def test_the_estimate_counts_han_and_other_characters(text: str, count: int) -> None:
    assert estimate_tokens(text) == count


@pytest.fixture
def fresh_counter() -> Iterator[None]:
    token_counter.cache_clear()
    yield
    token_counter.cache_clear()


@pytest.mark.parametrize("content", [None, b"", b"damaged"])
def test_tokens_are_counted_without_a_connection_when_the_encoding_is_not_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_counter: None, content: bytes | None
) -> None:
    del fresh_counter
    attempts: list[object] = []

    def record(*address: object, **options: object) -> None:
        attempts.append((address, options))
        raise OSError("no network")

    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(socket.socket, "connect", record)
    monkeypatch.setattr(socket, "getaddrinfo", record)
    name = hashlib.sha1(b"https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken").hexdigest()  # noqa: S324 - the name tiktoken uses
    assert name == tokens._CACHE_NAME
    if content is not None:
        (tmp_path / name).write_bytes(content)
    counter = token_counter()
    assert (counter.name, counter.count("教育局")) == ("estimate", 3)
    assert attempts == []
