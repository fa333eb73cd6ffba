# make run    set up what is missing, build, serve the reference API on 127.0.0.1:8000
# make test   set up what is missing, run all tests
# make lint   check the formatting
# make bench  compare with other servers (see docs/performance.md)

SWIFT ?= swift

.PHONY: run test lint bench setup

run: setup
	$(SWIFT) build --product nexus
	@.build/debug/nexus serve

test: setup
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --skip '^NexusRedisTests\.' --skip '^NexusTests\.'
	$(SWIFT) test --skip-build --no-parallel --filter '^NexusRedisTests\.'
	$(SWIFT) test --skip-build --no-parallel --filter '^NexusTests\.'

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Snippets Examples Benchmarks Package.swift

bench: setup
	Scripts/bench.sh --table

setup:
	@Scripts/setup.sh
