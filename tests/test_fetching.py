"""The one loader that goes to the network: only public addresses, within limits, where robots may read."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.settings import Settings
from ingest.errors import DocumentRefused, UsageError
from ingest.fetching import FetchLimits, fetch, is_public
from ui.gathering import fetch_and_ingest
from vectorstore.indexing import Outcome
from vectorstore.store import open_index

TEXT = "长河区数据行动方案\n一、任务\n1、建平台。建设统一平台。(责任部门:区科委)\n"
Reply = tuple[int, dict[str, str], bytes]


class Site:
    """A web site on the loopback address: replies by path, and the requests it got."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers["Host"]))
                status, headers, body = site.replies.get(self.path, (404, {}, b"none"))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nobody reads a log here."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def anywhere(address: str) -> bool:
    """The allowance of the tests: the loopback address alone."""
    return address == "127.0.0.1"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", f"{0}.0.0.0", "::1", "fe80::1%eth0",
     "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "224.0.0.1", "255.255.255.255", "240.0.0.1"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "202.96.209.5", "2400:3200::1"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


def test_a_page_is_fetched_with_its_digest_and_time(site: Site) -> None:
    site.replies["/zc/2022/%E6%96%B9%E6%A1%88.txt"] = (
        200,
        {"Content-Type": "text/plain; charset=utf-8"},
        TEXT.encode(),
    )
    fetched = fetch(f"{site.address}/zc/2022/方案.txt#top", allows=anywhere)
    assert (fetched.name, fetched.content) == ("方案.txt", TEXT.encode())
    assert len(fetched.sha256) == 64
    assert fetched.retrieved_at.startswith("20")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/zc/2022/%E6%96%B9%E6%A1%88.txt"]
    assert {host for _, host in site.asked} == {site.address.removeprefix("http://")}


@pytest.mark.parametrize(
    ("path", "headers", "name"),
    [
        ("/content/123", {"Content-Type": "text/html"}, "123.html"),
        ("/a.shtml", {"Content-Type": "text/html"}, "a.shtml"),
        ("/", {"Content-Type": "text/html"}, "127.0.0.1.html"),
        ("/down?id=1", {"Content-Disposition": "attachment; filename*=UTF-8''%E5%8A%9E%E6%B3%95.docx"}, "办法.docx"),
        ("/f.aspx", {"Content-Type": "application/pdf"}, "f.pdf"),
    ],
)
def test_a_fetched_file_has_a_name(site: Site, path: str, headers: dict[str, str], name: str) -> None:
    site.replies[path] = (200, headers, TEXT.encode())
    assert fetch(f"{site.address}{path}", allows=anywhere).name == name


def refuse_private(site: Site) -> None:
    fetch(f"{site.address}/a.txt")


def refuse_name(site: Site) -> None:
    fetch(site.address.replace("127.0.0.1", "localhost") + "/a.txt")


def redirect_to_private(site: Site) -> None:
    site.replies["/a.txt"] = (302, {"Location": "http://127.0.0.2:1/secret"}, b"")
    fetch(f"{site.address}/a.txt", allows=anywhere)


def redirect_to_file(site: Site) -> None:
    site.replies["/a.txt"] = (302, {"Location": "file:///etc/passwd"}, b"")
    fetch(f"{site.address}/a.txt", allows=anywhere)


def robots_to_private(site: Site) -> None:
    site.replies["/robots.txt"] = (301, {"Location": "http://127.0.0.2:1/robots.txt"}, b"")
    fetch(f"{site.address}/a.txt", allows=anywhere)


def redirect_for_ever(site: Site) -> None:
    site.replies["/a.txt"] = (302, {"Location": "/a.txt"}, b"")
    fetch(f"{site.address}/a.txt", allows=anywhere)


def too_large(site: Site) -> None:
    site.replies["/a.txt"] = (200, {}, b"a" * 2000)
    fetch(f"{site.address}/a.txt", allows=anywhere, limits=FetchLimits(max_bytes=1000))


def grows_when_unpacked(site: Site) -> None:
    site.replies["/a.txt"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 10_000_000))
    fetch(f"{site.address}/a.txt", allows=anywhere, limits=FetchLimits(max_bytes=100_000))


def robots_refuse(site: Site) -> None:
    site.replies["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /a")
    fetch(f"{site.address}/a.txt", allows=anywhere)


def robots_fail(site: Site) -> None:
    site.replies["/robots.txt"] = (503, {}, b"")
    fetch(f"{site.address}/a.txt", allows=anywhere)


def missing(site: Site) -> None:
    fetch(f"{site.address}/none.txt", allows=anywhere)


def empty(site: Site) -> None:
    site.replies["/a.txt"] = (200, {}, b"")
    fetch(f"{site.address}/a.txt", allows=anywhere)


def nobody_listens(site: Site) -> None:
    del site
    fetch("http://127.0.0.1:1/a.txt", allows=anywhere)


REFUSALS: list[tuple[Callable[[Site], None], str]] = [
    (refuse_private, "no public address"), (refuse_name, "no public address"), (redirect_to_private, "127.0.0.2, which is no public"),
    (robots_to_private, "no public address"), (redirect_for_ever, "redirects"), (too_large, "more than 1,000 bytes"),
    (grows_when_unpacked, "more than 100,000 bytes"), (robots_refuse, "robots.txt"), (robots_fail, "robots.txt"),
    (missing, "answers 404"), (empty, "empty"), (nobody_listens, "cannot be fetched"),
]  # fmt: skip


@pytest.mark.parametrize(("attempt", "reason"), REFUSALS, ids=[attempt.__name__ for attempt, _ in REFUSALS])
def test_what_must_not_or_cannot_be_fetched_is_refused_in_one_line(
    site: Site, attempt: Callable[[Site], None], reason: str
) -> None:
    site.replies.setdefault("/a.txt", (200, {}, TEXT.encode()))
    with pytest.raises(DocumentRefused, match=reason) as refused:
        attempt(site)
    assert "\n" not in str(refused.value)
    if attempt in {refuse_private, refuse_name}:
        assert site.asked == []


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://a.cn/b", "http://", "http://user:word@a.cn/", "http://[::1", "方案"]
)
def test_what_is_no_web_address_is_a_usage_error(address: str) -> None:
    with pytest.raises(UsageError) as refused:
        fetch(address, allows=anywhere)
    assert "word" not in str(refused.value)


def test_a_redirect_with_a_file_address_is_refused(site: Site) -> None:
    with pytest.raises(UsageError, match="no web address"):
        redirect_to_file(site)


def test_a_fetched_page_is_a_document_with_its_address(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.replies["/zc/plan.txt"] = (200, {"Content-Type": "text/plain"}, TEXT.encode())
    settings = Settings(home=tmp_path / "home")
    (refused,) = fetch_and_ingest(settings, f"{site.address}/zc/plan.txt")
    assert refused.outcome is Outcome.REFUSED
    monkeypatch.setattr("ui.gathering.fetch", lambda address: fetch(address, allows=anywhere))
    (row,) = fetch_and_ingest(settings, f"{site.address}/zc/plan.txt")
    assert (row.outcome, row.document_id) == (Outcome.ADDED, "plan")
    index = open_index(settings.home)
    assert index.document("plan").url == f"{site.address}/zc/plan.txt"
    ((_, version),) = index.versions("plan")
    assert version.source.origin == f"{site.address}/zc/plan.txt"
    assert version.source.retrieved_at
    (record,) = (settings.home / "originals").rglob("*.retrieved.json")
    assert "sha256" in record.read_text("utf-8")
