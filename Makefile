# make run     start Frontdesk with a demo world          make test        everything that is checked
# make setup   only build .venv                            make lint        linters, types, import contracts
# make docs    check the documentation                     make reference   write docs/reference anew
# make bench   measure                                     make pictures    take the documentation's pictures anew
# make lock    lock the requirements anew (needs uv)

ifndef PYTHON
PYTHON := $(shell for name in python3 python python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; done)
endif
BIN := .venv/bin
LOCK := uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-annotate --custom-compile-command "make lock"

.PHONY: run setup test lint docs pictures reference bench lock python test-setup
.NOTPARALLEL:

run: setup
	@exec $(BIN)/frontdesk serve --demo

setup: python
	@$(PYTHON) -m tools.environment run

test-setup: python
	@$(PYTHON) -m tools.environment test

test: test-setup
	@$(BIN)/python -m tools.system_packages
	@$(MAKE) --no-print-directory lint docs
	@echo "pytest"
	@$(BIN)/python -m pytest -n auto --dist worksteal

lint: test-setup
	@echo "ruff check"; $(BIN)/ruff check --quiet
	@echo "ruff format --check"; $(BIN)/ruff format --quiet --check
	@echo "mypy --strict"; $(BIN)/mypy --no-error-summary
	@echo "import contracts"; said=$$($(BIN)/lint-imports 2>&1) || { echo "$$said"; exit 1; }
	@echo "house rules"; $(BIN)/python -m tools.lint

docs: test-setup
	@echo "links in the documentation"; $(BIN)/python -m tools.links
	@echo "reference pages"; $(BIN)/python -m tools.reference --check

reference: test-setup
	@$(BIN)/python -m tools.reference

pictures: test-setup
	@PICTURES=docs $(BIN)/python -m pytest -q tests/browser/test_pictures.py

bench: test-setup
	@$(BIN)/python -m tests.bench.run

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv on the PATH"; exit 1; }
	@cd requirements && $(LOCK) --output-file ../requirements.txt run.in build.in
	@cd requirements && $(LOCK) --constraint ../requirements.txt --output-file ../requirements-test.txt test.in

python:
	@test -n "$(PYTHON)" || { echo "Frontdesk needs Python 3.11 or newer; none was found on the PATH."; exit 1; }
