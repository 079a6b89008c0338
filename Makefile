# Every target sets up what it needs; nothing has to be installed by hand but Python, git, make and a compiler.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help demo test test-fast check format cluster cluster-down lock screen record-demo clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(STAMP): requirements/dev.txt pyproject.toml
	@echo "setting up $(VENV)" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

demo: $(STAMP) ## trace the bundled demo cluster
	@$(BIN)/kubectl-porttrace --demo --fail-on never

test: $(STAMP) ## everything, against a real control plane (built on first use)
	@$(BIN)/python -m tests.cluster.build
	@$(BIN)/python -m pytest -n 2 --dist worksteal

test-fast: $(STAMP) ## the tests that need no cluster
	@$(BIN)/python -m pytest -m "not cluster"

coverage: $(STAMP) ## branch coverage of the pure modules by the tests that need no cluster
	@$(BIN)/python -m coverage run -m pytest -q -m "not cluster"
	@$(BIN)/python -m coverage report

check: $(STAMP) ## lint, format and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: $(STAMP) ## rewrite the code in the house format
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

cluster: $(STAMP) ## leave a real control plane running and print its kubeconfig
	@$(BIN)/python -m tests.cluster.up

cluster-down: $(STAMP) ## end it
	@$(BIN)/python -m tests.cluster.down

record-demo: $(STAMP) ## record the demo cluster anew
	@$(BIN)/python -m scripts.record_demo

screen: $(STAMP) ## draw the README's screen anew
	@$(BIN)/python -m scripts.readme_screen

lock: ## resolve the development environment anew (needs uv)
	uv pip compile --universal --python-version 3.10 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --group dev pyproject.toml --upgrade -o requirements/dev.txt

clean: ## remove what was built here; the control plane's cache stays
	rm -rf $(VENV) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
