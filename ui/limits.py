"""What every request passes first: a name of its own, limits of size and number, and a line in the journal."""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.journals import Journal
from ui.sessions import COOKIE

MAX_BODY_BYTES = 256_000
OWN = ("/api/", "/v1/", "/session")  # our interfaces; the page's own have Gradio's limits
UPLOADS = ("/gradio_api/upload", "/en/gradio_api/upload")  # files, for editors alone
QUIET = ("/assets/", "/static/", "/gradio_api/", "/theme.css", "/ui/", "/en/assets/", "/en/gradio_api/")
MOST_CLIENTS = 10_000
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Allowance:
    """How many requests each address may send in a minute; 0 allows any number."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()  # address → (tokens left, when)
        self._changing = threading.Lock()

    def wait(self, client: str) -> float:
        """0 and one request less, or the seconds until the next is allowed."""
        if not self._per_minute:
            return 0.0
        now = time.monotonic()
        with self._changing:
            tokens, then = self._clients.pop(client, (float(self._per_minute), now))
            tokens = min(float(self._per_minute), tokens + (now - then) * self._per_minute / 60)
            allowed = tokens >= 1
            self._clients[client] = (tokens - allowed, now)
            while len(self._clients) > MOST_CLIENTS:
                self._clients.popitem(last=False)
            return 0.0 if allowed else (1 - tokens) * 60 / self._per_minute


class Limits:
    """An ASGI layer before everything else. A refusal is JSON of one line, like every error of ours."""

    def __init__(
        self, app: ASGIApp, *, journal: Journal, may_upload: Callable[[str | None], bool], per_minute: int = 0
    ) -> None:
        self._app = app
        self._journal = journal
        self._may_upload = may_upload
        self._allowance = Allowance(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it before anything is read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = time.perf_counter(), 0

        async def forward(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal:
            await _refuse(refusal, forward)
        else:
            await self._app(scope, receive, forward)
        if not scope["path"].startswith(QUIET) or status >= 400:
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            self._journal.note("request", request_id=request_id, method=scope["method"], path=scope["path"][:200],
                               status=status, milliseconds=milliseconds)  # fmt: skip

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str, str, dict[str, str]] | None:
        path = scope["path"]
        if path.rstrip("/") in UPLOADS and not self._may_upload(cookie_parser(headers.get("cookie", "")).get(COOKIE)):
            return 401, "unauthorised", "only editors upload files; sign in on the page first", {}
        if not path.startswith(OWN):
            return None
        client = (scope.get("client") or ("unknown",))[0]
        if seconds := self._allowance.wait(client):
            return (
                429,
                "too_many_requests",
                f"too many requests; try again in {seconds:.0f} s",
                {"retry-after": str(int(seconds) + 1)},
            )
        if scope["method"] not in {"POST", "PUT", "PATCH"}:
            return None
        size = headers.get("content-length", "")
        if not size.isdigit():
            return 411, "length_required", "send the length of the body", {}
        if int(size) > MAX_BODY_BYTES:
            return 413, "too_large", f"the body has {int(size):,} bytes, more than {MAX_BODY_BYTES:,}", {}
        return None


async def _refuse(refusal: tuple[int, str, str, dict[str, str]], send: Send) -> None:
    status, kind, message, extra = refusal
    body = json.dumps({"error": {"type": kind, "message": message}}).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body)), **extra}
    await send({"type": "http.response.start", "status": status,
                "headers": [(name.encode(), value.encode()) for name, value in headers.items()]})  # fmt: skip
    await send({"type": "http.response.body", "body": body})
