"""The documents that a document is made on are found with their numbers, and matched to those at hand."""

from __future__ import annotations

import pytest

from ingest.bases import bases_of, held_basis
from ingest.documents import Document
from ingest.loading import load_document
from tests.commands import ROOT


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("为做好工作,根据《甲办法》(某发〔2020〕4号)和《乙条例》有关规定,制定本细则。", [("甲办法", "某发[2020]4号"), ("乙条例", "")]),
        ("第一条 为了规范管理,依据《中华人民共和国丙法》等法律、法规,结合本市实际,制定本办法。", [("中华人民共和国丙法", "")]),
        ("现将《丁方案》印发你们,请贯彻执行。", []),
        ("为贯彻落实《国务院关于印发〈戊规划〉的通知》(国发﹝2019﹞4号)精神,现提出如下意见。", [("国务院关于印发〈戊规划〉的通知", "国发[2019]4号")]),
        ("第八条 违反规定的,按照《己条例》处罚。", []),
        ("根据《庚办法》规定办理,再根据《庚办法》规定办结。", [("庚办法", "")]),
    ],
)  # fmt: skip
def test_a_basis_is_read_with_its_number(text: str, wanted: list[tuple[str, str]]) -> None:
    document = Document("d", "本办法的标题", text)
    found = bases_of(document)
    assert [(basis.title, basis.number) for basis in found] == wanted
    assert all(basis.span.slice(text).startswith("《") for basis in found)


def test_the_plan_stands_on_one_numbered_document_which_is_matched_by_number_or_title() -> None:
    plan = load_document(ROOT / "documents" / "putuo-2021" / "source.txt")
    (basis,) = bases_of(plan)
    assert (basis.title, basis.number) == ("上海市建设产教融合型城市试点方案", "沪发改社[2020]41号")
    assert held_basis(basis, [plan]) is None
    by_number = Document("a", "试点方案", "", number="沪发改社〔2020〕41号")
    by_title = Document("b", "上海市建设产教融合型城市试点方案", "")
    assert held_basis(basis, [plan, by_number]) is by_number
    assert held_basis(basis, [plan, by_title]) is by_title
