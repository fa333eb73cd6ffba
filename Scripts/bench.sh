#!/bin/bash
# bench.sh: the enterprise stack against bare Hummingbird, bare NIO and the peers, one server at a time, interleaved, medians and ratios.
#
#   Scripts/bench.sh            builds, measures, prints a Markdown table
#   Scripts/bench.sh --table    the same, and puts the table into docs/performance.md
#
# Environment: BENCH_ROUNDS (5), BENCH_SECONDS (3), BENCH_CONNECTIONS (32), BENCH_THREADS (1), BENCH_ONLY (a pattern of case names),
# BENCH_BIN (programs already built), BENCH_FLAGS (of swift build), BENCH_PEERS (a folder that ../shared/peers/setup.sh has built).
set -euo pipefail
source "$(dirname "$0")/usage.sh"
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${BENCH_ROUNDS:-5}
peers=$root/../shared/peers
source "$root/Scripts/bench-load.sh"
command -v wrk >/dev/null || { echo "wrk is not installed: apt-get install wrk" >&2; exit 1; }

read -ra flags <<<"${BENCH_FLAGS:---static-swift-stdlib}"
bin=$("$root/Scripts/bench-build.sh" "${flags[@]}")
"$bin/BenchTokens" "$work"

wanted() { [[ -z "${BENCH_ONLY:-}" || $1 =~ ${BENCH_ONLY} ]]; }

# case_ NAME PATH TOKENS [COUNT]: measures the running server, if the case is wanted.
case_() {
    wanted "$1" || return 0
    measure "$1" "http://127.0.0.1:$port$2" "$work/$3.txt" "${4:-}" | tee -a "$work/results.tsv" >&2
}

nexus() {
    port=18201
    rm -f "$work"/audit*
    start $port "$bin/BenchServer" --port $port --audit "$work/audit.jsonl" "$@"
}

enterprise() {
    nexus
    case_ "Nexus, async handler" /profile hs256 1
    case_ "Nexus, async handler, 1,000 tokens" /profile hs256
    case_ "Nexus, on the loop" /immediate hs256 1
    case_ "Nexus, on the loop, fixed bytes" /bytes hs256 1
    case_ "Nexus, 401 no right signature" /profile bad 1
    case_ "Nexus, 401 no right signature, 1,000 tokens" /profile bad
    case_ "Nexus, 403 no right" /profile stranger 1
    case_ "Nexus, 403 no right, 1,000 tokens" /profile stranger
    case_ "Nexus, 429 limited" /limited hs256 1
    stop
}

variants() {
    if wanted "Nexus, RS256, 1,000 tokens"; then
        nexus --algorithm RS256 --public-key "$work/rs256.pem"
        case_ "Nexus, RS256, 1,000 tokens" /profile rs256
        stop
    fi
    if wanted "Nexus, ES256, 1,000 tokens"; then
        nexus --algorithm ES256 --public-key "$work/es256.pem"
        case_ "Nexus, ES256, 1,000 tokens" /profile es256
        stop
    fi
    if wanted "Nexus, durable audit trail"; then
        nexus --durable
        case_ "Nexus, durable audit trail" /profile hs256 1
        stop
    fi
    if wanted "Nexus, no audit trail, fixed bytes"; then
        port=18201
        start $port "$bin/BenchServer" --port $port
        case_ "Nexus, no audit trail, fixed bytes" /bytes hs256 1
        stop
    fi
    if wanted "Nexus, nothing installed"; then
        port=18201
        start $port "$bin/BenchServer" --port $port --bare
        case_ "Nexus, nothing installed" /profile hs256 1
        case_ "Nexus, nothing installed, fixed bytes" /bytes hs256 1
        stop
    fi
}

middleware() {
    port=18204
    rm -f "$work"/audit*
    start $port "$bin/MiddlewareHummingbird" --port $port --audit "$work/audit.jsonl"
    case_ "Nexus as Hummingbird middleware" /profile hs256 1
    case_ "Nexus as Hummingbird middleware, fixed bytes" /bytes hs256 1
    case_ "Nexus as Hummingbird middleware, 401" /profile bad
    stop
}

bare() {
    port=18202
    start $port "$bin/BareHummingbird" $port
    case_ "bare Hummingbird" /profile hs256 1
    case_ "bare Hummingbird, fixed bytes" /bytes hs256 1
    stop
    port=18203
    start $port "$bin/BareNIO" $port
    case_ "bare NIO" /profile hs256 1
    stop
}

# Valid callers beside other valid callers, then beside as many invalid ones: what is left to them.
flood() {
    wanted "flood" || return 0
    local kind url="http://127.0.0.1:18201/profile" rate_hs256 rate_bad
    nexus
    for kind in hs256 bad; do
        wrk -t 1 -c 16 -d "${seconds}s" -s "$root/Benchmarks/wrk/tokens.lua" "$url" -- "$work/$kind.txt" >/dev/null &
        local neighbour=$!
        wrk -t 1 -c 16 -d "${seconds}s" -s "$root/Benchmarks/wrk/tokens.lua" "$url" -- "$work/hs256.txt" >"$work/flood.txt"
        wait "$neighbour"
        printf -v "rate_$kind" '%s' "$(awk '/^Requests\/sec/ { print $2 }' "$work/flood.txt")"
    done
    stop
    awk -v calm="$rate_hs256" -v flood="$rate_bad" 'BEGIN { printf "flood\t%.2f\n", flood / calm }' | tee -a "$work/flood.tsv" >&2
}

peer() {
    local name=$1 started
    wanted "$name" || return 0
    started=$(RPM=6000000 BURST=100000 timeout 30 bash "$peers/run.sh" "$BENCH_PEERS" "$name" 2>/dev/null) || return 0
    read -r server port <<<"$started"
    if kill -0 "$server" 2>/dev/null; then
        case_ "$name" /profile hs256 1
        case_ "$name, 1,000 tokens" /profile hs256
    fi
    kill "$server" 2>/dev/null || true
    server=
}

built_peers=()
for name in go rust haproxy fastapi kailash; do
    case $name in
        go) program=${BENCH_PEERS:-}/go/server ;;
        rust) program=${BENCH_PEERS:-}/rust/target/release/peer ;;
        haproxy) program=$(command -v haproxy || true) ;;
        *) program=${BENCH_PEERS:-}/venv/bin/python ;;
    esac
    if [ -n "${BENCH_PEERS:-}" ] && [ -x "$program" ]; then built_peers+=("$name"); else echo "peer $name: not built, left out" >&2; fi
done

for round in $(seq "$rounds"); do
    echo "round $round of $rounds" >&2
    bare
    middleware
    enterprise
    variants
    flood
    for name in "${built_peers[@]}"; do peer "$name"; done
done

table() {
    echo "| case | CPU µs / request | × bare Hummingbird | × bare NIO | requests / s | p50 µs | p99 µs |"
    echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    awk -F '\t' '
        function median(name, column,    count, i, j, held, values) {
            count = split(column_of[name, column], values, " ")
            for (i = 2; i <= count; i++) for (j = i; j > 1 && values[j] + 0 < values[j - 1] + 0; j--) {
                held = values[j]; values[j] = values[j - 1]; values[j - 1] = held
            }
            return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
        }
        function ratio(value, base) { return base ? sprintf("%.2f", value / base) : "-" }
        !($1 in seen) { seen[$1]; order[++rows] = $1 }
        { for (i = 2; i <= 5; i++) column_of[$1, i] = column_of[$1, i] " " $i }
        END {
            hummingbird = ("bare Hummingbird" in seen) ? median("bare Hummingbird", 2) : 0
            nio = ("bare NIO" in seen) ? median("bare NIO", 2) : 0
            for (row = 1; row <= rows; row++) {
                name = order[row]; used = median(name, 2)
                printf "| %s | %.1f | %s | %s | %d | %d | %d |\n", name, used, ratio(used, hummingbird), ratio(used, nio),
                    median(name, 3), median(name, 4), median(name, 5)
            }
        }
    ' "$work/results.tsv"
    [ -s "$work/flood.tsv" ] || return 0
    echo
    sort -k2 -n -t$'\t' "$work/flood.tsv" | awk -F '\t' '
        { values[NR] = $2 }
        END { printf "Valid callers beside as many with invalid tokens keep %.0f %% of the throughput they have beside valid ones.\n", 100 * values[int((NR + 1) / 2)] }'
}

table | tee "$work/table.md"
if [ "${1:-}" = "--table" ]; then
    page=$root/docs/performance.md
    awk -v table="$work/table.md" '
        /<!-- table:begin -->/ { print; while ((getline line < table) > 0) print line; skip = 1 }
        /<!-- table:end -->/ { skip = 0 }
        !skip || /<!-- table:begin -->/ { if (!/<!-- table:begin -->/) print }
    ' "$page" >"$work/page.md"
    cp "$work/page.md" "$page"
    echo "written into docs/performance.md" >&2
fi
