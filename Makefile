# Two commands for a fresh machine: `make demo` and `make test`. The rest is for developers.

SWIFT ?= swift
# How the release program is linked.
LINKING ?= $(shell Scripts/release-flags)

.PHONY: demo build test test-packages worlds bench fuzz lint format arrows docs release install-packages clean

demo: release ## The main job on a real repository, from pull request to expiry.
	Scripts/demo

# What `--version` names; of a tree with changes nobody could say what it was built from.
release bench: export COUNTERSIGN_COMMIT = $(shell git diff --quiet HEAD -- Sources Package.swift 2>/dev/null && git rev-parse --short=12 HEAD)
release:
	@Scripts/install-packages
	$(SWIFT) build -c release --product countersign $(LINKING)

build:
	@Scripts/install-packages
	$(SWIFT) build --build-tests

test: ## All tests; installs what they need.
	@Scripts/install-packages --tests
	@Scripts/test-tools
	@Scripts/test

test-packages: release ## What builds packages and whole systems; the release workflow runs it.
	Scripts/demo
	.build/release/countersign --version | grep -q "(commit "

# How many worlds from seeds hold the forecasts to the run.
WORLDS ?= 500
worlds: ## What commands foretell against what runs do, and a plain model of governance, in worlds from seeds.
	@Scripts/install-packages
	COUNTERSIGN_WORLDS=$(WORLDS) $(SWIFT) test --filter 'ForecastWorldTests|GovernanceWorldTests|NoiseWorldTests'

bench: release ## The figures of the README, next to their peers, in one run.
	$(SWIFT) build -c release --product Benchmarks $(LINKING)
	.build/release/Benchmarks

# How long each parser is fuzzed.
SECONDS ?= 60
fuzz: ## Fuzz each parser of bytes from outside.
	@Scripts/install-packages
	Scripts/fuzz $(SECONDS)

lint: ## What CI checks about the text of the code.
	$(SWIFT) format lint --strict --recursive Package.swift Benchmarks Fuzz Sources Tests

format:
	$(SWIFT) format --in-place --recursive Package.swift Benchmarks Fuzz Sources Tests

arrows: ## No room imports more than DESIGN.md lets it.
	Scripts/check-arrows

docs: ## Every link and every quoted file of the documentation exists.
	Scripts/check-docs

clean:
	$(SWIFT) package clean
