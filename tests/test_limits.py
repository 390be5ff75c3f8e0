"""What every request passes: names, limits, the journal, the headers of the page, sessions of editors."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import Settings, read_settings
from ingest.errors import ConfigurationError
from tests.commands import EDITOR_PASSWORD
from ui.api import build_api
from ui.headers import content_policy, rewritten
from ui.limits import MAX_BODY_BYTES, Allowance
from ui.services import Services, build_interfaces
from ui.serving import guarded
from ui.sessions import ATTEMPTS, COOKIE, Editors

PASSWORD = "geheim"  # noqa: S105 - of a server that lives for a test
PRIVATE = "区总工会负责哪些任务?<script>"


@pytest.fixture(scope="module")
def home(plan_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("limits") / "home"
    shutil.copytree(plan_home, copied)
    return copied


@contextmanager
def started(settings: Settings) -> Iterator[TestClient]:
    """The interfaces behind their limits, without the page."""
    services = Services.of(Assistant.open(settings))
    application = build_interfaces(build_api(services.assistant, journal=services.journal), services)
    yield TestClient(guarded(application, services), raise_server_exceptions=False)
    services.journal.close()


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    with started(Settings(home=home, editor_password=PASSWORD)) as opened:
        yield opened


def journal(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (home / "logs" / "server.jsonl").read_text("utf-8").splitlines()]


def test_every_reply_has_a_name_that_is_in_the_journal(client: TestClient, home: Path) -> None:
    named = client.post("/api/ask", json={"question": PRIVATE}, headers={"x-request-id": "mine-1"})
    assert named.headers["x-request-id"] == "mine-1"
    given = client.get("/api/documents", headers={"x-request-id": "two\nlines"}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{16}", given)
    lines = journal(home)
    request = next(line for line in lines if line["event"] == "request" and line["request_id"] == "mine-1")
    answer = next(line for line in lines if line["event"] == "answer" and line["request_id"] == "mine-1")
    assert (request["method"], request["path"], request["status"]) == ("POST", "/api/ask", 200)
    assert (answer["status"], answer["route"], answer["characters"]) == ("answered", "tasks", len(PRIVATE))
    assert any(line.get("request_id") == given for line in lines)


def test_the_journal_holds_no_question_unless_a_setting_says_so(home: Path, client: TestClient, tmp_path: Path) -> None:
    client.post("/api/ask", json={"question": PRIVATE})
    assert "区总工会" not in (home / "logs" / "server.jsonl").read_text("utf-8")
    shutil.copytree(home, tmp_path / "home")
    settings = Settings(home=tmp_path / "home", log_questions=True)
    with started(settings) as talkative:
        talkative.post("/api/ask", json={"question": PRIVATE})
    answers = [line for line in journal(tmp_path / "home") if line["event"] == "answer"]
    assert answers[-1]["question"] == PRIVATE
    assert all("question" not in line for line in answers[:-1])


def test_large_bodies_and_bodies_of_unknown_length_are_refused(client: TestClient) -> None:
    large = client.post("/api/ask", json={"question": "字" * MAX_BODY_BYTES})
    assert (large.status_code, large.json()["error"]["type"]) == (413, "too_large")
    unknown = client.post("/api/ask", content=(part for part in [b'{"question": "x"}']))
    assert (unknown.status_code, unknown.json()["error"]["type"]) == (411, "length_required")


def test_an_address_sends_no_more_requests_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("ui.limits.time.monotonic", lambda: now[0])
    allowance = Allowance(60)
    assert [allowance.wait("a") for _ in range(60)] == [0.0] * 60
    assert allowance.wait("a") == pytest.approx(1.0)
    assert allowance.wait("b") == 0.0
    now[0] = 1.0
    assert allowance.wait("a") == 0.0
    assert all(Allowance(0).wait("a") == 0.0 for _ in range(1000))


def test_a_page_is_allowed_its_own_scripts_and_this_host_alone(address: str) -> None:
    reply = httpx.get(f"{address}/")
    policy = dict(rule.strip().split(" ", 1) for rule in reply.headers["content-security-policy"].split(";"))
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "sha256-" in policy["script-src"]
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert 'lang="zh-CN"' in reply.text
    assert not re.findall(r"<meta[^>]+https?://", reply.text)
    assert 'lang="en"' in httpx.get(f"{address}/en/").text
    assert httpx.get(f"{address}/api/documents").headers["x-content-type-options"] == "nosniff"


def test_a_policy_allows_exactly_the_inline_scripts_of_a_page() -> None:
    page = '<html lang="en"><head><meta property="og:image" content="https://x/y"></head><script>1</script><script src="/a.js"></script>'
    assert content_policy(page).count("sha256-") == 1
    assert content_policy(page) != content_policy(page.replace(">1<", ">2<"))
    changed = rewritten(page, language="zh-CN", scripts=["/ui/page.js"])
    assert "og:image" not in changed
    assert changed.startswith('<html lang="zh-CN">')


def test_an_editor_signs_in_with_the_password_alone(client: TestClient) -> None:
    wrong = client.post("/session", data={"password": "x"}, follow_redirects=False)
    assert (wrong.status_code, wrong.headers["location"]) == (303, "/?tab=manage&problem=wrong")
    assert client.get("/api/feedback").status_code == 401
    right = client.post("/session?to=//evil.example", data={"password": PASSWORD}, follow_redirects=False)
    assert (right.status_code, right.headers["location"]) == (303, "/?tab=manage")
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert client.get("/api/feedback").status_code == 200
    client.cookies.clear()


def test_only_editors_upload_files(address: str) -> None:
    with httpx.Client(base_url=address) as visitor:
        for path in ("/gradio_api/upload", "/en/gradio_api/upload"):
            assert visitor.post(path, files={"files": ("a.txt", b"x")}).status_code == 401
        assert visitor.post("/session", data={"password": EDITOR_PASSWORD}).status_code == 303
        assert visitor.post("/gradio_api/upload", files={"files": ("a.txt", b"x")}).status_code == 200


def test_a_session_ends_and_is_not_forged(monkeypatch: pytest.MonkeyPatch) -> None:
    editors = Editors(PASSWORD)
    token = editors.sign_in(PASSWORD)
    assert token is not None
    assert editors.is_editor(token)
    ends, _, signature = token.partition(".")
    forged = (
        None,
        "",
        "x",
        f"{int(ends) + 1}.{signature}",
        f"{ends}.",
        f"{ends}.é",
        Editors(PASSWORD).sign_in(PASSWORD),
    )
    assert not any(editors.is_editor(other) for other in forged)
    monkeypatch.setattr("ui.sessions.time.time", lambda: int(ends) + 1)
    assert not editors.is_editor(token)


def test_guessing_a_password_has_to_wait() -> None:
    editors = Editors(PASSWORD)
    for _ in range(ATTEMPTS):
        assert editors.sign_in("falsch") is None
    assert editors.too_many_attempts()
    assert editors.sign_in(PASSWORD) is None
    assert Editors(None).sign_in("") is None
    assert COOKIE


@pytest.mark.parametrize(
    ("name", "value"),
    [("WENCE_LOG_QUESTIONS", "maybe"), ("WENCE_REQUESTS_PER_MINUTE", "-1"), ("WENCE_REQUESTS_PER_MINUTE", "many")],
)
def test_a_setting_of_the_server_that_makes_no_sense_is_refused(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        read_settings(environment={name: value})


def test_the_password_is_never_shown() -> None:
    settings = read_settings(environment={"WENCE_EDITOR_PASSWORD": PASSWORD, "WENCE_REQUESTS_PER_MINUTE": "0"})
    assert settings.editor_password == PASSWORD
    assert PASSWORD not in str(settings.described())
    assert replace(settings, editor_password=None).described() != settings.described()


def test_a_page_is_sent_compressed_to_whoever_reads_that(address: str) -> None:
    plain, packed = (httpx.get(f"{address}/", headers={"accept-encoding": taken}) for taken in ("identity", "gzip"))
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert "<gradio-app" in packed.text
