# The two commands: make serve, make test. Each sets up all it needs in .venv.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
DOCUMENTS := $(wildcard ../shared/documents)
# Where it is set, each of the processes that the tests start compiles all modules again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help serve test check build format eval bench browser openrefine pictures clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

serve: .venv/installed build/release/manifest.json ## serve pages and endpoint (PORT=8000)
	@$(BIN)/tdi-graph serve --port $(PORT) $(if $(DOCUMENTS),--documents $(DOCUMENTS))

# Two processes, each of one thread, which the tests of forks need; what one leaves out the other has.
FIRST := test_[a-q]*.py
FIRST_TOLD := build/first-tests.log

test: check ## run the checks and all the tests
	@mkdir -p $(dir $(FIRST_TOLD))
	@echo "tests/$(FIRST) run beside the others, and are told of after them"
	@$(BIN)/pytest tests/$(FIRST) >$(FIRST_TOLD) 2>&1 & first=$$!; \
	  trap "kill $$first" INT TERM; \
	  $(BIN)/pytest --ignore-glob='*/$(FIRST)'; others=$$?; \
	  wait $$first; first=$$?; \
	  cat $(FIRST_TOLD); \
	  exit $$((first | others))

check: .venv/tools ## lint, types, layers, and the data themselves
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/tdi-graph check $(if $(DOCUMENTS),--documents $(DOCUMENTS))

build: .venv/installed ## check the data and write build/release/
	$(BIN)/tdi-graph build

format: .venv/tools ## bring code and data into their one form
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	$(BIN)/tdi-graph format

eval: .venv/tools ## score the extraction against facts found by hand
	$(if $(DOCUMENTS),$(BIN)/python -m tdi_graph.extraction.measuring $(DOCUMENTS) ../shared/gold --name documents --floors tests/floors.json)
	for set in tests/corpus/*/; do \
	  $(BIN)/python -m tdi_graph.extraction.measuring $$set $$set --floors tests/floors.json || exit 1; done

bench: .venv/tools ## measure builds and queries, as ratios
	$(BIN)/python benchmarks/bench_build.py
	$(BIN)/python benchmarks/service.py

browser: ## install Chromium for the tests in a browser (on Debian, as root)
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
	  || command -v google-chrome >/dev/null || { \
	  apt-get update --quiet -o Acquire::Retries=0 -o Acquire::http::Timeout=20 \
	  && apt-get install --quiet --yes --no-install-recommends chromium; }

openrefine: ## install OpenRefine for the tests of reconciliation (on Debian, as root)
	@command -v openrefine >/dev/null || { \
	  apt-get update --quiet -o Acquire::Retries=0 -o Acquire::http::Timeout=20 \
	  && apt-get install --quiet --yes --no-install-recommends openrefine; }

pictures: .venv/tools ## make the pictures of README from the running site
	$(BIN)/python tests/make_pictures.py

clean: ## remove everything that was made
	rm -rf .venv build dist

build/release/manifest.json: .venv/installed $(shell find ontology data -type f)
	@$(BIN)/tdi-graph build

EDITOR := hatch_build.py frontend/.npmrc $(wildcard frontend/*.js* frontend/src/*.js)

.venv/installed: pyproject.toml constraints.txt $(EDITOR)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "tdi-graph needs Python 3.11 or newer; name one with PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt pip
	$(BIN)/python -m pip install --quiet -c constraints.txt --editable .
	@touch $@

.venv/tools: .venv/installed
	$(BIN)/python -m pip install --quiet -c constraints.txt --group dev --group bench
	@touch $@
