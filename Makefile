# `make demo` and `make test` do all of their own set-up, with the newest Python that works here or with PYTHON=...

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
unexport PYTHONDONTWRITEBYTECODE # compiled files make every command start faster

.PHONY: demo test test-all check lint format release site environment system clean

demo: environment
	rm -rf demo
	$(BIN)/autograder demo demo

test: EXTRA_PACKAGES = chromium:chromium 'postgresql:/usr/lib/postgresql/*/bin/initdb'
test: environment # the tests include what `make lint` runs; THOROUGH=1 adds those that repeat promises of others
	$(BIN)/pytest $(if $(THOROUGH),--thorough)

test-all:
	$(MAKE) test THOROUGH=1

check: environment # for daily work: lint, and the tests that start no processes
	$(BIN)/pytest --in-process

lint: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry autograder

format: environment
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

release: export PATH := $(abspath $(BIN)):$(PATH)
release: environment
	$(BIN)/python scripts/update_notebooks.py
	for assignment in $(notdir $(wildcard source/*)); do $(BIN)/nbgrader generate_assignment $$assignment || exit 1; done

site: environment
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

environment: system $(READY)

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || { python="$(or $(PYTHON),$$(scripts/newest-python))" && "$$python" -m venv $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --config-settings editable_mode=compat --editable .
	touch $(READY)

system:
	@./scripts/system-packages bubblewrap:bwrap libseccomp2:lib/libseccomp.so.2 $(EXTRA_PACKAGES)

clean:
	rm -rf $(VENV) demo site .mypy_cache .ruff_cache .pytest_cache .hypothesis
