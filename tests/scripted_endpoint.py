"""An OpenAI-compatible endpoint on the loopback address that answers as a test scripts it: JSON, or a stream of events."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of server-sent events: each with a pause before it; `cut` ends the connection without a last event."""

    events: Sequence[Mapping[str, Any]]
    pause_seconds: float = 0.0
    first_pause_seconds: float = 0.0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error reply with headers."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    message: str = "no luck"
    code: str | None = None


Script = Callable[[str, dict[str, Any]], Reply | Stream | Refusal]


@dataclass(slots=True)
class Endpoint:
    """Where the endpoint listens, and every request it got: path, headers, body; `completed` are monotonic times."""

    address: str
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    sent: list[tuple[float, Mapping[str, Any]]] = field(default_factory=list)


@contextmanager
def scripted_endpoint(script: Script) -> Iterator[Endpoint]:
    """Serve `script(path, body)` until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        """Each request goes to the script."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Answer one request."""
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            endpoint.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            reply = script(self.path, body)
            with suppress(ConnectionError):  # the client may have given up
                if isinstance(reply, Stream):
                    self._send_stream(reply)
                elif isinstance(reply, Refusal):
                    error = {"message": reply.message, "type": "error", "code": reply.code, "param": None}
                    self._send_json(reply.status, {"error": error}, reply.headers)
                else:
                    self._send_json(*reply, {})

        def _send_json(self, status: int, reply: dict[str, Any], headers: Mapping[str, str]) -> None:
            content = json.dumps(reply).encode()
            self.send_response(status)
            for name, value in {
                **headers,
                "content-type": "application/json",
                "content-length": str(len(content)),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def _send_stream(self, reply: Stream) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            for place, event in enumerate(reply.events):
                pause = reply.pause_seconds if place else reply.first_pause_seconds
                if pause:
                    time.sleep(pause)
                self._send_chunk(f"data: {json.dumps(event)}\n\n")
                endpoint.sent.append((time.monotonic(), event))
            if reply.cut:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self._send_chunk("data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")

        def _send_chunk(self, text: str) -> None:
            content = text.encode()
            self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            """Nothing is printed."""
            del format, args

    class Server(ThreadingHTTPServer):
        """A queue long enough for many questions at once."""

        request_queue_size = 256

    server = Server(("127.0.0.1", 0), Handler)
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
