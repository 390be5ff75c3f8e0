"""Filling the tabs of the page: the one that is opened at once, each other when somebody first looks at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

Fill = Callable[[gr.Request], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A tab, its parts that are filled, and what gives their values for a visitor and the address asked for."""

    name: str
    tab: gr.Tab
    parts: list[Any]
    fill: Fill


def fill_when_seen(page: gr.Blocks, tabs: gr.Tabs, *, filled: list[Filled], names: tuple[str, ...]) -> None:
    """Let the address decide which tab is opened (`tab=`, one of `names`), and fill each tab once for each visit."""
    seen = gr.State([])

    def opened(request: gr.Request) -> tuple[Any, ...]:
        wanted = request.query_params.get("tab", "")
        values: list[Any] = []
        for one in filled:
            values += one.fill(request) if one.name == wanted else [gr.skip()] * len(one.parts)
        return gr.Tabs(selected=wanted) if wanted in names else gr.skip(), [wanted], *values

    def first_seen(one: Filled) -> Callable[..., tuple[Any, ...]]:
        def look(before: list[str], request: gr.Request) -> tuple[Any, ...]:
            if one.name in before:
                return (gr.skip(),) * (1 + len(one.parts))
            return [*before, one.name], *one.fill(request)

        return look

    parts = [part for one in filled for part in one.parts]
    page.load(opened, None, [tabs, seen, *parts], api_visibility="private", show_progress="hidden")
    for one in filled:
        one.tab.select(first_seen(one), [seen], [seen, *one.parts], api_visibility="private", show_progress="hidden")
