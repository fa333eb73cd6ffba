#!/bin/bash
# bench-build.sh [FLAG …]: builds the benchmarks for release and prints the folder with the programs.
# Flags go to `swift build`. BENCH_BIN names a folder with programs that are already built; then nothing is done.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
if [ -n "${BENCH_BIN:-}" ]; then
    echo "$BENCH_BIN"
    exit
fi
swift build --package-path "$root/Benchmarks" -c release "$@" >&2
swift build --package-path "$root/Benchmarks" -c release "$@" --show-bin-path
