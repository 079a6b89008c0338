# Every target sets up what it needs; nothing has to be installed by hand but Python, git, make and a compiler.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
# What crosses the most of the archive: logins, encryption, threads, every step up to the screen. `make test` runs the rest
# of tests/release.
QUICK_DIST := tests/release/test_install.py tests/end_to_end/test_connection.py tests/end_to_end/test_screens.py
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test test-fast fuzz truth flips coverage bench bench-hostile check lint-workflows format wheel dist try-dist manifest test-dist docs site cluster cluster-down record-demo screen pictures recording schema protobuf goldens lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(RUNTIME): requirements/runtime.txt
	@echo "setting up $(VENV)" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements/runtime.txt
	@touch $@

$(DEVELOPMENT): $(RUNTIME) requirements/dev.txt pyproject.toml
	@echo "setting up $(VENV) for development" >&2
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --no-build-isolation --no-deps -e .
	@touch $@

demo: $(RUNTIME) ## trace the bundled demo cluster
	@$(BIN)/python -m kubectl_porttrace --demo --fail-on never

test: $(DEVELOPMENT) ## everything, against a real control plane (built on first use)
	@$(BIN)/python -m tests.cluster.build > /dev/null
	@$(BIN)/python -m pytest -n 2 --dist worksteal

test-fast: $(DEVELOPMENT) ## the tests that need no cluster
	@$(BIN)/python -m pytest -n 2 -m "not cluster and not dist"

fuzz: $(DEVELOPMENT) ## try N= inputs of every class from SEED= on, or of CLASS= alone: files, recordings, answers, arguments, kubeconfigs
	@$(BIN)/python -m tests.fuzz

truth: $(DEVELOPMENT) ## the proofs at length: N= random Services from SEED=, PACKETS= of them with packets, FAULTS= mended by what is advised, RIGHTS= seen with every subset of rights, MOVES= looks in motion, EDITS= edits that are watched, NAMES= pairs of namespaces asked of a CoreDNS, HELM=1 charts that Helm renders
	@$(BIN)/python -m tests.cluster.build > /dev/null
	@$(BIN)/python -m scripts.truth

flips: $(DEVELOPMENT) ## replace the rules by their opposites, one at a time: a test must fail for each
	@$(BIN)/python -m scripts.flip_rules

coverage: $(DEVELOPMENT) ## branch coverage by the tests that need no cluster
	@$(BIN)/python -m coverage run -m pytest -q -m "not cluster and not dist"
	@$(BIN)/python -m coverage report

bench-hostile: $(DEVELOPMENT) ## measure files that were made to take long; WORD= for those whose name has it
	@$(BIN)/python -m bench.hostile $(WORD)

bench: $(DEVELOPMENT) ## measure on a cluster of its own: PODS= in SERVICES=, ROUNDS= times; KEEP=1 leaves it up
	@$(BIN)/python -m tests.cluster.build > /dev/null
	@$(BIN)/python -m bench $(if $(PODS),--pods $(PODS)) $(if $(SERVICES),--services $(SERVICES)) \
	  $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(KEEP),--keep)

check: $(DEVELOPMENT) lint-workflows ## lint, format and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

lint-workflows: $(DEVELOPMENT) ## look for what others could abuse in the workflows and the action; asks no network
	@$(BIN)/zizmor --offline --persona=pedantic --quiet .github action.yml

format: $(DEVELOPMENT) ## rewrite the code in the house format
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

wheel: $(DEVELOPMENT) ## build the wheel and the source distribution into dist/
	@$(BIN)/python -m hatchling build -d dist

dist: ## build the archive of this platform into dist/, with its checksum and its list of parts
	@$(PYTHON) -m release.dist

try-dist: ## run the archive's program without a cluster, as is possible on every platform
	@program="$$($(PYTHON) -m release.unpack | tr -d '\r')" && "$$program" --version && "$$program" --demo --fail-on never

manifest: ## write krew's plugin.yaml out of the checksums in dist/
	@$(PYTHON) -m release.manifest

test-dist: $(DEVELOPMENT) ## test the archive's program through the real kubectl; ALL=1 with every test that runs it
	@$(BIN)/python -m tests.cluster.build > /dev/null
	@PORTTRACE_PROGRAM="$$($(BIN)/python -m release.unpack)" && export PORTTRACE_PROGRAM && \
	  $(BIN)/python -m pytest $(if $(ALL),tests/release tests/end_to_end,$(QUICK_DIST))

cluster: $(DEVELOPMENT) ## leave a real control plane running and print its kubeconfig
	@$(BIN)/python -m tests.cluster.up

cluster-down: $(DEVELOPMENT) ## end it
	@$(BIN)/python -m tests.cluster.down

record-demo: $(DEVELOPMENT) ## record the demo cluster and the incidents of --demo=NAME anew
	@$(BIN)/python -m scripts.record_demo
	@$(BIN)/python -m scripts.record_incidents

screen: $(DEVELOPMENT) ## draw the README's screen anew
	@$(BIN)/python -m scripts.readme_screen

pictures: $(DEVELOPMENT) ## take the pictures of the page in the README anew
	@$(BIN)/python -m scripts.picture_page

recording: $(DEVELOPMENT) ## record the session that opens the README anew
	@$(BIN)/python -m scripts.record_screen

docs: $(DEVELOPMENT) ## write the screens and the pages of codes in docs/ anew
	@$(BIN)/python -m scripts.write_docs

site: ## build the site of docs/ into build/site
	@test -x build/site-venv/bin/zensical || $(PYTHON) -m venv build/site-venv
	@build/site-venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/docs.txt
	@build/site-venv/bin/zensical build --strict --clean

schema: $(DEVELOPMENT) ## publish the JSON Schema of the report anew
	@$(BIN)/python -m scripts.publish_schema

protobuf: $(DEVELOPMENT) ## compile the part of Kubernetes' protobuf messages that is read
	@$(BIN)/python -m scripts.write_descriptor

goldens: $(DEVELOPMENT) ## write the golden screens anew, to be read before they are committed
	@$(BIN)/python -m tests.render.goldens

lock: ## resolve the environments anew (needs uv)
	uv pip compile --universal --python-version 3.10 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --upgrade pyproject.toml -o requirements/runtime.txt
	uv pip compile --universal --python-version 3.10 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --upgrade --group dev -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt
	uv pip compile --universal --python-version 3.10 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --upgrade --group dist -c requirements/runtime.txt -o requirements/dist.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --upgrade --group docs -o requirements/docs.txt

clean: ## remove what was built here; the control plane's cache stays
	rm -rf $(VENV) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
