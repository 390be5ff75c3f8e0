"""The page: a heading, and a tab for each thing that one comes for. Gradio's own components hold most of it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import gradio as gr

from ui.conversing_pages import ConversingPage
from ui.owner_tables import read_filter
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
            with gr.Tab(texts["tab_owners"], id="owners"):
                owner_parts = owners.build()
            with gr.Tab(texts["tab_read"], id="read"):
                read_parts = reading.build()
            with gr.Tab(texts["tab_check"], id="check"):
                check_parts = build_check_tab(services, texts)
            with gr.Tab(texts["tab_quality"], id="quality"):
                quality = gr.HTML("", js_on_load=None, apply_default_css=False, elem_id="quality")
            with gr.Tab(texts["tab_manage"], id="manage"):
                manage_parts = managing.build()
        if not texts.english:  # the same tools twice would only confuse
            offer_tools(assistant)

        def opened(request: gr.Request) -> tuple[Any, ...]:
            """Everything that an address decides, beside the questions it asks."""
            query = request.query_params
            wanted = query.get("tab", "")
            return (
                gr.Tabs(selected=wanted) if wanted in TABS else gr.skip(),
                *owners.fill(
                    read_filter({name: query.getlist(name) for name in ("department", "how", "document", "text")})
                ),
                *reading.fill(query.get("document", ""), query.get("find", "")),
                refreshed(assistant, texts),
                quality_html(read_evaluations(), texts),
                *managing.fill(request, query.get("problem", "")),
            )

        def asked(request: gr.Request) -> Iterator[tuple[Any, Any, Any]]:
            """The questions that an address asks: a shared or earlier conversation."""
            yield from conversing.ask_all([item for item in request.query_params.getlist("q") if item.strip()], request)

        shown = [tabs, *owner_parts, *read_parts, *check_parts, quality, *manage_parts]
        page.load(opened, None, shown, api_visibility="private", show_progress="hidden")
        page.load(asked, None, conversation, api_visibility="private", show_progress="hidden",
                  concurrency_limit=ANSWERS_AT_ONCE, concurrency_id="answers")  # fmt: skip
    return page


def _heading(texts: PageTexts) -> str:
    other = "/" if texts.english else "/en/"
    language = "zh-CN" if texts.english else "en"
    return (
        f'<header class="site"><div><h1>{escape(texts["title"])}</h1><p>{escape(texts["intro"])}</p></div><nav>'
        f'<a id="language" href="{other}" lang="{language}" hreflang="{language}">{escape(texts["other_language"])}</a>'
        f'<button type="button" id="theme">{escape(texts["theme"])}</button></nav></header>'
    )
