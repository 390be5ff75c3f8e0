"""What every test runs under: no telemetry, no settings of the machine, the same random numbers, a browser on request.

Connections to other machines are refused by the options in `pyproject.toml` (pytest-socket).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from assistant.answering import Assistant
from assistant.settings import Settings
from tests.commands import EDITOR_PASSWORD, served
from vectorstore.indexing import ensure_index

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Read by the libraries when they are imported, so they are set before any test module is.
QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
    "ORT_DISABLE_TELEMETRY": "1",
    "TZ": "Asia/Shanghai",
}
# A tester's own endpoint, proxy or home must not decide what a test sees.
PRIVATE_PREFIXES = ("OPENAI_", "WENCE_", "LANGSMITH_", "LANGCHAIN_", "TIKTOKEN_")
PROXIES = ("http_proxy", "https_proxy", "all_proxy")

hypothesis_settings.register_profile("deterministic", derandomize=True, deadline=None, database=None)


def pytest_configure(config: pytest.Config) -> None:
    """Clean the environment of this process, and so of every program that a test starts."""
    del config
    hypothesis_settings.load_profile("deterministic")
    os.environ.update(QUIET)
    for name in list(os.environ):
        if name.startswith(PRIVATE_PREFIXES) or name.lower() in PROXIES:
            del os.environ[name]


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser that `make test` found or installed; a missing one fails the test, it never skips it."""
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else BROWSERS:
        found = shutil.which(name)
        if found:
            return Path(found)
    pytest.fail("the browser tests need chromium: run them with `make test`, or set CHROMIUM=/path/to/chrome")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser for all tests; each test opens a context of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def served_home(plan_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own for the server of the tests, which writes to it."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(plan_home, home)
    return home


@pytest.fixture(scope="session")
def address(served_home: Path) -> Iterator[str]:
    """One started server for all tests that need a real one; editors sign in with EDITOR_PASSWORD."""
    with served(served_home, environment={"WENCE_EDITOR_PASSWORD": EDITOR_PASSWORD}) as where:
        yield where


@pytest.fixture(scope="session")
def plan_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the shipped documents; tests read it and never write to it."""
    home = tmp_path_factory.mktemp("plan")
    ensure_index(home)
    return home


@pytest.fixture(scope="session")
def assistant(plan_home: Path) -> Assistant:
    """The assistant over the shipped documents."""
    return Assistant.open(Settings(home=plan_home))
