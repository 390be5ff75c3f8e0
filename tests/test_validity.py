"""What a text says of its own life, which version is in force on a day, and how documents stand to one another."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.documents import Document, Validity
from ingest.standing import State, standings
from ingest.validity import read_validity, with_validity
from ingest.versions import Version, current_version, timeline, version_at

D = date


@pytest.mark.parametrize(
    ("text", "effective", "replaces"),
    [
        ("本办法自2022年5月1日起施行。", D(2022, 5, 1), ()),
        ("本办法自二〇二二年五月一日起施行,《甲管理办法》同时废止。", D(2022, 5, 1), ("甲管理办法",)),
        ("本通知自印发之日起施行。", D(2021, 1, 1), ()),
        ("自发布之日起实施,原《甲管理办法》(沪府发〔2015〕3号)同时废止。", D(2021, 1, 1), ("甲管理办法", "沪府发[2015]3号")),
        ("《甲管理办法》、《乙管理办法》同时废止。", None, ("甲管理办法", "乙管理办法")),
        ("《甲管理办法》自本办法施行之日起废止。", None, ("甲管理办法",)),
        ("根据《丙基本条例》,《甲管理办法》即行废止。", None, ("甲管理办法",)),
        ("自本通知印发之日起,废止《甲管理办法》。", None, ("甲管理办法",)),
        ("沪府发〔2015〕3号文同时废止。", None, ("沪府发[2015]3号",)),
        ("各单位要清理《甲管理办法》等拟废止的文件。", None, ()),
        ("《甲管理办法》未废止的条款继续执行。", None, ()),
        ("失效的证书由发证机关收回。", None, ()),
        ("根据《甲管理办法》,制定本办法。", None, ()),
    ],
)  # fmt: skip
def test_a_text_says_from_when_it_applies_and_what_it_ends(
    text: str, effective: date | None, replaces: tuple[str, ...]
) -> None:
    assert read_validity(text, issued_on=D(2021, 1, 1)) == Validity(effective, replaces=replaces)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("本规定自2018年1月1日起施行,有效期5年。", D(2022, 12, 31)),
        ("本规定自2020年2月29日起施行,有效期为三年。", D(2023, 2, 28)),
        ("本规定自印发之日起施行。", None),
    ],
)
def test_a_period_of_validity_in_years_has_a_last_day(text: str, until: date | None) -> None:
    assert with_validity(Document("d", "t", text, issued_on=D(2017, 12, 1))).valid_until == until


def test_metadata_beside_a_text_count_more_than_its_words() -> None:
    given = Document(
        "d", "t", "自2018年1月1日起施行,《甲管理办法》同时废止。", validity=Validity(D(2019, 1, 1), replaces=("乙",))
    )
    assert with_validity(given).validity == Validity(D(2019, 1, 1), replaces=("乙",))


def version(day: date | None, seen: date, *, withdrawn: date | None = None, text: str = "") -> Version:
    return Version(Document("d", "t", text or f"{day} {seen}", issued_on=day), seen, withdrawn)


def test_versions_follow_one_another_from_the_days_they_state() -> None:
    first, second = version(D(2021, 1, 1), D(2024, 1, 1)), version(D(2023, 3, 1), D(2024, 1, 2))
    for versions in ([first, second], [second, first]):
        assert timeline(versions) == [(D(2021, 1, 1), first), (D(2023, 3, 1), second)]
        assert version_at(versions, D(2020, 12, 31)) is None
        assert version_at(versions, D(2023, 2, 28)) is first
        assert version_at(versions, D(2023, 3, 1)) is second
        assert current_version(versions) is second


def test_a_version_without_a_later_day_counts_from_the_day_it_was_seen() -> None:
    for day in (D(2021, 1, 1), None):
        first, second = version(day, D(2024, 1, 1)), version(day, D(2024, 5, 1))
        assert [start for start, _ in timeline([first, second])] == [day, D(2024, 5, 1)]
        assert version_at([first, second], D(2024, 4, 30)) is first
        assert current_version([first, second]) is second


def test_a_withdrawn_document_has_no_text_from_that_day_until_a_new_one() -> None:
    gone = version(D(2021, 1, 1), D(2021, 1, 1), withdrawn=D(2022, 7, 1))
    assert version_at([gone], D(2022, 6, 30)) is gone
    assert version_at([gone], D(2022, 7, 1)) is None
    assert current_version([gone]) is None
    back = version(D(2023, 1, 1), D(2023, 1, 1))
    assert version_at([gone, back], D(2022, 12, 31)) is None
    assert version_at([gone, back], D(2023, 1, 1)) is back


def document(name: str, title: str, day: date | None, **fields: object) -> Document:
    return Document(name, title, "", issued_on=day, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("others", "day", "state", "by"),
    [
        ((), D(2024, 1, 1), State.IN_FORCE, ""),
        ((), D(2019, 1, 1), State.NOT_YET, ""),
        ((document("b", "长河市乙条例", D(2022, 1, 1), validity=Validity(replaces=("长河市甲管理办法",))),), D(2024, 1, 1), State.REPEALED, "长河市乙条例"),
        ((document("b", "长河市乙条例", D(2022, 1, 1), validity=Validity(replaces=("长府发[2020]1号",))),), D(2024, 1, 1), State.REPEALED, "长河市乙条例"),
        ((document("b", "长河市乙条例", D(2022, 1, 1), validity=Validity(replaces=("长河市甲管理办法",))),), D(2021, 1, 1), State.IN_FORCE, ""),
        ((document("b", "长河市乙条例", D(2018, 1, 1), validity=Validity(replaces=("长河市甲管理办法",))),), D(2024, 1, 1), State.IN_FORCE, ""),
        ((document("b", "长河市甲管理办法", D(2023, 1, 1)),), D(2024, 1, 1), State.OVERTAKEN, "长河市甲管理办法"),
        ((document("b", "长河市甲管理办法", D(2023, 1, 1), place="别市"),), D(2024, 1, 1), State.IN_FORCE, ""),
    ],
)  # fmt: skip
def test_documents_stand_to_one_another(others: tuple[Document, ...], day: date, state: State, by: str) -> None:
    own = document("a", "长河市甲管理办法", D(2020, 1, 1), number="长府发〔2020〕1号")
    found = standings([own, *others], day)["a"]
    assert (found.state, found.by) == (state, by)


def test_an_expiry_and_a_repeal_in_the_metadata_count_from_their_day() -> None:
    own = document("a", "甲", D(2020, 1, 1), valid_until=D(2022, 12, 31))
    assert standings([own], D(2022, 12, 31))["a"].is_in_force
    assert standings([own], D(2023, 1, 1))["a"].state is State.EXPIRED
    ended = document("a", "甲", D(2020, 1, 1), validity=Validity(repealed_on=D(2021, 6, 1), repealed_by="乙"))
    assert standings([ended], D(2021, 5, 31))["a"].is_in_force
    assert standings([ended], D(2021, 6, 1))["a"].by == "乙"
