# `make help` lists what there is. Everything runs in .venv, which is built on first use.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first Python that is new enough; `make PYTHON=...` chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.10 python; do \
	command -v $$p >/dev/null 2>&1 && \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1 && echo $$p && break; done)

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
SOURCES := together_ext scripts tests

.PHONY: help demo test lint fix type generate regenerate check-generated spec-diff contract-differences pytest public-clients all-clients bench bench-import matrix soak soak-runs large fuzz clean

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed ## Run a whole batch against a local emulator (no key, no network)
	@$(BIN)/python scripts/demo.py

test: lint type check-generated pytest ## Build what it needs and run all checks and tests

pytest: $(VENV)/.installed-dev public-clients ## Run the tests alone, with coverage
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered $(PYTEST_ARGS)

soak-runs: $(VENV)/.installed-dev ## Kill runs 2,000 times (takes half an hour; KILLS=n for another number)
	@KILLS=$(or $(KILLS),2000) $(BIN)/python -m pytest tests/runs/test_killed_runs.py tests/runs/test_mixture.py -q

lint: $(VENV)/.installed-dev ## Check style (`make fix` mends it)
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)

fix: $(VENV)/.installed-dev ## Mend what `make lint` finds
	@$(BIN)/ruff check --fix $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

type: $(VENV)/.installed-dev ## Check types, strictly
	@$(BIN)/mypy

generate: $(VENV)/.installed-dev ## Make generated/ anew from openapi.yaml
	@$(BIN)/python scripts/generate.py

regenerate: $(VENV)/.installed-dev ## Make a client from any spec: SPEC=path/or/url [OUT=dir]
	@test -n "$$SPEC" || { echo "make: say which: make regenerate SPEC=path/or/url [OUT=dir]" >&2; exit 2; }
	@$(BIN)/python scripts/generate.py --spec "$$SPEC" $${OUT:+--out "$$OUT"}

check-generated: $(VENV)/.installed-dev ## Prove that generated/ is what openapi.yaml gives
	@$(BIN)/python scripts/generate.py --check

# By itself the script tells by its exit status what it found (0, 1, 3); make makes 2 of each but 0.
# VIEW=python compares the clients that both would give (PYTHON is the interpreter's, above).
spec-diff: $(VENV)/.installed-dev ## Say what changed: OLD=a.yaml NEW=b.yaml [FORMAT=text|json|markdown] [VIEW=python]
	@test -n "$(OLD)" && test -n "$(NEW)" || { echo "make: say which: make spec-diff OLD=a.yaml NEW=b.yaml" >&2; exit 2; }
	@$(BIN)/python scripts/spec_diff.py "$(OLD)" "$(NEW)" --format "$(or $(FORMAT),text)" $(if $(VIEW),--$(VIEW))

contract-differences: $(VENV)/.installed-dev ## Check and count the reasons in docs/contract-differences.md: OLD=published.yaml
	@test -n "$(OLD)" || { echo "make: say which: make contract-differences OLD=published.yaml" >&2; exit 2; }
	@$(BIN)/python scripts/contract_differences.py "$(OLD)" --write

# The published clients, each in a venv of its own: the emulator has to satisfy them too. Where they
# cannot be installed the tests that need them are skipped, and say so.
public-clients: $(VENV)/.installed-dev
	@$(BIN)/python scripts/public_clients.py

all-clients: $(VENV)/.installed-dev
	@$(BIN)/python scripts/public_clients.py all

# A benchmark wants a quiet machine. What is missing on it (nginx, aria2, root) is said, not hidden.
bench: all-clients ## Measure downloads beside curl, aria2 and the rest: [BENCH="http loss --scale 0.05"]
	@$(INSTALL) -e '.[bench]'
	@$(BIN)/python scripts/bench/transfer.py --out .bench $(BENCH)

matrix: all-clients ## Print what each client makes of each fault, as in docs/transfer-matrix.md
	@$(BIN)/python scripts/proof/matrix.py

soak: $(VENV)/.installed-dev ## Kill downloads at random moments: [DOWNLOADS=1000] [SEED=number]
	@$(BIN)/python scripts/proof/soak.py $(or $(DOWNLOADS),1000) $(SEED)

large: $(VENV)/.installed ## A file of 5.1 GB up and down, each killed once (needs 16 GB of disk): [BYTES=n] [ON=directory]
	@$(BIN)/python scripts/proof/large.py $(or $(BYTES),5100000000) $(ON)

fuzz: $(VENV)/.installed-dev ## Random answers and ids through plan and names: [ROUNDS=1000000] [SEED=number]
	@$(BIN)/python scripts/proof/fuzz.py $(or $(ROUNDS),1000000) $(SEED)

bench-import: $(VENV)/.installed ## Measure start-up against `import httpx`, side by side
	@$(BIN)/python scripts/bench/import_time.py

clean: ## Remove what make built
	@rm -rf $(VENV) .venvs .demo .bench dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/.created:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.10 or newer found; install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "building $(VENV) with $$($(PYTHON) --version)" >&2
	@$(PYTHON) -m venv $(VENV) || { echo "make: $(PYTHON) cannot build a virtual environment (on Debian and Ubuntu: apt install python3-venv)" >&2; rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	@$(INSTALL) -e '.[progress,emulator]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(INSTALL) -e '.[dev]'
	@touch $@
