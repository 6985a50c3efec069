# `make run` and `make test` need only Python 3.11 or later (with venv) and make.

PYTHON ?= python3
PORT ?= 8000
SAMPLE ?= yes
export SITE_URL ?= http://127.0.0.1:$(PORT)

VENV := .venv
BIN := $(VENV)/bin
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml

.PHONY: run test drills lint format lock clean

run: $(VENV)/.runtime ## Start the archive; Ctrl-C stops it.
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@[ "$(SAMPLE)" = no ] || $(BIN)/python manage.py load_sample
	@echo "The archive is at $(SITE_URL)"
	@echo "To make an admin, in another terminal: $(BIN)/python manage.py createsuperuser"
	@exec $(BIN)/gunicorn archive.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 \
		--limit-request-line 8190 --log-level warning

test: $(VENV)/.development ## Run all tests; those of pages need Chromium.
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not drill"

drills: $(VENV)/.development ## Run the slow and destructive tests.
	@$(BIN)/python -m pytest -m drill

lint: $(VENV)/.development ## Check style.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(VENV)/.development ## Mend style.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: ## Pin the newest versions that pyproject.toml allows; needs uv.
	$(COMPILE) --upgrade --output-file requirements.txt
	$(COMPILE) --upgrade --extra dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## Remove the environment; the data in var/ stays.
	rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "The archive needs Python 3.11 or later. Name one: make PYTHON=python3.12 run" >&2; \
		exit 1; }
	@echo "Setting up the environment in $(VENV), once. This takes a minute."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@ $(VENV)/.runtime
