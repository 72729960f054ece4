# `make` lists the targets. All can be run again at any time; what is done is not done twice.

VENV := .venv
BIN := $(VENV)/bin
# which Python makes the virtual environment; empty: the first of 3.11 or newer
PYTHON ?=
PORT ?= 8000
BIND ?= 127.0.0.1:$(PORT)
WEB_CONCURRENCY ?= 2
# the suite on both cores; `make test PYTEST="-x tests/programmes"` runs a part
PYTEST ?= -n 2 --dist loadscope
PURE := $(wildcard programmes/dates.py programmes/money.py programmes/names.py programmes/charts/spans.py articles/claims.py)
PIP := $(BIN)/pip install -qq --disable-pip-version-check --require-hashes --only-binary :all:

export PORT WEB_CONCURRENCY
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev run serve test coverage check bench lock dictionary clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/.installed static/vendor/.copied  ## what the site needs: virtual environment, browser assets

setup-dev: $(VENV)/.installed-dev static/vendor/.copied  ## the same and the tools of test and check

run: setup  ## the site with the demonstration register, for trying and developing (port 8000, or PORT)
	@tools/run.sh "$(BIND)"

serve: setup  ## the site with production settings; wants SECRET_KEY and ALLOWED_HOSTS
	@tools/serve.sh "$(BIND)"

test: setup-dev  ## the whole suite, on PostgreSQL and then on SQLite, in a real browser
	@tools/test.sh $(PYTEST)

coverage: setup-dev  ## which lines the tests without a browser do not reach (SQLite)
	$(BIN)/coverage run -m pytest -q -m "not browser"
	$(BIN)/coverage report

check: setup-dev  ## lint, types, layers, templates, locks, deployment settings, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(PURE)
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/python tools/lock.py check
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" DEBUG=false \
		ALLOWED_HOSTS=register.example.org $(BIN)/python manage.py check --deploy --fail-level WARNING
	DEBUG=true $(BIN)/python manage.py makemigrations --check --dry-run

bench: setup-dev  ## speed at 10,000 programmes on both databases, beside bare SQL and an empty view
	@$(BIN)/python tools/with_postgres.py $(BIN)/python tools/bench.py
	@env -u DATABASE_URL $(BIN)/python tools/bench.py

lock: $(VENV)/.installed-dev  ## write the locks after a change to pyproject.toml or package.json (UPGRADE=1: newest)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/lock.py write $(if $(UPGRADE),--upgrade)
	$(BIN)/python tools/npm.py $(if $(UPGRADE),update --package-lock-only,install --package-lock-only)

dictionary: setup  ## write docs/data-dictionary.md from the models
	$(BIN)/python tools/data_dictionary.py > docs/data-dictionary.md.new && mv docs/data-dictionary.md.new docs/data-dictionary.md

clean:  ## remove what set-up made; the database in var/ stays
	rm -rf $(VENV) node_modules static/vendor var/static .ruff_cache .mypy_cache .pytest_cache .import_linter_cache

# an upgrade of the machine can take away the Python that an environment was made with
ifneq ($(wildcard $(VENV)/.made),)
ifneq ($(shell $(BIN)/python -c 'print("works")' 2>/dev/null),works)
$(shell rm -f $(VENV)/.made)
endif
endif

$(VENV)/.made:
	@tools/venv.sh $(VENV) $(PYTHON)
	@touch $@

$(VENV)/.installed: requirements.txt $(VENV)/.made
	@echo "Installing Python packages ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.made
	@echo "Installing Python packages and the tools of the tests ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

node_modules/.installed: package-lock.json .npmrc $(VENV)/.made
	@echo "Installing browser assets ..."
	@$(BIN)/python tools/npm.py ci --silent
	@touch $@

static/vendor/.copied: node_modules/.installed tools/vendor_assets.py
	@$(BIN)/python tools/vendor_assets.py
	@touch $@
