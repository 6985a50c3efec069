# `make run` and `make test` need only Python 3.11 or later (with venv) and make.

PYTHON ?= python3
PORT ?= 8000
SAMPLE ?= yes

VENV := .venv
BIN := $(VENV)/bin
# The shell looks at the Python, for one that is missing or too old cannot run what looks.
INSTALL = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "The archive needs Python 3.11 or later, and $(PYTHON) is missing or older." \
		"Name another: make run PYTHON=python3.12" >&2; exit 2; }; \
	$(PYTHON) -m archive.install
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml

.PHONY: run test drills lint format screenshots lock clean help

run: $(VENV)/.runtime ## Start the archive; PORT=8001 takes another port, SAMPLE=no starts empty.
	@exec $(BIN)/python manage.py serve --port '$(PORT)' --sample '$(SAMPLE)'

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

screenshots: $(VENV)/.development ## Take the pictures in docs/screenshots again; needs Chromium.
	@$(BIN)/python docs/screenshots/take.py

lock: ## Pin the newest versions that pyproject.toml allows; needs uv.
	$(COMPILE) --upgrade --output-file requirements.txt
	$(COMPILE) --upgrade --extra dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## Remove what can be made again; the data in var/ stays.
	@rm -rf $(VENV) var/static .pytest_cache .ruff_cache .hypothesis .coverage
	@find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
	@echo "Removed the environment, caches and built static files. The data in var/ is untouched."

help: ## Show this list.
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 13

$(VENV)/.runtime: requirements.txt $(BIN)/python
	@$(INSTALL) requirements.txt

$(VENV)/.development: requirements-dev.txt $(BIN)/python
	@$(INSTALL) requirements-dev.txt

# Where it is gone, what depends on it is made again.
$(BIN)/python: ;
