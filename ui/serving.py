"""The server: page and HTTP interfaces in one process."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import FastAPI

from assistant.answering import Assistant
from ingest.errors import ConfigurationError
from ui.quiet import silence_telemetry

if TYPE_CHECKING:
    from ui.services import Services

LANGUAGES = {"/": "zh-CN", "/en/": "en", "/en": "en"}  # path of a page → its language
MAX_UPLOAD = "50mb"


def build_server(assistant: Assistant, *, host: str = "127.0.0.1", port: int = 7860) -> FastAPI:
    """The whole application: HTTP interfaces, the page at `/` and, in English, at `/en/`."""
    silence_telemetry()
    import gradio as gr

    from ui.api import build_api
    from ui.page_texts import page_texts
    from ui.services import Services, build_interfaces
    from ui.web import build_page

    services = Services.of(assistant)
    application = build_interfaces(build_api(assistant, journal=services.journal), services)
    theme = gr.themes.Default(
        primary_hue="blue", font=["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(
        button_primary_background_fill="*primary_700", button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover="*primary_800", button_primary_background_fill_hover_dark="*primary_800",
        body_text_color_subdued="#4b5563", body_text_color_subdued_dark="#d1d5db", block_info_text_color="#4b5563",
        block_info_text_color_dark="#d1d5db", input_placeholder_color="#6b7280", input_placeholder_color_dark="#9ca3af",
        block_title_text_color="#374151", block_title_text_color_dark="#e5e7eb",
    )  # fmt: skip
    css = (files("ui") / "static" / "page.css").read_text("utf-8")
    for path, english in (("/en", True), ("/", False)):  # the longer path first, or the shorter would take it
        page = build_page(services, page_texts(english=english))
        page.queue(max_size=256)
        application = gr.mount_gradio_app(
            application, page, path=path, server_name=host, server_port=port, css=css, theme=theme, ssr_mode=False,
            footer_links=[], show_error=False, run_history=False, enable_monitoring=False, max_file_size=MAX_UPLOAD,
            mcp_server=not english,
        )  # fmt: skip
    return guarded(application, services)


def guarded(application: FastAPI, services: Services) -> FastAPI:
    """The application behind its limits, with the headers of the page."""
    from ui.headers import PageHeaders
    from ui.limits import Limits
    from ui.services import SCRIPTS

    application.add_middleware(PageHeaders, languages=LANGUAGES, scripts=SCRIPTS)
    application.add_middleware(
        Limits, journal=services.journal, may_upload=services.editors.is_editor,
        per_minute=services.assistant.settings.requests_per_minute,
    )  # fmt: skip
    return application


def run_server(assistant: Assistant, *, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; ConfigurationError when the address cannot be had."""
    with closing(_listening(host, port)) as listener:
        import uvicorn

        application = build_server(assistant, host=host, port=port)
        assistant.warm()
        announce(f"wence: http://{f'[{host}]' if ':' in host else host}:{port}  (Ctrl-C ends it)")
        uvicorn.Server(uvicorn.Config(application, log_level="warning")).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # Bound here and not by the server, whose own message for a taken port is three lines of log.
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ConfigurationError(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --host or --port"
        ) from error


def free_port() -> int:
    """A port on the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
