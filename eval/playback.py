"""An OpenAI-compatible endpoint in this process whose model says only what the passages say: for measuring the chain."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Statement = dict[str, Any]
QUEUE = 256  # connections that may wait


def sentences(text: str) -> list[str]:
    """The sentences of a passage without its responsibility note."""
    told = re.sub(r"[((]责任部门[^))]*[))]", "", text)
    return [part.strip() for part in re.split(r"(?<=[。;;])|\n", told) if len(part.strip()) > 9]


def obedient(prompt: dict[str, Any]) -> list[Statement]:
    """True statements out of the passages: the sentences nearest to the question, and the owners of the first."""
    asked = {prompt["question"][at : at + 2] for at in range(len(prompt["question"]) - 1)}

    def nearness(sentence: str) -> int:
        return sum(pair in sentence for pair in asked)

    if not prompt["passages"]:
        return []
    first, *others = prompt["passages"]
    chosen = [(first, max(sentences(first["text"]) or [first["text"]], key=nearness))]
    if others:
        rest = [(passage, sentence) for passage in others[:3] for sentence in sentences(passage["text"])]
        chosen += sorted(rest, key=lambda pair: -nearness(pair[1]))[:1]
    english = prompt["answer_language"].startswith("English")
    said = []
    for passage, sentence in chosen:
        text = f"The clause says “{sentence}”." if english else sentence
        said.append({"text": text, "evidence": [{"id": passage["id"], "quote": sentence}]})
    if first.get("owners") and not english:
        owners = "、".join(first["owners"])
        said.append(
            {"text": f"这项任务的责任部门是{owners}。", "evidence": [{"id": first["id"], "quote": chosen[0][1]}]}
        )
    return said


@dataclass(slots=True)
class Playback:
    """An endpoint whose model does as it is told; it notes when its first statement was sent, and how long it took."""

    pause_seconds: float = 0.0
    piece: int = 40  # characters an event
    address: str = ""
    first_statement_at: list[float] = field(default_factory=list)
    busy_seconds: list[float] = field(default_factory=list)

    def pieces(self, prompt: dict[str, Any]) -> list[str]:
        """The answer in pieces; asked for the facts of a case, it leaves them to the rules."""
        answer: dict[str, Any] = {"facts": []}
        if "question" in prompt:
            answer = {"status": "answered", "statements": obedient(prompt), "missing": []}
        text = json.dumps(answer, ensure_ascii=False)
        return [text[at : at + self.piece] for at in range(0, len(text), self.piece)]


class _Server(ThreadingHTTPServer):
    """A queue long enough for many questions at once."""

    request_queue_size = QUEUE

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that ends its connection is no error; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _handler_of(playback: Playback) -> type[BaseHTTPRequestHandler]:
    """What answers the requests to a playback."""

    class Handler(BaseHTTPRequestHandler):
        """Each request is answered by a stream, on a connection that stays open as those of real endpoints do."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Stream one answer."""
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            began = time.perf_counter()
            time.sleep(playback.pause_seconds)
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            sent, noted = "", False
            repairing = len(body["messages"]) > 2  # what failed cannot be said better
            prompt = json.loads(body["messages"][1]["content"])
            for piece in playback.pieces({**prompt, "passages": []} if repairing else prompt):
                self._send({"role": "assistant", "content": piece}, None)
                sent += piece
                if not noted and "}]}" in sent:
                    playback.first_statement_at.append(time.perf_counter())
                    noted = True
            self._send({}, "stop")
            self._write("data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")
            playback.busy_seconds.append(time.perf_counter() - began)

        def _send(self, delta: dict[str, Any], reason: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
            self._write(f"data: {json.dumps(event)}\n\n")

        def _write(self, text: str) -> None:
            content = text.encode()
            self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            """Nothing is printed."""
            del format, args

    return Handler


@contextmanager
def playing(playback: Playback) -> Iterator[Playback]:
    """Serve a playback on the loopback address until the block ends."""
    server = _Server(("127.0.0.1", 0), _handler_of(playback))
    playback.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield playback
    finally:
        server.shutdown()
        server.server_close()
