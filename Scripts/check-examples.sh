#!/bin/sh
# Builds each example as the package it is, against this checkout, and asks it what its README asks.
#   Scripts/check-examples.sh      SCRATCH=one build folder for all of them; PORT is 8000, as in the READMEs
set -eu
. "$(dirname "$0")/usage.sh"
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
scratch=${SCRATCH:-$root/.build}
swift build --scratch-path "$scratch" --product nexus
nexus=$(swift build --scratch-path "$scratch" --show-bin-path)/nexus
JWT_SECRET=$(openssl rand -base64 48)
export JWT_SECRET NEXUS_AUTH_JWT_SECRET="$JWT_SECRET"
base=http://127.0.0.1:8000
work=$(mktemp -d)
server=""
stop() { [ -z "$server" ] || { kill "$server"; wait "$server" || true; server=""; }; }
trap 'stop; rm -rf "$work"' EXIT HUP INT TERM

serve() {
    swift build --package-path "Examples/$1" --scratch-path "$scratch" --product "$1"
    "$(swift build --package-path "Examples/$1" --scratch-path "$scratch" --show-bin-path)/$1" >"$work/log" 2>&1 &
    server=$!
    for _ in $(seq 100); do
        curl -sf "$base/healthz" >/dev/null && return
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    cat "$work/log" >&2
    exit 1
}

token() { (cd "$work" && "$nexus" token --allow-production --sub u1 "$@"); }

# answers STATUS CURL-ARGUMENTS…
answers() {
    expected=$1
    shift
    status=$(curl -s -o "$work/body" -w '%{http_code}' "$@")
    [ "$status" = "$expected" ] || { echo "curl $*: $status, not $expected: $(cat "$work/body")" >&2; exit 1; }
}

serve hello
answers 200 "$base/hello"
answers 401 "$base/profile"
answers 200 "$base/profile" -H "Authorization: Bearer $(token)"
stop

serve plugin
answers 200 -X PUT "$base/maintenance" -H "Authorization: Bearer $(token --role operator --tenant acme)"
sleep 2
answers 503 "$base/readyz"
stop

serve saas
writer=$(token --role writer --tenant acme)
answers 201 "$base/notes" -H "Authorization: Bearer $writer" -H 'Content-Type: application/json' -d '{"text":"Hello"}'
answers 200 "$base/notes" -H "Authorization: Bearer $writer"
grep -q Hello "$work/body"
answers 200 "$base/notes" -H "Authorization: Bearer $(token --role writer --tenant globex)"
grep -q Hello "$work/body" && { echo "saas: a note of another tenant" >&2; exit 1; }
answers 403 "$base/notes" -H "Authorization: Bearer $(token --role writer)"
stop
echo "check-examples: hello, plugin and saas do what their READMEs say"
