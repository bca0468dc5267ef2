# The commands of this repository. Each is a script, so each can be read and run by itself.

.DEFAULT_GOAL := help

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 16

run: ## Build, make a data folder with a small demo, serve http://localhost:8080
	@scripts/run

test: ## Install what tests need and run every check and every test, as CI does
	@scripts/setup test && scripts/check

check: ## The quick half of `make test`: formatting, words, build, unit and service tests
	@scripts/setup test && scripts/check --quick

deb: ## Build the Debian package into dist/
	@scripts/setup run && packaging/build

bench: ## Measure ours beside the peer and the limit, and write Benchmarks/results.md
	@scripts/setup bench && Benchmarks/run

clean: ## Remove what was built; data/ stays
	rm -rf .build .build-release dist .venv

.PHONY: help run test check deb bench clean
