"""The fixed texts of the page, in Chinese and English, from `data/page.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SAMPLES = {
    False: (
        "我们是产教融合型企业,投资办职业教育能抵免多少?",
        "区人社局一共负责哪些任务?",
        "建设区级校企合作基地由哪些部门负责?",
        "这个方案是谁印发的,管到哪一年?",
        "申请抵免要交哪些材料?",
    ),
    True: (
        "How much of its investment can an enterprise offset?",
        "Which tasks is the District Human Resources Bureau responsible for?",
        "Who issued this plan, and until when does it run?",
    ),
}  # questions that a click asks, by `english`


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The interface in one language; a text is read by its name: `texts["ask.send"]`."""

    english: bool
    entries: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """The text of that name; KeyError where the table has none."""
        return self.entries[name]

    @property
    def samples(self) -> tuple[str, ...]:
        """Questions for a start."""
        return SAMPLES[self.english]

    @property
    def path(self) -> str:
        """The path of the page in this language."""
        return "/en/" if self.english else "/"


@cache
def page_texts(*, english: bool) -> PageTexts:
    """The texts of one language."""
    return PageTexts(english, {name: pair[english] for name, pair in read_pairs().items()})


@cache
def read_pairs() -> dict[str, tuple[str, str]]:
    """Every text by its name, as (Chinese, English)."""
    table = tomllib.loads((files("ui") / "data" / "page.toml").read_text("utf-8"))
    pairs: dict[str, tuple[str, str]] = {}
    for name, value in table.items():
        entries = {f"{name}.{key}": pair for key, pair in value.items()} if isinstance(value, dict) else {name: value}
        for key, (chinese, english) in entries.items():
            pairs[key] = (str(chinese), str(english))
    return pairs
