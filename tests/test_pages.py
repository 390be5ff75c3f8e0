"""The check on saved pages tells what was lost, what does not belong, and which facts are wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.pages import LEAST_KEPT, MOST_FOREIGN, main, measure_page
from ingest.loading import load_documents
from tests.written import NAVIGATION, write_page

BODY = [
    "某教〔2021〕7号",
    "各街道办事处:",
    *(f"第{n}条 为做好第{n}项工作,现就有关事项通知如下,请遵照执行。" for n in range(1, 30)),
]
TITLE = "普陀区关于产教融合的通知"


def test_a_page_that_is_read_well_has_no_miss(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_page(tmp_path / "a.html", BODY, title=TITLE, container='id="zoomcon"')
    (tmp_path / "links.html").write_text(f"<html><body>{NAVIGATION}</body></html>", "utf-8")
    assert main(["--data", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "a: kept 100.00%" in printed
    assert "links: no body, refused" in printed
    assert "2 pages, 1 with a body" in printed


def test_lost_and_foreign_words_and_wrong_facts_are_told(tmp_path: Path) -> None:
    file = write_page(tmp_path / "a.html", BODY, title=TITLE, container='id="zoomcon"')
    (loaded,) = load_documents([file])
    assert loaded.document is not None
    lost = replace(loaded.document, text="\n".join(BODY[:20]))
    foreign = replace(
        loaded.document,
        text=loaded.document.text + "\n版权所有:某区人民政府办公室,未经许可不得转载",
        number="别的〔2021〕1号",
        title="别的标题",
    )
    kept = measure_page(replace(loaded, document=lost)).kept
    assert kept is not None
    assert kept < LEAST_KEPT
    result = measure_page(replace(loaded, document=foreign))
    assert result.foreign is not None
    assert result.foreign > MOST_FOREIGN
    assert [miss.split(":")[0] for miss in result.misses] == ["title", "number"]
    assert measure_page(replace(loaded, document=None, reason="a.html: nothing")).misses == ("a.html: nothing",)
