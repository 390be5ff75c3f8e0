"""Offices: one identity for every printed form; levels and places never mix."""

from __future__ import annotations

import pytest

from ingest.documents import Level
from ingest.offices import find_offices, is_collective, looks_like_office, resolve_office

D, C = Level.DISTRICT, Level.CITY


@pytest.mark.parametrize("form", ["教育局", "区教育局", "普陀区教育局", "区 教育局", "上海市普陀区教育局"])
def test_short_and_full_forms_are_one_office_of_the_document(form: str) -> None:
    office = resolve_office(form, level=D, place="普陀区")
    assert (office.level, office.stem, office.name) == (D, "教育局", "区教育局")


@pytest.mark.parametrize(
    ("printed", "name", "place"),
    [
        ("上海市普陀区投资服务中心", "区投资服务中心", ""),
        ("江苏省南京市鼓楼区教育局", "区教育局", "鼓楼区"),
        ("上海市教育委员会", "市教委", ""),
        ("区某某专班", "区某某专班", ""),
    ],
)
def test_an_office_belongs_to_the_innermost_place_of_its_name(printed: str, name: str, place: str) -> None:
    office = resolve_office(printed, level=D, place="普陀区")
    assert (office.name, office.place) == (name, place)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("区发展和改革委员会", "区发改委"),
        ("区人力资源和社会保障局", "区人社局"),
        ("区国有资产监督管理委员会", "区国资委"),
        ("区科学技术委员会", "区科委"),
        ("区金融服务办公室", "区金融办"),
        ("区文化和旅游局", "区文旅局"),
        ("区商务委员会", "区商务委"),
    ],
)
def test_the_full_name_of_an_office_is_its_short_one(full: str, short: str) -> None:
    assert resolve_office(full, level=D) == resolve_office(short, level=D)
    assert resolve_office(full, level=D).name == short


@pytest.mark.parametrize(
    ("one", "other"),
    [("市发改委", "区发改委"), ("市教委", "区教育局"), ("市财政局", "区财政局"), ("静安区教育局", "普陀区教育局")],
)
def test_offices_of_different_levels_and_places_are_different(one: str, other: str) -> None:
    assert resolve_office(one, level=D, place="普陀区") != resolve_office(other, level=D, place="普陀区")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("由区教育局和区人社局负责", ["区教育局", "区人社局"]),
        ("请问区科委、市科委各管什么", ["区科委", "市科委"]),
        ("the district education bureau", ["区教育局"]),
        ("今天开会", []),
    ],
)
def test_offices_in_running_text_are_found_in_order(text: str, names: list[str]) -> None:
    mentions = find_offices(text, level=D, place="普陀区")
    assert [mention.office.name for mention in mentions] == names
    assert all(text[mention.span.start : mention.span.end].strip() for mention in mentions)


@pytest.mark.parametrize(
    "name", ["相关部门", "有关部门", "各街道", "各镇", "各有关单位", "各相关部门", "区相关部门", "区级有关部门", "其他成员单位", "全区各单位",
     "街道", "镇", "街镇"]
)  # fmt: skip
def test_general_expressions_name_no_office(name: str) -> None:
    assert is_collective(name)


@pytest.mark.parametrize(
    "name", ["区教育局", "长寿路街道", "桃浦镇", "市级机关事务管理局", "区级机关工作委员会", "区委办公室"]
)
def test_an_office_of_its_own_is_no_general_expression(name: str) -> None:
    assert not is_collective(name)
    assert looks_like_office(name)


@pytest.mark.parametrize(
    "words", ["2021年底前完成", "年内持续推进", "加强管理", "张三", "", "局", "区教育局,区科委", "完成时限:2021年"]
)
def test_dates_people_and_sentences_are_no_offices(words: str) -> None:
    assert not looks_like_office(words)
