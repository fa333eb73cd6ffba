# make run    set up what is missing, build, serve the reference API on 127.0.0.1:8000
# make test   set up what is missing, run all tests
# make lint   check the formatting
# make docs   build the documentation of the products, every warning an error
# make check  try the docs page in a browser, and build and run the examples
# make counts compare instruction counts with their thresholds (see docs/performance.md)
# make bench  compare with other servers (see docs/performance.md)

SWIFT ?= swift

.PHONY: run test lint docs check counts bench setup

run: setup
	$(SWIFT) build --product nexus
	@.build/debug/nexus serve

test: setup
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --skip '^NexusRedisTests\.' --skip '^Nexus(Hummingbird)?Tests\.'
	$(SWIFT) test --skip-build --no-parallel --filter '^NexusRedisTests\.'
	$(SWIFT) test --skip-build --no-parallel --filter '^Nexus(Hummingbird)?Tests\.'

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Snippets Examples Benchmarks Package.swift

docs:
	Scripts/docc.sh

# The examples last: they build in the folder of the package.
check:
	@Scripts/setup.sh chromium
	Scripts/check-docs-page.sh
	Scripts/check-examples.sh

counts:
	@Scripts/setup.sh valgrind
	@if command -v valgrind >/dev/null; then Scripts/bench-instructions.sh; else echo "counts: without valgrind nothing was counted" >&2; fi

bench: setup
	Scripts/bench.sh --table

setup:
	@Scripts/setup.sh
