#!/bin/sh
# Builds the documentation of all products. Fails on every warning, such as a link that leads nowhere, and on a public symbol that no page
# names.
#   Scripts/docc.sh [FOLDER]      FOLDER gets an archive for each product; .build/docc by default. SCRATCH=the build folder
set -eu
. "$(dirname "$0")/usage.sh"
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
scratch=${SCRATCH:-.build}
archives=${1:-$scratch/docc}
docc=$(command -v docc || echo "$(dirname "$(readlink -f "$(command -v swift)")")/docc")
[ -x "$docc" ] || { echo "docc: the toolchain has no docc; nothing was checked" >&2; exit 0; }

swift package --scratch-path "$scratch" dump-symbol-graph --minimum-access-level public --skip-synthesized-members >/dev/null 2>&1 ||
    swift package --scratch-path "$scratch" dump-symbol-graph
bin=$(swift build --scratch-path "$scratch" --show-bin-path)
graphs=$(dirname "$bin")/symbolgraph
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT HUP INT TERM
rm -rf "$archives"
mkdir -p "$archives"

failed=""
for product in NexusCore NexusAuth NexusRedis NexusSQLite Nexus NexusHummingbird NexusTesting; do
    mkdir "$work/$product"
    cp "$graphs/$product.symbols.json" "$graphs/$product"@*.symbols.json "$work/$product" 2>/dev/null || true
    "$docc" convert "Sources/$product/$product.docc" --additional-symbol-graph-dir "$work/$product" \
        --fallback-display-name "$product" --fallback-bundle-identifier "$product" \
        --warnings-as-errors --output-path "$archives/$product.doccarchive" || failed="$failed $product"
    page=$archives/$product.doccarchive/data/documentation/$(echo "$product" | tr '[:upper:]' '[:lower:]').json
    headless=$(grep -oE '\{[^{}]*"generated":true[^{}]*\}' "$page" 2>/dev/null | grep -oE '\\/[^\\/"]+"' | tr -d '\\/"' | tr '\n' ' ')
    if [ -n "$headless" ]; then
        echo "docc: $product.docc leaves a public symbol without a heading: $headless" >&2
        failed="$failed $product"
    fi
done
[ -z "$failed" ] || { echo "docc: not documented as it should be:$failed" >&2; exit 1; }
echo "docc: $archives"
