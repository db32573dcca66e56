# Porte-voix: `make` alone says what can be made.

PYTHON ?= python3
PORT ?= 8000
DATABASE ?= var/portevoix.sqlite3
BASE_URL ?= http://127.0.0.1:$(PORT)
WORKERS ?= 2
VENV := .venv
MINISTACK := .venv-ministack
BIN := $(VENV)/bin
NODE := tests/browser/node_modules
LIGHTHOUSE := tests/browser/lighthouse/node_modules

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export DATABASE BASE_URL

.DEFAULT_GOAL := help
.PHONY: help run test test-browser lint audit package rehearse deploy destroy clean
.PHONY: screenshots lighthouse browser-needs installed chaos soak fuzz
.PHONY: bench bench-traffic bench-fairness bench-cold bench-scale bench-forecast bench-kit bench-sign-in

help: ## Says what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  Settings: PYTHON=$(PYTHON) PORT=$(PORT) DATABASE=$(DATABASE) WORKERS=$(WORKERS)"

run: $(VENV)/.installed ## Serves the demo campaign on http://127.0.0.1:8000, set-up included
	$(BIN)/python -m chalicelib demo
	$(BIN)/python -m chalicelib serve --port $(PORT)

test: $(VENV)/.installed $(MINISTACK)/.installed ## Runs every test, set-up included
	$(BIN)/python -m pytest -n $(WORKERS)

test-browser: browser-needs $(VENV)/.installed-browser $(NODE)/.installed ## Holds the pages in Chromium (Debian: chromium, default-jre-headless, npm)
	$(BIN)/python -m pytest tests/browser -n $(WORKERS)

screenshots: browser-needs $(VENV)/.installed-browser ## Takes the pictures of docs/screenshots anew
	$(BIN)/python -m scripts.screenshots

lighthouse: browser-needs $(VENV)/.installed-browser $(LIGHTHOUSE)/.installed ## Says what Lighthouse thinks of the public pages; fails below 98
	$(BIN)/python -m scripts.lighthouse

lint: $(VENV)/.installed ## Checks style, types and the one-way rule between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: $(VENV)/.installed ## Looks for known holes in what is installed, and for risky code
	$(BIN)/bandit --quiet --recursive --severity-level medium --confidence-level medium \
	  chalicelib deploy app.py
	$(BIN)/python -m scripts.audit

package: $(VENV)/.installed ## Makes build/deployment.zip and build/template.json, for AWS
	$(BIN)/python -m deploy package

rehearse: $(VENV)/.installed $(MINISTACK)/.installed ## Deploys to an emulator of AWS and tries everything
	$(BIN)/python -m pytest tests/rehearsal -v

deploy: $(VENV)/.installed ## Deploys to AWS: make deploy STAGE=prod, by .chalice/prod.toml
	$(BIN)/python -m deploy deploy $(STAGE)

destroy: $(VENV)/.installed ## Takes a deployment away, keeps its tables: make destroy STAGE=prod
	$(BIN)/python -m deploy destroy $(STAGE)

bench: $(VENV)/.installed ## Measures all there is in half an hour, and writes bench/report.md (ONLY="redirects cold" some)
	$(BIN)/python -m bench.report $(ONLY)

bench-traffic: $(VENV)/.installed ## Says how well people are told from machines, and what it costs
	$(BIN)/python -m bench.traffic

bench-fairness: $(VENV)/.installed ## Says which simulated days the fairness report flags
	$(BIN)/python -m bench.fairness

bench-cold: $(VENV)/.installed ## Measures a cold start beside the barest handler's
	$(BIN)/python -m bench.cold

bench-scale: $(VENV)/.installed ## Says what a busy petition asks of each partition, and costs
	$(BIN)/python -m bench.scale

bench-kit: $(VENV)/.installed-bench ## Photographs every print of a kit by simulation and reads it (KIT=folder)
	$(BIN)/python -m bench.kit $(KIT)
	$(BIN)/python -m bench.flyers

bench-forecast: $(VENV)/.installed ## Says how well forecasts hold on simulated petitions
	$(BIN)/python -m bench.forecast

bench-sign-in: $(VENV)/.installed ## Says whether the time of an answer tells who is a member
	$(BIN)/python -m bench.sign_in

chaos: $(VENV)/.installed ## Breaks the product on purpose until it holds: half an hour, or MINUTES=1 of killing processes
	$(BIN)/python -m bench.chaos --minutes $(or $(MINUTES),10)

soak: $(VENV)/.installed ## An hour of mixed traffic with faults (or MINUTES=1): exact, and memory flat
	$(BIN)/python -m bench.soak --minutes $(or $(MINUTES),60)

fuzz: $(VENV)/.installed ## Looks for what breaks parsers and doors, with new examples each time
	$(BIN)/python -m pytest tests/fuzz --hypothesis-profile=fuzz -q

clean: ## Deletes what was installed and cached; never the data in var/
	rm -rf $(VENV) $(MINISTACK) $(NODE) $(LIGHTHOUSE) build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

installed: browser-needs $(VENV)/.installed-browser $(MINISTACK)/.installed $(NODE)/.installed # All that tests need

# A stamp is younger than what it was made from, so a second run starts at once.

$(VENV)/.installed: requirements.txt requirements-dev.txt
	@$(call make-venv,$(VENV))
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed requirements-bench.txt
	$(BIN)/python -m pip install --quiet -r requirements-bench.txt
	@touch $@

$(VENV)/.installed-browser: $(VENV)/.installed requirements-browser.txt
	$(BIN)/python -m pip install --quiet -r requirements-browser.txt
	@touch $@

$(NODE)/.installed: tests/browser/package.json tests/browser/package-lock.json
	npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# By its own version alone: npm cannot write down all that it depends on so as to read it again.
$(LIGHTHOUSE)/.installed: tests/browser/lighthouse/package.json
	npm install --prefix tests/browser/lighthouse --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Before anything is installed, and in one line: what only the system can give.
browser-needs:
	@missing=; for one in chromium java npm; do \
	  command -v $$one >/dev/null || missing="$$missing $$one"; done; \
	test -z "$$missing" || { echo "the browser's tests need$$missing: on Debian," \
	  "apt-get install chromium default-jre-headless npm" >&2; exit 1; }

$(MINISTACK)/.installed: requirements-ministack.txt
	@$(call make-venv,$(MINISTACK))
	$(MINISTACK)/bin/python -m pip install --quiet -r requirements-ministack.txt
	@touch $@

define make-venv
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo "Porte-voix needs Python 3.11 or newer, and '$(PYTHON)' is not it:" \
    "install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }; \
test -x $(1)/bin/python || $(PYTHON) -m venv $(1)
endef
