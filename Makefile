# Two commands matter: `make run` and `make test`. Both set up what they need.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 7860
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test demo install check format bench evaluate clean

help: ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: install ## start the web app on http://HOST:PORT (default 127.0.0.1:7860)
	@ASSISTANT_STORE="$(STORE)" $(BIN)/assistant run --host $(HOST) --port $(PORT)

demo: install ## run every fixture through the whole flow without a browser
	@$(BIN)/assistant demo

install: $(VENV)/.installed ## set up .venv and the default weights
	@$(BIN)/assistant weights install

test: $(VENV)/.installed-dev install ## run the whole test suite
	$(BIN)/pytest

check: $(VENV)/.installed-dev install ## format, lint, import contracts, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest

format: $(VENV)/.installed-dev ## format and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-dev install ## print the measured figures of the README
	$(BIN)/python benchmarks/fixtures.py

evaluate: install ## measure every suite on the test items and write the README's tables; an hour and more
	@$(BIN)/pip install --quiet --editable '.[peer]'
	@$(BIN)/assistant weights install qwen2.5-coder-1.5b-instruct
	@$(BIN)/assistant evaluate table --split test --write README.md

clean: ## remove the virtual environment; weights and stores stay
	rm -rf $(VENV)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@echo "Installing the packages; the first time this takes some minutes."
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	@echo "Installing the packages and what the tests need; the first time this takes some minutes."
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed
