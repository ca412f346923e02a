# Two commands do everything: `make run` and `make test`.
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest

.PHONY: run test lint format texts lock chromium clean

run: $(VENV)/run.stamp
	$(BIN)/samhold run

test: $(VENV)/dev.stamp chromium
	$(PYTEST) --numprocesses 2 --dist loadfile

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Brings the English catalogue up to date with the Danish texts in the code.
texts: $(VENV)/dev.stamp
	$(BIN)/python tools/update_texts.py

# Pins every dependency with its hashes; the files name no host.
lock: $(VENV)/dev.stamp
	$(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --upgrade --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --constraint requirements.lock --output-file requirements-dev.lock

$(VENV)/bin/python:
	sh tools/make-venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

chromium: $(VENV)/dev.stamp
	sh tools/get-chromium $(BIN)/python

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
