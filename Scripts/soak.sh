#!/bin/bash
# soak.sh: floods a server of its own on loopback, and checks that its memory comes back each time.
#
# usage: Scripts/soak.sh [NEXUS]     NEXUS: the program (.build/release/nexus, else .build/debug/nexus)
#
# For each flood it prints the resident memory before, at most, and after, in MiB. It fails when the server does not answer any more, or
# keeps more than SOAK_BOUND MiB (32) above what it had before the first flood. SOAK_SCALE (1) multiplies the size of the floods,
# SOAK_PORT (18400) is the port. Needs python3; the floods of HTTP/2 need openssl too.
set -euo pipefail
source "$(dirname "$0")/usage.sh"
root=$(cd "$(dirname "$0")/.." && pwd)
nexus=${1:-}
for built in release debug; do
    [ -n "$nexus" ] || [ ! -x "$root/.build/$built/nexus" ] || nexus=$root/.build/$built/nexus
done
[ -x "$nexus" ] || { echo "no program: build it with 'swift build -c release --product nexus', or name one" >&2; exit 2; }
nexus=$(realpath "$nexus")
command -v python3 >/dev/null || { echo "soak.sh needs python3" >&2; exit 2; }

work=$(mktemp -d)
server=
port=${SOAK_PORT:-18400}
source "$root/Scripts/bench-load.sh"
trap 'stop; rm -rf "$work"' EXIT

cat >"$work/nexus.yaml" <<YAML
api_host: 127.0.0.1
api_port: $port
log_level: error
rate_limit: 10000000
auth:
  jwt: {secret: "$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')"}
  rate_limit: {requests_per_minute: 10000000, burst_size: 1000000}
  audit: {path: $work/audit.jsonl}
limits: {header_timeout: 3s, idle_timeout: 5s, write_timeout: 3s, max_connections_per_address: 5000}
database: $work/nexus.db
YAML

cd "$work"
ulimit -n "$(ulimit -Hn)"
status=0
start "$port" "$nexus" serve --config "$work/nexus.yaml"
python3 "$root/Scripts/soak-floods.py" "$port" "$server" http1 || status=$?
stop
if command -v openssl >/dev/null; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
        -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
    echo "tls: {certificate: $work/cert.pem, private_key: $work/key.pem}" >>"$work/nexus.yaml"
    start "$port" "$nexus" serve --config "$work/nexus.yaml"
    python3 "$root/Scripts/soak-floods.py" "$port" "$server" http2 || status=$?
    stop
fi
exit "$status"
