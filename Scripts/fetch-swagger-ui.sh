#!/bin/sh
# Puts the pinned Swagger UI into .nexus/swagger-ui, for the interactive docs page. Without it the docs are the built-in page,
# so nothing here fails a set-up. The server checks every file again when it starts.
set -eu
. "$(dirname "$0")/usage.sh"

package=drf-spectacular-sidecar
version=2026.10.1
wheel_hash=fe1d005d8ac9b5d0472f2fe5deeb2e7d6dcffaa24118044f22578b4b8c4b31f2
inside=drf_spectacular_sidecar/static/drf_spectacular_sidecar/swagger-ui-dist
hashes='050bc415ee7048dcd881682678f720264e7da5e373f7461d7c58c755305255f7  swagger-ui-bundle.js
1ac324f7dcd27e4b9386b4bd6421271ec147e922a22c05ba24b11515e9aa6321  swagger-ui.css
3ed612f41e050ca5e7000cad6f1cbe7e7da39f65fca99c02e99e6591056e5837  favicon-32x32.png
cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30  LICENSE'

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
target=${1:-$root/.nexus/swagger-ui}

if command -v sha256sum >/dev/null 2>&1; then
    check() { sha256sum -c - >/dev/null 2>&1; }
else
    check() { shasum -a 256 -c - >/dev/null 2>&1; }
fi

complete() { [ -d "$1" ] && (cd "$1" && printf '%s\n' "$hashes" | check); }

without() {
    echo "Swagger UI is not installed ($1): /docs shows the built-in page."
    exit 0
}

complete "$target" && exit 0

python=$(command -v python3) || without 'python3 is absent'
"$python" -m pip --version >/dev/null 2>&1 || without 'pip is absent'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT HUP INT TERM

"$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$work" \
    "$package==$version" >"$work/log" 2>&1 || without 'the package index cannot be reached'
wheel=$(find "$work" -name '*.whl')
printf '%s  %s\n' "$wheel_hash" "$wheel" | check || without 'the downloaded wheel is not the pinned one'

mkdir "$work/ui"
"$python" - "$wheel" "$inside" "$work/ui" <<'PYTHON' || without 'the wheel cannot be unpacked'
import pathlib, sys, zipfile
wheel, inside, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png", "LICENSE"):
        pathlib.Path(target, name).write_bytes(archive.read(f"{inside}/{name}"))
PYTHON
complete "$work/ui" || without 'an unpacked file is not the pinned one'

mkdir -p "$target"
cp "$work/ui"/* "$target"/
echo "Swagger UI is installed in $target."
