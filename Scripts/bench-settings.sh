#!/bin/bash
# bench-settings.sh: CPU microseconds a request with a setting's default and with what else it can be, interleaved, medians.
#
# Environment: BENCH_ROUNDS (5), BENCH_SECONDS (3), BENCH_BIN (programs already built), BENCH_ONLY (a pattern of settings), BENCH_OTHER (folders, each
# with a BenchServer that was built with other flags, to be compared too under the folder's name).
set -euo pipefail
source "$(dirname "$0")/usage.sh"
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/Scripts/bench-load.sh"
bin=$("$root/Scripts/bench-build.sh" --static-swift-stdlib)
"$bin/BenchTokens" "$work"
port=18205

# setting NAME PROGRAM [FLAG …]: a request whose handler waits, and one that is answered on the loop.
setting() {
    local name=$1 program=$2
    shift 2
    [[ $name =~ ${BENCH_ONLY:-} ]] || return 0
    rm -f "$work"/audit*
    start $port "$program" --port $port --audit "$work/audit.jsonl" "$@"
    measure "$name, async handler" "http://127.0.0.1:$port/profile" "$work/hs256.txt" 1
    measure "$name, on the loop" "http://127.0.0.1:$port/immediate" "$work/hs256.txt" 1
    stop
}

for round in $(seq "${BENCH_ROUNDS:-5}"); do
    setting "defaults" "$bin/BenchServer"
    for loops in 1 2 4; do setting "event loops: $loops" "$bin/BenchServer" --loops $loops; done
    setting "handlers on Swift's pool" "$bin/BenchServer" --executor concurrent_pool
    for folder in ${BENCH_OTHER:-}; do setting "build: $(basename "$folder")" "$folder/BenchServer"; done
done | sort -t$'\t' -k1,1 -k2,2n | awk -F '\t' '
    function tell() { if (name) printf "%-40s %6.1f us   %8d / s\n", name, cost[int((count + 1) / 2)], rate[int((count + 1) / 2)] }
    $1 != name { tell(); name = $1; count = 0 }
    { cost[++count] = $2; rate[count] = $3 }
    END { tell() }'
