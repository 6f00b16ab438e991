# From a fresh clone with nothing but Python 3.11 or newer:
#   make demo   the app on demo data      make test   the tests      make check   all that CI runs

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

BIN := $(VENV)/bin
LOCK := tests/requirements.lock
PROJECT := pyproject.toml $(LOCK)
PIP := -m pip install --quiet --disable-pip-version-check

# Runs `venv $(1)` with the first Python that is new enough.
define new-environment
@set -e; for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3.14; do \
	if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "making $(1) with $$candidate"; \
		$$candidate -m venv --clear $(1); \
		exit 0; \
	fi; \
done; \
echo "pipeline-tui needs Python 3.11 or newer, and $(PYTHON) is not: make PYTHON=/path/to/python3.11" >&2; \
exit 1
endef

.DELETE_ON_ERROR:
.PHONY: help demo run test long check format lint types contracts fresh bench bench-quick catalogue docs lock clean

help:
	@echo "make demo          open the app on demo data (ARGS=... adds options)"
	@echo "make run           open the app on your own data"
	@echo "make test          the tests, with branch coverage"
	@echo "make long          the long runs of the promises (safety.md)"
	@echo "make check         format, lint, types, contracts, freshness, tests: what CI runs"
	@echo "make bench         the speed table; make bench-quick the short one"
	@echo "make format        put the code in shape"
	@echo "make catalogue     update and compile the German catalogue"
	@echo "make docs          write the generated pages again"
	@echo "make lock          pin the newest versions of what the tests need"
	@echo "make clean         remove environments and caches"

# Environments. A stamp says what they hold, so that a second call starts nothing.

$(BIN)/python:
	$(call new-environment,$(VENV))

$(VENV)/.program: $(PROJECT) | $(BIN)/python
	$(BIN)/python $(PIP) --constraint $(LOCK) --editable .
	@touch $@

$(VENV)/.tests: $(PROJECT) | $(BIN)/python
	$(BIN)/python $(PIP) --requirement $(LOCK) --editable .
	@touch $@ $(VENV)/.program

# The program.

demo: $(VENV)/.program
	@$(BIN)/pipeline-tui --demo $(ARGS)

run: $(VENV)/.program
	@$(BIN)/pipeline-tui $(ARGS)

# Tests and checks.

# store/ and domain/ are held to 95 % of branches, quietly unless they miss it.
STRICT := --include='*/pipeline_tui/store/*,*/pipeline_tui/domain/*' --fail-under=95

test: $(VENV)/.tests
	@$(BIN)/python -m pytest --cov --cov-report=term
	@$(BIN)/python -m coverage report $(STRICT) --format=total >/dev/null \
		|| { $(BIN)/python -m coverage report $(STRICT) --show-missing; exit 1; }

long: $(VENV)/.tests
	@$(BIN)/python -m pytest -m long $(ARGS)

lint: $(VENV)/.tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.tests
	$(BIN)/mypy

contracts: $(VENV)/.tests
	$(BIN)/lint-imports --no-logo

fresh: $(VENV)/.tests
	$(BIN)/python -m tests.catalogue --check
	$(BIN)/python docs/generate.py --check

check: lint types contracts fresh
	@$(MAKE) --no-print-directory test

# What is measured is what users get: benchmarks/ installs it into .bench-venv by itself.
bench: $(VENV)/.tests
	@$(BIN)/python -m benchmarks $(ARGS)

bench-quick: $(VENV)/.tests
	@$(BIN)/python -m benchmarks --quick $(ARGS)

# What is generated.

format: $(VENV)/.tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogue: $(VENV)/.tests
	$(BIN)/python -m tests.catalogue

docs: $(VENV)/.tests
	$(BIN)/python docs/generate.py

lock:
	$(call new-environment,.lock-venv)
	.lock-venv/bin/python $(PIP) --requirement tests/requirements.in --editable .
	@{ echo "# Every version the tests run with, on Python 3.11 to 3.13. Written by \`make lock\` from requirements.in."; \
		.lock-venv/bin/python -m pip freeze --exclude-editable --disable-pip-version-check; } > $(LOCK)
	@rm -rf .lock-venv

clean:
	rm -rf $(VENV) .bench-venv .lock-venv build dist htmlcov .coverage .hypothesis \
		.import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests docs benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
