#!/bin/bash
# bench-redis.sh: decisions a second of the limit store in Redis against what redis-benchmark gets out of the same Redis with the same
# script, the same number of connections and the same pipelining; interleaved rounds, medians, ratios.
#
# "loop": callers run on the event loop, as the server's tasks do. "pool": callers run on Swift's concurrency pool.
#
# Environment: BENCH_ROUNDS (7), BENCH_DECISIONS (200000), BENCH_KEYS (100000), BENCH_PIPELINE (32), BENCH_BIN (a folder with programs
# already built).
set -euo pipefail
source "$(dirname "$0")/usage.sh"
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${BENCH_ROUNDS:-7} decisions=${BENCH_DECISIONS:-200000} keys=${BENCH_KEYS:-100000} pipeline=${BENCH_PIPELINE:-32}
for program in redis-server redis-cli redis-benchmark; do
    command -v $program >/dev/null || { echo "$program is not installed: apt-get install redis-server redis-tools" >&2; exit 1; }
done
work=$(mktemp -d)
server=
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true; }
trap 'stop; rm -rf "$work"' EXIT
bin=$("$root/Scripts/bench-build.sh" --static-swift-stdlib)

# Another port when somebody else has the first.
for port in $(shuf -i 20000-29999 -n 20); do
    redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$work" >"$work/redis.log" 2>&1 &
    server=$!
    for _ in $(seq 50); do
        sleep 0.1
        kill -0 "$server" 2>/dev/null || break
        [ "$(redis-cli -p "$port" ping 2>/dev/null)" = PONG ] && break 2
    done
    stop
    server=
done
[ -n "$server" ] || { cat "$work/redis.log" >&2; exit 1; }

# The script as the store sends it: the Swift literal without its indentation.
awk '/static let source = """/ { on = 1; next } on && /"""/ { exit } on { sub(/^        /, ""); print }' \
    "$root/Sources/NexusRedis/RateLimit/LimitScript.swift" >"$work/limit.lua"
hash=$(redis-cli -p "$port" -x script load <"$work/limit.lua")

# raw CONNECTIONS: requests a second of redis-benchmark, with keys like the store's.
raw() {
    redis-benchmark -p "$port" -c "$1" -P "$pipeline" -n "$decisions" -r "$keys" --csv \
        EVALSHA "$hash" 1 'nexus:rl:{default:u:=https%3a//id.example.com/:=acme:__rand_int__}' 600 650 2>/dev/null |
        tail -1 | awk -F '","|"' '{ printf "%d\n", $3 }'
}

ours() { "$bin/RedisBench" --port "$port" --pipeline "$pipeline" --decisions "$decisions" --keys "$keys" "$@"; }

for round in $(seq "$rounds"); do
    echo "round $round of $rounds" >&2
    for connections in 1 2; do
        printf 'raw %s\t%s\t-\n' $connections "$(raw $connections)" >>"$work/results.tsv"
        printf 'loop %s\t%s\n' $connections "$(ours --connections $connections)" >>"$work/results.tsv"
        printf 'pool %s\t%s\n' $connections "$(ours --connections $connections --pool)" >>"$work/results.tsv"
    done
done

echo "| callers | connections | decisions / s | × redis-benchmark | CPU µs / decision |"
echo "| --- | ---: | ---: | ---: | ---: |"
awk -F '\t' '
    function median(list,    count, i, j, held, values) {
        count = split(list, values, " ")
        for (i = 2; i <= count; i++) for (j = i; j > 1 && values[j] + 0 < values[j - 1] + 0; j--) {
            held = values[j]; values[j] = values[j - 1]; values[j - 1] = held
        }
        return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
    }
    { rates[$1] = rates[$1] " " $2; cpu[$1] = cpu[$1] " " $3 }
    END {
        for (connections = 1; connections <= 2; connections++) {
            raw = median(rates["raw " connections])
            printf "| redis-benchmark | %d | %d | 1.00 | - |\n", connections, raw
            for (i = split("loop pool", kinds, " "); i >= 1; i--) {
                name = kinds[i] " " connections; rate = median(rates[name])
                printf "| %s | %d | %d | %.2f | %.2f |\n", kinds[i], connections, rate, rate / raw, median(cpu[name])
            }
        }
    }' "$work/results.tsv"
