#!/bin/bash
# bench-instructions.sh [--allocations] [--update] [--server] [PATTERN]: what an operation costs, counted, not timed.
#
# Counts instructions (callgrind), or with --allocations calls of malloc (memcheck), of every case of GateBenchmarks whose name matches
# PATTERN. A case runs twice, short and long; the difference divided by the operations in between is free of start and set-up.
# --server adds one request through the whole server, by each way out. Fails when a count is more than 5 % above its threshold in
# Benchmarks/Thresholds (allocations: above it at all); --update writes the thresholds anew.
#
# Environment: BENCH_BIN (a folder with programs already built), BENCH_JOBS (cases at a time, 2), BENCH_TOLERANCE (percent, 5).
set -euo pipefail
source "$(dirname "$0")/usage.sh"
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
export work bin short=200 long=1200
trap 'rm -rf "$work"' EXIT
command -v valgrind >/dev/null || { echo "valgrind is not installed: apt-get install valgrind" >&2; exit 1; }

tool=instructions update= server= pattern=.
for argument in "$@"; do
    case $argument in
        --allocations) tool=allocations ;;
        --update) update=1 ;;
        --server) server=1 ;;
        -*) echo "bench-instructions: no option $argument; --help lists them" >&2; exit 2 ;;
        *) pattern=$argument ;;
    esac
done
thresholds=$root/Benchmarks/Thresholds/$(uname -m)-$tool.json
built=${BENCH_BIN:-}
if [ -z "$built" ]; then
    NEXUS_BENCHMARKS=1 swift build --package-path "$root" -c release --product GateBenchmarks >&2
    built=$(NEXUS_BENCHMARKS=1 swift build --package-path "$root" -c release --show-bin-path)
fi
programs=("$built/GateBenchmarks")
if [ -n "$server" ]; then
    built=$("$root/Scripts/bench-build.sh")
    programs+=("$built/BenchServer" "$built/BenchTokens")
fi
# Valgrind 3.19 cannot read the debug information that Swift writes; the programs are the same without.
bin=$work/bin
mkdir "$bin"
for program in "${programs[@]}"; do strip --strip-debug -o "$bin/${program##*/}" "$program"; done

# Not counted: what fills millions of buckets or reads long texts, what threads interleave differently each time, and RS256, whose key is made anew.
left_out='000000|random|threads|redact|RS256'

# Hashing without a random seed, so that two runs do the same.
export SWIFT_DETERMINISTIC_HASHING=1
case $tool in
    instructions) export counter="valgrind --tool=callgrind --callgrind-out-file=/dev/null" ;;
    allocations) export counter="valgrind --tool=memcheck --leak-check=no --undef-value-errors=no" ;;
esac

count_of() { sed -n 's/.*Collected : //p; s/.*total heap usage: \([0-9,]*\) allocs.*/\1/p' "$1" | tr -d ,; }

# per_operation NAME: the counts of the short and the long run in files become one line "NAME <tab> COUNT".
per_operation() {
    local file=$work/${1//\//_}
    awk -v name="$1" -v a="$(count_of "$file.short")" -v b="$(count_of "$file.long")" -v n=$((long - short)) \
        'BEGIN { printf "%s\t%.0f\n", name, (b - a) / n }'
}

micro() {
    local file=$work/${1//\//_}
    $counter --log-file="$file.short" "$bin/GateBenchmarks" --only "$1" --iterations "$short"
    $counter --log-file="$file.long" "$bin/GateBenchmarks" --only "$1" --iterations "$long"
    per_operation "$1"
}
export -f count_of per_operation micro

# request NAME PATH TOKENS: requests one after another on one connection.
request() {
    local name=$1 length process port=18299 file=$work/${1//\//_} token
    token=$(head -1 "$work/$3.txt")
    for length in short long; do
        rm -f "$work"/audit*
        $counter --log-file="$file.$length" "$bin/BenchServer" --port $port --audit "$work/audit.jsonl" >"$work/server.log" 2>&1 &
        process=$!
        until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.2; done
        # The fragment is never sent: it only makes curl ask so many times.
        curl -s -o /dev/null -H "Authorization: Bearer $token" "http://127.0.0.1:$port$2#[1-${!length}]"
        kill "$process"
        wait "$process" || true
    done
    per_operation "$name"
}

"$bin/GateBenchmarks" --list | { grep -E "$pattern" || true; } | { grep -vE "$left_out" || true; } |
    xargs -P "${BENCH_JOBS:-2}" -I{} bash -c 'set -e; micro "$1"' _ {} | sort >"$work/counts.tsv"
if [ -n "$server" ]; then
    "$bin/BenchTokens" "$work"
    request server/async /profile hs256 >>"$work/counts.tsv"
    request server/immediate /immediate hs256 >>"$work/counts.tsv"
    request server/bytes /bytes hs256 >>"$work/counts.tsv"
    request server/bad-signature /profile bad >>"$work/counts.tsv"
    request server/forbidden /profile stranger >>"$work/counts.tsv"
    request server/limited /limited hs256 >>"$work/counts.tsv"
fi

if [ -n "$update" ]; then
    awk -F '\t' 'BEGIN { print "{" } { printf "%s  \"%s\": %d", (NR > 1 ? ",\n" : ""), $1, $2 } END { print "\n}" }' \
        "$work/counts.tsv" >"$thresholds"
    cat "$work/counts.tsv"
    exit
fi
touch "$thresholds"
sed -n 's/^ *"\(.*\)": \([0-9]*\).*/\1\t\2/p' "$thresholds" >"$work/thresholds.tsv"
tolerance=${BENCH_TOLERANCE:-5}
[ "$tool" = instructions ] || tolerance=0
awk -F '\t' -v tolerance="$tolerance" '
    NR == FNR { threshold[$1] = $2; next }
    {
        known = $1 in threshold
        allowed = known ? threshold[$1] : "-"
        verdict = "ok"
        if (!known) verdict = "no threshold"
        else if ($2 > allowed * (1 + tolerance / 100)) { verdict = "TOO MUCH"; failed = 1 }
        else if ($2 < allowed * (1 - tolerance / 100)) verdict = "better: lower the threshold with --update"
        printf "%-36s %9d  threshold %9s  %s\n", $1, $2, allowed, verdict
    }
    END { exit failed }
' "$work/thresholds.tsv" "$work/counts.tsv"
