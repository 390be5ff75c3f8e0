"""The HTTP interfaces: the shapes programs rely on, and errors as JSON of one line."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from assistant.answering import Assistant
from assistant.settings import Settings
from ui.api import build_api

OWNER = "谁来推动区职业教育联盟实体化运作?"


@pytest.fixture
def client(assistant: Assistant) -> TestClient:
    return TestClient(build_api(assistant), raise_server_exceptions=False)


def test_a_question_gets_the_answer_of_the_assistant(client: TestClient, assistant: Assistant) -> None:
    reply = client.post("/api/ask", json={"question": OWNER, "id": "mine", "ignored": 1})
    answer, own = reply.json(), assistant.answer(OWNER).to_json()
    assert reply.status_code == 200
    assert answer.pop("id") == "mine"
    assert answer.pop("seconds") >= 0
    assert answer == json.loads(json.dumps({key: own[key] for key in own if key not in {"id", "seconds"}}))


def test_earlier_questions_are_the_context_of_a_follow_up(client: TestClient) -> None:
    reply = client.post("/api/ask", json={"question": "那5-6个名师基地呢?", "history": [OWNER]}).json()
    assert reply["departments"] == ["区教育局"]
    assert {citation["clause_id"] for citation in reply["citations"]} == {"s2.p2.i4.g1"}


def test_search_tasks_and_documents_are_given_as_json(client: TestClient) -> None:
    found = client.post("/api/search", json={"query": "抵免", "k": 2}).json()
    assert [hit["rank"] for hit in found["hits"]] == [1, 2]
    everything = client.get("/api/tasks").json()
    assert everything["count"] == len(everything["tasks"]) == 26
    joint = client.get("/api/tasks", params={"department": ["区总工会", "区财政局"], "document": "putuo-2021"}).json()
    assert [task["clause_id"] for task in joint["tasks"]] == ["s2.p2.i3.g3"]
    documents = client.get("/api/documents").json()["documents"]
    assert [document["document_id"] for document in documents] == ["putuo-2021"]
    health = client.get("/healthz").json()
    assert health["status"] == "ok"
    assert health["documents"] == 1


def test_the_ledger_is_filtered_and_given_as_files(client: TestClient) -> None:
    alone = client.get("/api/tasks", params={"department": "区教育局", "how": "alone"}).json()
    assert alone["count"] > 0
    assert all(task["departments"] == ["区教育局"] for task in alone["tasks"])
    named = client.get("/api/tasks", params={"text": "联想专班"}).json()
    assert [task["clause_id"] for task in named["tasks"]] == ["s2.p2.i3.g1"]
    table = client.get("/api/tasks", params={"format": "csv", "department": "区人社局"})
    assert table.headers["content-type"].startswith("text/csv")
    assert len(list(csv.reader(table.text.splitlines()))) == 12
    book = load_workbook(io.BytesIO(client.get("/api/tasks", params={"format": "xlsx"}).content))
    assert book.worksheets[0].max_row == 27


def test_the_description_names_every_interface(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/api/ask", "/api/search", "/api/tasks", "/api/documents", "/healthz"} <= paths.keys()


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "kind"),
    [
        ("POST", "/api/ask", {"question": ""}, 400, "usage"),
        ("POST", "/api/ask", {"question": "问" * 5000}, 400, "usage"),
        ("POST", "/api/ask", {}, 422, "invalid_request"),
        ("POST", "/api/ask", {"question": 3}, 422, "invalid_request"),
        ("POST", "/api/ask", {"question": "谁", "history": ["x"] * 51}, 422, "invalid_request"),
        ("POST", "/api/ask", {"question": "谁负责", "document": "nope"}, 404, "unknown_document"),
        ("POST", "/api/search", {"query": "x", "k": 0}, 422, "invalid_request"),
        ("GET", "/api/tasks?document=nope", None, 404, "unknown_document"),
        ("GET", "/api/tasks?format=pdf", None, 422, "invalid_request"),
        ("GET", "/api/tasks?how=maybe", None, 422, "invalid_request"),
        ("GET", "/api/nothing", None, 404, "http"),
        ("GET", "/api/ask", None, 405, "http"),
    ],
)
def test_wrong_requests_get_an_error_of_one_line(
    client: TestClient, method: str, path: str, body: dict[str, object] | None, status: int, kind: str
) -> None:
    reply = client.request(method, path, json=body)
    error = reply.json()["error"]
    assert (reply.status_code, error["type"]) == (status, kind)
    assert error["message"]
    assert "\n" not in error["message"]


def test_a_body_that_is_not_json_is_refused(client: TestClient) -> None:
    reply = client.post("/api/ask", content=b"\xff{", headers={"content-type": "application/json"})
    assert reply.status_code in {400, 422}
    assert "\n" not in reply.json()["error"]["message"]


def test_a_damaged_index_is_reported_by_the_health_check(plan_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(plan_home, home)
    broken = TestClient(build_api(Assistant.open(Settings(home=home))), raise_server_exceptions=False)
    (home / "index" / "CURRENT").write_text("generation-000009\n", "utf-8")
    reply = broken.get("/healthz")
    assert reply.status_code == 503
    assert reply.json()["error"]["type"] == "index_unusable"
    assert "wence ingest --replace" in reply.json()["error"]["message"]
