#!/bin/bash
# bench-growth.sh: memory of an idle connection, memory of a limiter's bucket, and a request's cost with few and with many routes and roles.
#
# Environment: BENCH_CONNECTIONS_IDLE (2000), BENCH_GROWTH (1000: many routes, roles and permissions), BENCH_BIN and BENCH_GATE (folders with programs already built), BENCH_SECONDS (3).
set -euo pipefail
source "$(dirname "$0")/usage.sh"
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/Scripts/bench-load.sh"
bin=$("$root/Scripts/bench-build.sh" --static-swift-stdlib)
"$bin/BenchTokens" "$work"
idle=${BENCH_CONNECTIONS_IDLE:-2000}
port=18204
ulimit -n $((idle + 256))

start $port "$bin/BenchServer" --port $port
token=$(head -1 "$work/hs256.txt")
ask() { printf 'GET /profile HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n' "$token" >&"$1"; read -r _ <&"$1"; }
open=()
connect() {
    local number connection
    for ((number = 0; number < $1; number++)); do
        exec {connection}<>"/dev/tcp/127.0.0.1/$port"
        ask "$connection"
        open+=("$connection")
    done
}
connect 200
before=$(rss "$server")
connect $((idle - 200))
after=$(rss "$server")
echo "idle connection after one request: $(((after - before) * 1024 / (idle - 200))) bytes of resident memory ($idle connections)"
for connection in "${open[@]}"; do exec {connection}>&-; done
stop

gate=${BENCH_GATE:-$bin}
if [ -x "$gate/GateBenchmarks" ]; then
    base=$("$gate/GateBenchmarks" --only limit/take/1000 --iterations 1 --peak-memory)
    for keys in 1000000 10000000; do
        peak=$("$gate/GateBenchmarks" --only "limit/take/$keys" --iterations 1 --peak-memory)
        echo "limiter with $keys buckets: $(((peak - base) * 1024 / keys)) bytes a bucket at its peak"
    done
fi

for round in 1 2 3; do
    for growth in 5 "${BENCH_GROWTH:-1000}"; do
        start $port "$bin/BenchServer" --port $port --growth "$growth"
        measure "$growth further routes, roles and permissions" "http://127.0.0.1:$port/profile" "$work/hs256.txt" 1
        stop
    done
done | sort | awk -F '\t' '{ cost[$1] = cost[$1] " " $2 } END { for (name in cost) print name ": CPU µs a request" cost[name] }'
