#!/bin/sh
# Drives the docs page of `nexus serve` in headless Chromium: logs in, tries a route that answers 200 and one that answers 403, and fails
# when the page asked anybody else for anything or broke its own content security policy. Leaves a screenshot.
#   Scripts/check-docs-page.sh [SCREENSHOT.png]       NEXUS=path of the nexus binary, PORT=a free port, CHROMIUM=the browser
set -eu
. "$(dirname "$0")/usage.sh"
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
nexus=${NEXUS:-$root/.build/debug/nexus}
port=${PORT:-8765}
screenshot=${1:-$root/.nexus/docs-page.png}

chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$chromium" ] || { echo "check-docs-page: no Chromium is installed (apt-get install chromium); nothing was checked" >&2; exit 0; }
[ -x "$nexus" ] || { echo "check-docs-page: $nexus is missing: swift build --product nexus" >&2; exit 1; }
"$root/Scripts/fetch-swagger-ui.sh"
[ -f "$root/.nexus/swagger-ui/swagger-ui-bundle.js" ] || { echo "check-docs-page: without Swagger UI nothing was checked" >&2; exit 0; }

work=$(mktemp -d)
mkdir -p "$(dirname "$screenshot")"
cd "$work"
NEXUS_DOCS_ASSETS="$root/.nexus/swagger-ui" "$nexus" serve --port "$port" >"$work/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$work"' EXIT HUP INT TERM

for _ in $(seq 100); do
    "$nexus" health --url "http://127.0.0.1:$port/health" >/dev/null 2>&1 && break
    kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
    sleep 0.1
done
python3 "$root/Scripts/docs_page.py" "$chromium" "http://127.0.0.1:$port" "$work/.nexus/demo-password" "$screenshot"
