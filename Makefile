# Công Minh. `make` alone lists what there is.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed
SPARK_STAMP := .venv-spark/installed

.PHONY: help demo-data test check bench format lock clean
.DEFAULT_GOAL := help

help: ## list these verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

$(STAMP): requirements/base.txt requirements/dev.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Cần Python 3.11 trở lên. / Python 3.11 or later is needed."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên (make PYTHON=python3.12 …). / Python 3.11 or later is needed."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo-data: $(STAMP) ## build the demonstration commune, score its three months, print the last one
	$(BIN)/congminh demo-data

test: $(STAMP) ## all tests: law cases, SQLite, PostgreSQL, DuckDB, Spark (Sail)
	$(BIN)/python -m pytest

check: $(STAMP) ## style, types, the arrow of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(SPARK_STAMP): requirements/spark.txt
	$(PYTHON) -m venv .venv-spark
	.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt
	@touch $@

bench: $(STAMP) $(SPARK_STAMP) ## every measurement we claim, a line each: name, ours, theirs, ratio
	$(BIN)/python -m bench

format: $(STAMP) ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(STAMP) ## renew the pinned requirements (needs uv: .venv/bin/pip install uv)
	for name in base dev spark; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header -o requirements/$$name.txt requirements/$$name.in; done

clean: ## remove what these verbs made
	rm -rf .venv .venv-spark demo-data bench/data dist
