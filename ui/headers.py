"""What a browser is told about the page: whence it may load, what it may run, in which language it is."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
}
_COMPRESSION = 5  # a page becomes a sixth of its size in a few milliseconds
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
# Gradio's page names pictures and addresses of its makers for other sites to show; ours says nothing of them.
_SOCIAL = re.compile(r'\s*<meta\s+(?:property|name)="(?:og|twitter):[^>]*>', re.DOTALL)


def content_policy(html: str) -> str:
    """The content security policy of a page: this host alone, and of inline scripts exactly those in it.

    Gradio sets styles on its elements and evaluates the templates of its HTML component, so inline styles
    and evaluation stay allowed; no inline handler or script that is not in the page as served can run.
    """
    inline = [found["code"] for found in _SCRIPT.finditer(html) if "src=" not in found["attributes"]]
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for code in inline]
    rules = {
        "default-src": "'self'", "script-src": " ".join(["'self'", "'unsafe-eval'", *hashes]), "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:", "font-src": "'self' data:", "connect-src": "'self'", "object-src": "'none'",
        "base-uri": "'self'", "form-action": "'self'", "frame-ancestors": "'self'",
    }  # fmt: skip
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def rewritten(html: str, *, language: str, scripts: Sequence[str]) -> str:
    """Gradio's page in our language, without the addresses of other hosts, with our scripts."""
    html = html.replace('lang="en"', f'lang="{language}"', 1)
    html = _SOCIAL.sub("", html)
    ours = "".join(f'<script src="{script}"></script>' for script in scripts)
    return html.replace("</head>", f"{ours}</head>", 1)


class PageHeaders:
    """An ASGI layer that adds the headers above to every reply and rewrites the pages."""

    def __init__(self, app: ASGIApp, *, languages: Mapping[str, str], scripts: Sequence[str]) -> None:
        self._app = app
        self._languages = languages  # path of a page → its language
        self._scripts = scripts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; a page is held back until it is whole."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started: list[Message] = []
        body = bytearray()

        async def forward(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers[name] = value
                if headers.get("content-type", "").startswith("text/html"):
                    started.append(message)
                    return
            elif started:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await self._send_page(scope, started.pop(), bytes(body), send)
                return
            await send(message)

        await self._app(scope, receive, forward)

    async def _send_page(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        html = body.decode("utf-8", "replace")
        language = self._languages.get(scope["path"])
        if language is not None:
            html = rewritten(html, language=language, scripts=self._scripts)
        content = html.encode()
        headers = MutableHeaders(scope=start)
        headers["content-security-policy"] = content_policy(html)
        headers.add_vary_header("accept-encoding")
        if "content-encoding" not in headers and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            content = gzip.compress(content, compresslevel=_COMPRESSION, mtime=0)
            headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(content))
        await send(start)
        await send({"type": "http.response.body", "body": content})
