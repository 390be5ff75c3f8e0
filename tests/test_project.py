"""The project keeps what it says of itself: locks, import contracts, commands, documentation, form."""

from __future__ import annotations

import ast
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pytest_socket import SocketConnectBlockedError

from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "documents", "eval", "ingest", "ui", "vectorstore")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GUIDES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
READMES = GUIDES[:2]
# Imported name → distribution; starlette is what fastapi is made of and hands out as its own types.
DISTRIBUTED_AS = {"docx": "python-docx", "dotenv": "python-dotenv", "PIL": "pillow", "starlette": "fastapi"}
NOT_IMPORTED = {"langchain"}  # it holds the packages of its release line together
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 60


def tracked_files() -> list[Path]:
    """Every file of the project that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def modules() -> list[Path]:
    """The Python files of the packages, tests left out."""
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def requirements(group: str) -> list[Requirement]:
    """The direct requirements: `runtime`, or the dependency group of that name."""
    listed = PYPROJECT["project"]["dependencies"] if group == "runtime" else PYPROJECT["dependency-groups"][group]
    return [Requirement(line) for line in listed]


def pins(lock: str) -> dict[str, list[tuple[str, str, list[str]]]]:
    """What a lock holds: package name → (version, reasons for being there, hashes) of each of its pins."""
    found: dict[str, list[tuple[str, str, list[str]]]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8")):
        pin = re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", block)
        if pin:
            reasons = block.partition("# via")[2]
            hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})", block)
            found.setdefault(canonicalize_name(pin[1]), []).append((pin[2], reasons, hashes))
    return found


@pytest.mark.parametrize(
    ("group", "lock"),
    [("runtime", "requirements.lock"), ("runtime", "requirements-dev.lock"), ("dev", "requirements-dev.lock")],
)
def test_every_requirement_is_locked_at_a_version_it_allows(group: str, lock: str) -> None:
    locked = pins(lock)
    stale = [
        str(wanted)
        for wanted in requirements(group)
        if not all(
            wanted.specifier.contains(version) for version, _, _ in locked.get(canonicalize_name(wanted.name), [])
        )
        or canonicalize_name(wanted.name) not in locked
    ]
    assert not stale, "run `make lock`"


@pytest.mark.parametrize(
    ("lock", "groups"),
    [("requirements.lock", ("runtime",)), ("requirements-dev.lock", ("runtime", "dev"))],
)
def test_nothing_is_locked_for_a_requirement_that_is_gone(lock: str, groups: tuple[str, ...]) -> None:
    wanted = {canonicalize_name(item.name) for group in groups for item in requirements(group)}
    direct = {name for name, found in pins(lock).items() if any("wence (pyproject.toml" in why for _, why, _ in found)}
    assert direct <= wanted, "run `make lock`"


def test_both_locks_hold_the_same_versions() -> None:
    runtime, development = pins("requirements.lock"), pins("requirements-dev.lock")
    differing = {
        name
        for name, found in runtime.items()
        if {pin[0] for pin in found} != {pin[0] for pin in development.get(name, [])}
    }
    assert not differing, "run `make lock`"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_a_hash_for_every_file_and_names_no_place_to_get_it_from(lock: str) -> None:
    assert all(hashes for found in pins(lock).values() for _, _, hashes in found)
    assert not re.search(
        r"://|--(?:extra-)?index|--find-links|--trusted-host|^-e|@ ", (ROOT / lock).read_text("utf-8"), re.MULTILINE
    )


def test_the_import_contracts_hold() -> None:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def imported_names(path: Path) -> Iterator[str]:
    """The top-level packages that a module imports anywhere, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_every_imported_package_is_a_requirement() -> None:
    allowed = (
        {canonicalize_name(item.name) for item in requirements("runtime")} | set(PACKAGES) | sys.stdlib_module_names
    )
    peers = {str(canonicalize_name(item.name)) for item in requirements("peers")}  # for one module only
    missing = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in modules()
        for name in imported_names(path)
        if canonicalize_name(DISTRIBUTED_AS.get(name, name)) not in allowed
        and name not in allowed
        and not (path.stem == "peers" and canonicalize_name(name) in peers)
    }
    assert not missing


def test_every_requirement_is_imported_somewhere() -> None:
    imported = {canonicalize_name(name) for path in modules() for name in imported_names(path)}
    imported |= {
        canonicalize_name(DISTRIBUTED_AS[name]) for name in DISTRIBUTED_AS if canonicalize_name(name) in imported
    }
    unused = {item.name for item in requirements("runtime")} - imported - NOT_IMPORTED
    assert not unused


def test_module_names_are_unique_and_say_something() -> None:
    stems = [path.stem for path in modules() if path.stem != "__init__"]
    assert sorted(stems) == sorted(set(stems))
    assert not VAGUE_NAMES & set(stems)


def test_no_module_or_function_is_too_long_to_read() -> None:
    long = []
    for path in modules():
        text = path.read_text("utf-8")
        if text.count("\n") > LONGEST_MODULE:
            long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}: {node.name} has {lines} lines")
    assert not long


def test_no_file_names_a_place_on_one_machine() -> None:
    place = re.compile(rb"(?<![\w.:/-])/(?:home|root|Users|work|workspace)/[\w.-]+")
    named = [path.relative_to(ROOT).as_posix() for path in tracked_files() if place.search(path.read_bytes())]
    assert not named


def test_every_file_is_text_in_utf8_and_ends_with_one_line_end() -> None:
    binary = {".png", ".jpg", ".pdf", ".docx", ".doc", ".xlsx", ".gz", ".xz", ".npz", ".onnx", ".woff2", ".ico"}
    published = ROOT / "documents"  # sources stay byte for byte as published
    wrong = []
    for path in tracked_files():
        if path.suffix in binary or published in path.parents:
            continue
        content = path.read_bytes().decode("utf-8")
        if content and (not content.endswith("\n") or content.endswith("\n\n") or "\r" in content):
            wrong.append(path.relative_to(ROOT).as_posix())
    assert not wrong


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("guide", GUIDES)
def test_every_make_command_of_a_guide_exists(guide: str) -> None:
    named = set(re.findall(r"\bmake (?:[A-Z]+=\S* )*([a-z][a-z-]*)", code_of(guide)))
    assert named, "a guide without commands is not one"
    assert named <= make_targets()


def test_make_help_lists_each_command_for_users() -> None:
    run = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = set(re.findall(r"^make ([a-z-]+)", run.stdout, re.MULTILINE))
    assert {"serve", "test", "check", "bench", "eval", "lock", "format", "clean", "help"} <= listed


FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def code_of(guide: str) -> str:
    """The code of a Markdown file: fenced blocks and inline spans."""
    text = (ROOT / guide).read_text("utf-8")
    return "\n".join([*FENCED.findall(text), *re.findall(r"`([^`\n]+)`", FENCED.sub("", text))])


@pytest.mark.parametrize("guide", [*GUIDES, "CHANGELOG.md"])
def test_every_local_link_of_a_guide_leads_somewhere(guide: str) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", (ROOT / guide).read_text("utf-8"))
    assert not [target for target in targets if "://" not in target and not (ROOT / target).exists()]


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_gives_a_reason_for_each_dependency_and_no_other(readme: str) -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|[^|]*\| \S.*\|$", (ROOT / readme).read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(item.name for item in requirements("runtime"))


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_lists_each_setting_and_no_other(readme: str) -> None:
    rows = re.findall(r"^\| `([A-Z][A-Z_]+)` \|", (ROOT / readme).read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(name for name, _, _ in Settings().described())


@pytest.mark.parametrize("guide", GUIDES)
def test_every_wence_command_of_a_guide_exists(guide: str) -> None:
    named = set(re.findall(r"(?:^|[ $])wence ([a-z]+)", code_of(guide), re.MULTILINE))
    run = subprocess.run(
        [sys.executable, "-m", "ui.cli", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert named <= set(re.findall(r"[a-z]+", run.stdout))


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_shows_every_folder_of_the_program(readme: str) -> None:
    blocks = FENCED.findall((ROOT / readme).read_text("utf-8"))
    diagram = re.findall(r"^([a-z]+)/(?: |$)", "".join(blocks), re.MULTILINE)
    assert diagram == ["documents", "ingest", "vectorstore", "assistant", "eval", "ui", "tests"]


def test_the_newest_entry_of_the_changelog_is_this_version() -> None:
    entries = re.findall(r"^## \[([^]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    released = [entry for entry in entries if entry != "Unreleased"]
    assert released[0] == PYPROJECT["project"]["version"]


def test_the_integration_run_is_the_check_of_a_contributor() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec make check </dev/null"]


def test_a_connection_to_another_machine_is_refused() -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
