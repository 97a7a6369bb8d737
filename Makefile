# Needs Python 3.11 or later and make; everything else goes into .venv.
# Another Python: make PYTHON=python3.12 test

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What it takes to run studies; and all there is, for tests and longer work.
INSTALLED := $(VENV)/.installed
COMPLETE := $(VENV)/.complete

# One thread for the linear algebra: the two test workers already fill two cores.
ONE_THREAD := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
PYTEST := $(ONE_THREAD) $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test lint pages check bench docs gallery golden snapshot coverage mutation soak clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

install: $(COMPLETE) ## create .venv and install cagame with all its extras

demo: $(INSTALLED) ## compare the EU strategies; writes results/eu-strategies
	$(BIN)/cagame run scenarios/eu-strategies.yaml

test: $(COMPLETE) ## run the tests, except the long ones
	$(PYTEST) -n 2 --dist worksteal -m "not soak" -rs --durations=15

lint: $(COMPLETE) ## check style, types and imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict src
	$(BIN)/lint-imports

pages: $(COMPLETE) ## run the code of the longest pages; make test runs that of all others
	$(PYTEST) -n 2 -m pages tests/docs

check: lint ## everything that must pass: lint, then the tests
	@$(MAKE) --no-print-directory test

bench: $(COMPLETE) ## time the model
	$(ONE_THREAD) $(BIN)/python benchmarks/run.py

docs: $(COMPLETE) ## build the documentation into site/
	$(BIN)/mkdocs build --strict

gallery: $(COMPLETE) ## rebuild the reference figures in results/gallery
	$(ONE_THREAD) $(BIN)/python experiments/gallery.py

golden: $(COMPLETE) ## keep the numbers that the shipped studies give now
	$(PYTEST) -n 2 -q tests/golden --refresh-golden
	@git --no-pager diff --stat -- tests/golden 2>/dev/null || true

snapshot: $(COMPLETE) ## keep what this version gives, before it is published
	$(PYTEST) -q tests/golden/test_releases.py --freeze-release

# The three packages that hold the model and what is said about it, each at least this covered,
# lines and branches together.
COVERED := dynamics agents analysis
LEAST_COVERED := 95
coverage: $(COMPLETE) ## measure what the tests of dynamics, agents and analysis reach
	$(PYTEST) -q -n 2 -m "not soak" $(addprefix --cov=cagame.,$(COVERED)) --cov-branch --cov-report= \
	  tests/unit/dynamics tests/unit/analysis tests/unit/agents tests/unit/sweep/test_levers.py \
	  tests/analytic tests/properties/test_neutral_world_stands_still.py \
	  tests/properties/test_challenge_in_the_model.py $(addprefix src/cagame/,$(COVERED))
	@failed=; for part in $(COVERED); do \
	  echo "$$part:"; \
	  $(BIN)/coverage report --include="src/cagame/$$part/*" --fail-under=$(LEAST_COVERED) || failed=1; \
	done; [ -z "$$failed" ]

mutation: $(COMPLETE) ## change every equation in small ways; list what no test notices
	$(INSTALL) '.[mutation]'
	$(ONE_THREAD) $(BIN)/mutmut run
	$(BIN)/mutmut results

soak: $(COMPLETE) ## run the long tests
	$(PYTEST) -m soak

clean: ## remove .venv, caches and builds; results stay
	rm -rf $(VENV) build dist site htmlcov mutants .coverage .coverage.* .hypothesis .benchmarks
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src tests benchmarks experiments -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# Runs again only when one of the two files changes. The stamp is written last, so that a broken
# install is tried again.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
  --constraint constraints.txt --editable

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "cagame needs Python 3.11 or later, but '$(PYTHON)' is $$(command -v $(PYTHON) >/dev/null && $(PYTHON) --version 2>&1 || echo 'not there')." \
	       "Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) .
	@touch $@

# Pygambit comes as source, and compiling it is most of the wait; little of it is worth optimising.
$(COMPLETE): $(INSTALLED)
	CFLAGS="-O1 -g0" CXXFLAGS="-O1 -g0" $(INSTALL) '.[sweep,analysis,game,app,docs,dev]'
	@touch $@
