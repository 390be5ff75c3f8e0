# wence: `make serve` starts it, `make test` checks it; both set themselves up on the first run.
#
# PYTHON    an interpreter of 3.11 or newer (default: the first that fits on PATH)
# UV        the uv executable; `make UV= serve` sets up with venv and pip instead
# HOST PORT where `make serve` listens
# WORKERS   test processes
# MINUTES   how long `make fuzz` runs
# CHROMIUM  the browser of the browser tests (default: chromium or Chrome on PATH)

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PACKAGES := assistant documents eval ingest ui vectorstore tests
HOST ?= 127.0.0.1
PORT ?= 7860
WORKERS ?= 2
MINUTES ?= 10
USERS ?= 50
SECONDS ?= 120

fits := import sys; sys.exit(sys.version_info < (3, 11))
UV ?= $(shell command -v uv 2>/dev/null)
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python; do \
	if "$$name" -c '$(fits)' 2>/dev/null; then echo "$$name"; break; fi; done)

# A stamp is newer than what it was made from, so a second run does nothing.
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development

.PHONY: help serve test check format-check lint types imports tests baseline fuzz bench bench-scale bench-load bench-model bench-peers eval lock format chromium clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' Makefile

serve: $(RUNTIME) ## start the web page and the HTTP interfaces (HOST, PORT)
	@$(BIN)/python -m ui.cli serve --host $(HOST) --port $(PORT)

test: tests ## run all tests, including those in a browser

check: format-check lint types imports tests baseline ## everything a change must pass: form, lint, types, import contracts, tests, the baseline of the evaluation

format-check: $(DEVELOPMENT)
	$(BIN)/python -m ruff format --check .

lint: $(DEVELOPMENT)
	$(BIN)/python -m ruff check .

types: $(DEVELOPMENT)
	$(BIN)/python -m mypy $(PACKAGES)

imports: $(DEVELOPMENT)
	$(BIN)/python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

tests: $(DEVELOPMENT) chromium
	$(BIN)/python -m pytest -n $(WORKERS)

fuzz: $(DEVELOPMENT) ## damage files of every kind for MINUTES and read them
	FUZZ_MINUTES=$(MINUTES) $(BIN)/python -m pytest -q -n 0 tests/test_reader_fuzz.py

# Answers the sample questions in an index of its own and fails on a significant loss or a hard gate; nothing is timed.
baseline: $(DEVELOPMENT)
	@home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && $(BIN)/python -m ui.cli --home "$$home" eval run

bench: $(RUNTIME) ## measure parsing, indexing, answering, memory and installation on this machine
	@$(BIN)/python -m eval.speed --install

bench-scale: $(RUNTIME) ## measure building, opening, queries and memory of the search at 10^3 to 10^5 passages
	@$(BIN)/python -m eval.scaling

# The recipes of others need libraries of their own, in an environment of their own: DATA=DIR names the benchmark.
bench-peers: ## measure wence beside the recipes of others (needs uv; DATA=DIR, SAMPLE="--documents 60 --questions 200")
	@test -n "$(UV)" || { echo "make bench-peers needs uv: pip install uv" >&2; exit 1; }
	@test -n "$(DATA)" || { echo 'name the benchmark: make bench-peers DATA=DIR' >&2; exit 1; }
	@"$(UV)" venv --quiet --allow-existing --python "$(PYTHON)" $(VENV)-peers
	@"$(UV)" pip install --quiet --python $(VENV)-peers/bin/python --constraint requirements.lock --group peers -e .
	@$(VENV)-peers/bin/python -m eval.peers --data "$(DATA)" $(SAMPLE)

bench-model: $(RUNTIME) ## measure the model engine beside a scripted endpoint: speed, parity, and its verifier on false statements
	@$(BIN)/python -m eval.model_speed
	@$(BIN)/python -m eval.parity
	@$(BIN)/python -m eval.mutating

bench-load: $(RUNTIME) ## let simulated users ask the page (USERS, SECONDS) and say how long they wait
	@$(BIN)/python -m ui.crowds --users $(USERS) --seconds $(SECONDS)

eval: $(RUNTIME) ## answer the sample questions and hold the report against the baseline
	@$(BIN)/python -m ui.cli eval run --report reports

format: $(DEVELOPMENT) ## rewrite the code in the project's form
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .

lock: ## resolve the dependencies again (needs uv; UPGRADE=--upgrade takes newer versions)
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	"$(UV)" pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
		--custom-compile-command 'make lock' --output-file requirements.lock pyproject.toml
	"$(UV)" pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
		--custom-compile-command 'make lock' --constraint requirements.lock --group dev \
		--output-file requirements-dev.lock pyproject.toml

clean: ## remove the environment, caches and reports; the index in .wence stays
	rm -rf $(VENV) $(VENV)-peers build dist reports .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find $(PACKAGES) -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(fits)' 2>/dev/null || { \
		echo "wence needs Python 3.11 or newer: install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@if test -n "$(UV)"; then "$(UV)" venv --quiet --allow-existing --python "$(PYTHON)" $(VENV); else \
		"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "$(PYTHON) lacks the venv module: apt install python3-venv, or pip install uv" >&2; exit 1; }; \
		"$(PYTHON)" -m venv $(VENV); fi

# $(1) is the list to install; pip skips resolving, since the list is complete, and compiling, since Python does it at first use.
define install
	@echo "Setting up $(VENV) from $(1) (once; 1 to 1.3 GB)"
	@if test -n "$(UV)"; then \
		"$(UV)" pip install --quiet --python $(BIN)/python --require-hashes -r $(1) && \
		"$(UV)" pip install --quiet --python $(BIN)/python --no-deps -e .; \
	else \
		{ $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; } && \
		$(BIN)/python -m pip install --quiet --no-deps --no-compile --require-hashes -r $(1) && \
		$(BIN)/python -m pip install --quiet --no-deps -e .; \
	fi
endef

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	$(call install,requirements.lock)
	@touch $@

# The development list holds the runtime list, so it satisfies both stamps.
$(DEVELOPMENT): requirements-dev.lock pyproject.toml | $(BIN)/python
	$(call install,requirements-dev.lock)
	@touch $(RUNTIME) $@

# A browser, and outside macOS a font with Chinese, are installed where that is possible and asked for where it is not.
chromium:
	@missing=""; found="$(CHROMIUM)"; \
	if test -n "$$found" && ! command -v "$$found" >/dev/null; then echo "CHROMIUM=$$found: no such program" >&2; exit 1; fi; \
	for name in chromium chromium-browser google-chrome google-chrome-stable; do \
		test -n "$$found" || found="$$(command -v $$name)"; done; \
	test -n "$$found" || missing="chromium"; \
	if test "$$(uname)" != Darwin && test -z "$$(fc-list :lang=zh 2>/dev/null)"; then missing="$${missing:+$$missing }fonts-noto-cjk"; fi; \
	test -z "$$missing" && exit 0; \
	if test "$$(id -u)" = 0; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo -n"; else as_root="none"; fi; \
	if test "$$as_root" != none && command -v apt-get >/dev/null; then \
		echo "Installing $$missing for the browser tests (once)"; \
		$$as_root apt-get update -qq && \
		$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends fontconfig $$missing >/dev/null && \
		exit 0; \
	fi; \
	echo "the browser tests need $$missing: install it (Debian: apt install $$missing), or name a browser: make test CHROMIUM=/path/to/chrome" >&2; \
	exit 1
