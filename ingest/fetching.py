"""The one loader that goes to the network: a page or file at a public address, within limits, where robots may read it."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote
from urllib.robotparser import RobotFileParser

from ingest.errors import DocumentRefused, UsageError

if TYPE_CHECKING:
    import httpx

USER_AGENT = "wence"
_ROBOTS_BYTES = 500_000
_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf",
             "application/msword": ".doc", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What a fetch may take: bytes after decompression, seconds in all, redirects."""

    max_bytes: int = 20_000_000
    timeout_seconds: float = 60.0
    max_redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the last address after redirects, a file name, the bytes, their digest and the time (ISO 8601)."""

    url: str
    name: str
    content: bytes
    sha256: str
    retrieved_at: str


Allowance = Callable[[str], bool]  # whether an IP address may be connected to


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet: no private, loopback, link-local, shared or reserved range."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def fetch(address: str, *, limits: FetchLimits | None = None, allows: Allowance = is_public) -> Fetched:
    """Fetch a page or file. UsageError for what is no web address; DocumentRefused says why it was not fetched.

    Every host is resolved once, checked by `allows`, and connected to at that very address, again at
    each redirect, so that a name cannot lead into a private network. Proxies of the environment are not used.
    """
    import httpx

    limits = limits or FetchLimits()
    deadline = time.monotonic() + limits.timeout_seconds
    url = _checked(address)
    try:
        with httpx.Client(trust_env=False, timeout=min(20.0, limits.timeout_seconds), follow_redirects=False) as client:
            getter = _Getter(client, limits, deadline, allows)
            for _ in range(limits.max_redirects + 1):
                if not getter.robots_allow(url):
                    raise DocumentRefused(
                        f"{url}: the site's robots.txt does not let programs read this page; save it by hand"
                    )
                response, content = getter.get(url, limits.max_bytes)
                if not response.is_redirect:
                    return _fetched(url, response, content)
                url = _checked(str(url.join(response.headers.get("location", ""))))
    except httpx.HTTPError as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise DocumentRefused(f"{address}: cannot be fetched ({reason}); save the page and name the file") from error
    raise DocumentRefused(f"{address}: more than {limits.max_redirects} redirects; name the last address itself")


class _Getter:
    """Requests within one fetch: they share client, deadline, and what is known of robots."""

    def __init__(self, client: httpx.Client, limits: FetchLimits, deadline: float, allows: Allowance) -> None:
        self._client = client
        self._limits = limits
        self._deadline = deadline
        self._allows = allows
        self._robots: dict[str, RobotFileParser] = {}

    def get(self, url: httpx.URL, max_bytes: int) -> tuple[httpx.Response, bytes]:
        """The response of one request and its body, without following redirects."""
        ip = self._resolved(url)
        host = url.netloc.decode()
        request = self._client.build_request(
            "GET", url.copy_with(host=ip), headers={"Host": host, "User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
            extensions={"sni_hostname": url.host, "timeout": self._timeout()},
        )  # fmt: skip
        response = self._client.send(request, stream=True)
        try:
            if response.is_redirect:
                return response, b""
            parts, size = [], 0
            for part in response.iter_bytes(65536):
                size += len(part)
                if size > max_bytes:
                    raise DocumentRefused(f"{url}: more than {max_bytes:,} bytes; fetch it by hand and split it")
                if time.monotonic() > self._deadline:
                    raise DocumentRefused(
                        f"{url}: took longer than {self._limits.timeout_seconds:.0f} seconds; try again later"
                    )
                parts.append(part)
            return response, b"".join(parts)
        finally:
            response.close()

    def robots_allow(self, url: httpx.URL) -> bool:
        """Whether the site lets programs read a page: a missing robots.txt does, one that fails does not."""
        site = f"{url.scheme}://{url.netloc.decode()}"
        if site not in self._robots:
            rules = RobotFileParser()
            where, limit = url.join("/robots.txt"), self._limits.max_redirects
            response, content = self.get(where, _ROBOTS_BYTES)
            while response.is_redirect and limit:
                where, limit = _checked(str(where.join(response.headers.get("location", "")))), limit - 1
                response, content = self.get(where, _ROBOTS_BYTES)
            if response.is_success:
                rules.parse(content.decode("utf-8", "replace").splitlines())
            elif response.status_code in {401, 403, 429} or response.is_server_error:
                rules.parse(["User-agent: *", "Disallow: /"])
            else:
                rules.parse(["User-agent: *", "Disallow:"])
            self._robots[site] = rules
        return self._robots[site].can_fetch(USER_AGENT, str(url))

    def _resolved(self, url: httpx.URL) -> str:
        """The IP address to connect to; DocumentRefused unless every address of the host is allowed."""
        try:
            found = socket.getaddrinfo(
                url.host, url.port or (443 if url.scheme == "https" else 80), type=socket.SOCK_STREAM
            )
        except (OSError, UnicodeError) as error:
            raise DocumentRefused(
                f"{url}: the host {url.host!r} is not known; check the address or the connection"
            ) from error
        addresses = list(dict.fromkeys(str(item[4][0]) for item in found))
        for ip in addresses:
            if not self._allows(ip):
                raise DocumentRefused(
                    f"{url}: {url.host} is at {ip}, which is no public address; only public pages are fetched"
                )
        return addresses[0]

    def _timeout(self) -> dict[str, float]:
        left = max(0.1, min(20.0, self._deadline - time.monotonic()))
        return dict.fromkeys(("connect", "read", "write", "pool"), left)


def _checked(address: str) -> httpx.URL:
    """An address as one that may be fetched; UsageError for other schemes, credentials and what is no address."""
    import httpx

    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise UsageError(f"{address[:80]}: no web address ({error})") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise UsageError(f"{address[:80]}: no web address; it begins with http:// or https://")
    if url.userinfo:
        raise UsageError(f"{url.copy_with(userinfo=b'')}: addresses with a user name are not fetched; leave it out")
    return url.copy_with(fragment=None)


def _fetched(url: httpx.URL, response: httpx.Response, content: bytes) -> Fetched:
    if not response.is_success:
        raise DocumentRefused(f"{url}: the server answers {response.status_code}; check the address in a browser")
    if not content:
        raise DocumentRefused(f"{url}: the page is empty; check the address in a browser")
    return Fetched(
        url=str(url),
        name=_file_name(url, response),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        retrieved_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _file_name(url: httpx.URL, response: httpx.Response) -> str:
    """A name for what was fetched: the one the server gives, else the end of the address, with an ending of its type."""
    given = response.headers.get("content-disposition", "")
    match = re.search(r"filename\*=(?:UTF-8|utf-8)''([^;]+)", given) or re.search(r'filename="?([^";]+)"?', given)
    name = unquote(match[1]) if match else unquote(url.path.rstrip("/").rpartition("/")[2])
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    suffix = _SUFFIXES.get(kind, "")
    stem, dot, ending = name.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        stem, ending = name, ""
    if suffix and f".{ending.lower()}" != suffix and ending.lower() not in {"htm", "shtml"}:
        ending = suffix[1:]
    return (stem or url.host) + (f".{ending}" if ending else "")
