# Sourced by the bench scripts: starts servers on loopback, puts load on them, and reads what it cost. $work is a folder of their own until they end.

connections=${BENCH_CONNECTIONS:-32}
threads=${BENCH_THREADS:-1}
seconds=${BENCH_SECONDS:-3}
ticks=$(getconf CLK_TCK)
work=$(mktemp -d)
server=
trap 'stop; rm -rf "$work"' EXIT

# wait_for PORT: until something listens there.
wait_for() {
    for _ in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
        sleep 0.1
    done
    echo "nothing listens on port $1" >&2
    return 1
}

# start PORT COMMAND …: runs a server; its process is then in $server.
start() {
    local port=$1
    shift
    "$@" >"$work/server.log" 2>&1 &
    server=$!
    wait_for "$port" || { cat "$work/server.log" >&2; stop; return 1; }
}

stop() {
    [ -n "${server:-}" ] || return 0
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}

# cpu PID: the processor time of a process and its children so far, in microseconds.
cpu() {
    local pid total=0 used
    for pid in $1 $(pgrep -P "$1" || true); do
        used=$(sed 's/^.*) //' "/proc/$pid/stat" 2>/dev/null | awk -v hz="$ticks" '{ printf "%d", ($12 + $13) * 1000000 / hz }') || used=0
        total=$((total + ${used:-0}))
    done
    echo "$total"
}

# rss PID: resident memory in KiB.
rss() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }

# load URL TOKENS COUNT: wrk's report.
load() {
    wrk -t "$threads" -c "$connections" -d "${seconds}s" --latency -s "$root/Benchmarks/wrk/tokens.lua" "$1" -- "$2" "${3:-1000000}"
}

# measure NAME URL TOKENS [COUNT]: one line of "name, CPU microseconds a request, requests a second, p50, p99 (µs), refused %".
measure() {
    local name=$1 url=$2 tokens=$3 count=${4:-} before after
    wrk -t 1 -c "$connections" -d 1s -s "$root/Benchmarks/wrk/tokens.lua" "$url" -- "$tokens" "${count:-1000000}" >/dev/null
    before=$(cpu "$server")
    load "$url" "$tokens" "$count" >"$work/wrk.txt"
    after=$(cpu "$server")
    awk -v name="$name" -v used=$((after - before)) '
        function micros(text) {
            if (text ~ /us$/) return text + 0
            if (text ~ /ms$/) return (text + 0) * 1000
            return (text + 0) * 1000000
        }
        $1 == "50%" { p50 = micros($2) }
        $1 == "99%" { p99 = micros($2) }
        / requests in / { requests = $1 }
        /^Requests\/sec/ { rate = $2 }
        /Non-2xx/ { refused = $NF }
        END { if (requests) printf "%s\t%.1f\t%d\t%d\t%d\t%.0f\n", name, used / requests, rate, p50, p99, 100 * refused / requests }
    ' "$work/wrk.txt"
}
