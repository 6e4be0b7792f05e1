# Every target starts from a bare machine: Python 3.11 with venv, git and make.
# TORCH_INDEX: the address of a wheel index with CPU builds of torch, where none lies at hand.
# requirements.lock holds all other packages with their hashes; torch's build depends on the machine.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
TORCH_INDEX ?=
TORCH := torch==2.13.0
LOCK := requirements.lock
# Pages with parts that a command writes; `make lint` checks that they are current.
GENERATED := README.md $(wildcard docs/*.md)
# Python without the ending.
SCRIPTS := .ci/lock .ci/dockerfile-steps
# More for pytest, such as PYTEST="-x -k query".
PYTEST ?=
# Processes that `make test` runs side by side; each loads the model, for which 1 GB of memory is enough.
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
VENV_STAMP := $(VENV)/.made
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.PHONY: help run index test test-slow eval bench pictures docs docs-current lint lock licences audit wheel release check-python clean

help:
	@echo "make run    install, build the index if needed, serve on http://127.0.0.1:8000"
	@echo "make index  install and build or update the index"
	@echo "make test   install and run the tests;  make test-slow   those in a browser, on scans, with killed processes"
	@echo "make eval   the evaluation;  make bench   the benchmark;  make lint   the linters"
	@echo "make docs   the generated parts of docs/, written anew;  make pictures   the pictures of the page, taken anew"
	@echo "make lock   requirements.lock from pyproject.toml;  make wheel   the wheel, built and tried"
	@echo "make licences  the licence of each package that is installed with the program"
	@echo "make audit  faults that are known of the packages (needs a network)"
	@echo "make release  dist/ with wheel, sdist and bill of materials (CycloneDX)"

run: $(RUN_STAMP)
	@$(BIN)/planassistent serve

index: $(RUN_STAMP)
	@$(BIN)/planassistent index

test: $(DEV_STAMP)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope $(PYTEST)

test-slow: $(DEV_STAMP)
	@$(BIN)/python -m pytest -m slow $(PYTEST)

eval: $(DEV_STAMP)
	@$(BIN)/python -m eval

bench: $(DEV_STAMP)
	@$(BIN)/python -m eval bench

pictures: $(DEV_STAMP)
	@$(BIN)/python -m pytest -q tests/assistant/web/test_states.py -m slow -k readme
	@cp .pytest_cache/d/pictures/readme/*.png tests/pictures/

lint: docs-current
	@$(BIN)/ruff check . $(SCRIPTS)
	@$(BIN)/ruff format --check . $(SCRIPTS)
	@$(BIN)/mypy
	@$(BIN)/lint-imports

docs-current: $(DEV_STAMP)
	@PYTHONPATH=. $(BIN)/cog --check -r $(GENERATED)

docs: $(DEV_STAMP)
	@PYTHONPATH=. $(BIN)/cog -r $(GENERATED)
	@$(BIN)/python -m docs.shell

licences: $(DEV_STAMP)
	@PYTHONPATH=. $(BIN)/python -m docs.licences

# Faults that are known of what is locked and of torch, by PyPI's advisories: needs a network, and fails without one.
AUDIT := pip-audit==2.10.0 --strict --progress-spinner off --disable-pip --no-deps
audit: $(DEV_STAMP)
	@echo "$(TORCH)" > $(VENV)/torch.lock
	@$(BIN)/uv tool run $(AUDIT) -r $(LOCK) -r $(VENV)/torch.lock

# What a release consists of, in dist/: wheel, sdist, and the bill of materials of what the wheel was tried with.
release: $(DEV_STAMP)
	@RELEASE=dist .ci/wheel

# Built and tried as a stranger would: in a virtual environment that holds nothing else, from a folder of its own.
wheel: $(DEV_STAMP)
	@.ci/wheel

check-python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 is missing. Install it (on Debian: apt install python3 python3-venv)." >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; v = sys.version_info; ok = v[:2] == (3, 11); \
		ok or print("This is Python %d.%d; Planassistenten needs 3.11. Install it, or name it: make PYTHON=/path/to/python3.11" % v[:2], file=sys.stderr); \
		sys.exit(not ok)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python lacks its venv module. On Debian: apt install python3-venv." >&2; exit 1; }

# The stamps are made last, so that what was broken off is done again.
$(VENV_STAMP): | check-python
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUN_STAMP): pyproject.toml $(LOCK) | $(VENV_STAMP)
	@echo "Installing Planassistenten (the first time a few minutes) ..."
	@sed '/^# == development ==/,$$d' $(LOCK) > $(VENV)/program.lock
	@$(PIP) install --quiet --no-deps --require-hashes -r $(VENV)/program.lock
	@$(PIP) install --quiet $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) $(TORCH)
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@$(PIP) install --quiet --no-deps --require-hashes -r $(LOCK)
	@touch $@

lock: $(DEV_STAMP)
	@UPGRADE=$(UPGRADE) $(BIN)/python .ci/lock

clean:
	rm -rf $(VENV) data .pytest_cache .mypy_cache .ruff_cache
