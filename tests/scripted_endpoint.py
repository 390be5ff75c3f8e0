"""An OpenAI-compatible endpoint on the loopback address that answers as a test scripts it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, Any]]


@dataclass(slots=True)
class Endpoint:
    """Where the endpoint listens, and every request it got: path, headers, body."""

    address: str
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)


@contextmanager
def scripted_endpoint(script: Callable[[str, dict[str, Any]], Reply]) -> Iterator[Endpoint]:
    """Serve `script(path, body) -> (status, JSON)` until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        """Each request goes to the script."""

        def do_POST(self) -> None:
            """Answer one request."""
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            endpoint.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, reply = script(self.path, body)
            content = json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            """Nothing is printed."""
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
