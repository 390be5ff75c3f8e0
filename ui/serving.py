"""The server: page and HTTP interfaces in one process."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from importlib.resources import files

from fastapi import FastAPI

from assistant.answering import Assistant
from ingest.errors import ConfigurationError
from ui.quiet import silence_telemetry


def build_server(assistant: Assistant, *, host: str = "127.0.0.1", port: int = 7860) -> FastAPI:
    """The whole application: HTTP interfaces, and the page at `/`."""
    silence_telemetry()
    import gradio as gr

    from ui.api import build_api
    from ui.web import build_page

    application: FastAPI = gr.mount_gradio_app(
        build_api(assistant), build_page(assistant), path="/", server_name=host, server_port=port,
        css=(files("ui") / "static" / "page.css").read_text("utf-8"), ssr_mode=False, footer_links=[], show_error=False,
        theme=gr.themes.Default(font=["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"],
                                font_mono=["ui-monospace", "monospace"]),
    )  # fmt: skip
    return application


def run_server(assistant: Assistant, *, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; ConfigurationError when the address cannot be had."""
    with closing(_listening(host, port)) as listener:
        import uvicorn

        application = build_server(assistant, host=host, port=port)
        assistant.search("产教融合", k=1)  # the first visitor does not wait for the index to open
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
