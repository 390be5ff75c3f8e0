"""The page: a heading, and a tab for each thing that one comes for. Gradio's own components hold most of it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import gradio as gr

from ui.conversing_pages import ConversingPage
from ui.filling import Filled, fill_when_seen
from ui.owner_tables import Filter, read_filter
from ui.page_texts import PageTexts
from ui.quality_pages import quality_html, read_evaluations
from ui.services import Services
from ui.tabs.ask_tab import ANSWERS_AT_ONCE, build_ask_tab
from ui.tabs.check_tab import build_check_tab, refreshed
from ui.tabs.manage_tab import ManageTab
from ui.tabs.owners_tab import OwnersTab
from ui.tabs.read_tab import ReadTab
from ui.tools import offer_tools

TABS = ("ask", "owners", "read", "check", "quality", "manage")


def build_page(services: Services, texts: PageTexts) -> gr.Blocks:
    """The page in one language; the questions of a conversation live in the visitor's session alone."""
    assistant = services.assistant
    page: gr.Blocks = gr.Blocks(title=f"{texts['title']} · wence", analytics_enabled=False, fill_width=True)
    conversing = ConversingPage(services, texts)
    owners, reading = OwnersTab(assistant, texts), ReadTab(assistant, texts)
    managing = ManageTab(assistant, services.editors, services.feedback, texts)
    with page:
        gr.HTML(_heading(texts), js_on_load=None, apply_default_css=False, elem_id="heading")
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap") as tabs:
            with gr.Tab(texts["tab_ask"], id="ask"):
                conversation = build_ask_tab(conversing, texts)
            with gr.Tab(texts["tab_owners"], id="owners") as owners_tab:
                owner_parts = owners.build()
            with gr.Tab(texts["tab_read"], id="read") as read_tab:
                read_parts = reading.build()
            with gr.Tab(texts["tab_check"], id="check") as check_tab:
                check_parts = build_check_tab(services, texts)
            with gr.Tab(texts["tab_quality"], id="quality") as quality_tab:
                quality = gr.HTML("", js_on_load=None, apply_default_css=False, elem_id="quality")
            with gr.Tab(texts["tab_manage"], id="manage") as manage_tab:
                manage_parts = managing.build()
        if not texts.english:  # the same tools twice would only confuse
            offer_tools(assistant)

        def read(request: gr.Request) -> tuple[Any, ...]:
            return reading.fill(*(_asked(request, name) for name in ("document", "find", "compare")))

        filled = [
            Filled("owners", owners_tab, owner_parts, lambda request: owners.fill(_filter(request))),
            Filled("read", read_tab, read_parts, read),
            Filled("check", check_tab, check_parts, lambda _: (refreshed(assistant, texts),)),
            Filled("quality", quality_tab, [quality], lambda _: (quality_html(read_evaluations(), texts),)),
            Filled("manage", manage_tab, manage_parts, lambda request: managing.fill(request, _asked(request, "problem"))),
        ]  # fmt: skip
        fill_when_seen(page, tabs, filled=filled, names=TABS)

        def asked(request: gr.Request) -> Iterator[tuple[Any, Any, Any]]:
            """The questions that an address asks: a shared or earlier conversation."""
            yield from conversing.ask_all([item for item in request.query_params.getlist("q") if item.strip()], request)

        page.load(asked, None, conversation, api_visibility="private", show_progress="hidden",
                  concurrency_limit=ANSWERS_AT_ONCE, concurrency_id="answers")  # fmt: skip
    return page


def _asked(request: gr.Request, name: str) -> str:
    return str(request.query_params.get(name, ""))


def _filter(request: gr.Request) -> Filter:
    """The filter of the ledger that an address names."""
    names = ("department", "how", "document", "text")
    return read_filter({name: request.query_params.getlist(name) for name in names})


def _heading(texts: PageTexts) -> str:
    other = "/" if texts.english else "/en/"
    language = "zh-CN" if texts.english else "en"
    return (
        f'<header class="site"><div><h1>{escape(texts["title"])}</h1><p>{escape(texts["intro"])}</p></div><nav>'
        f'<a id="language" href="{other}" lang="{language}" hreflang="{language}">{escape(texts["other_language"])}</a>'
        f'<button type="button" id="theme">{escape(texts["theme"])}</button></nav></header>'
    )
