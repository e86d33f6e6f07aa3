#!/usr/bin/env bash
# What it costs to build the crate: per feature set the crates and the seconds of a clean release build, then the
# seconds of a build after a change of the contract, and the size of the released program. It takes many minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_TARGET_DIR=$(mktemp -d)
export CARGO_TARGET_DIR
contract=schema/v1/relay-contract.schema.json
trap 'rm -rf "$CARGO_TARGET_DIR"' EXIT

seconds() {
    local start
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    awk -v from="$start" -v to="$(date +%s%N)" 'BEGIN { printf "%.0f", (to - from) / 1e9 }'
}

crates() {
    cargo tree --locked --no-default-features --features "$1" --edges normal,build --prefix none |
        sed 's/ (\*)$//' | sort -u | wc -l
}

cargo fetch --locked --quiet
echo "| features | crates | clean release build |"
echo "| --- | ---: | ---: |"
for features in "${@:-contract validate frame relay default}"; do
    for feature in $features; do
        rm -rf "$CARGO_TARGET_DIR"
        echo "| \`$feature\` | $(crates "$feature") | $(seconds cargo build --locked --release --no-default-features --features "$feature") s |"
    done
done

if [ -x "$CARGO_TARGET_DIR/release/relay-contract" ]; then
    # A change of the document changes both bundles; the time stamp is enough for the build script.
    touch "$contract"
    echo
    echo "build after a change of the contract: $(seconds cargo build --locked --release) s"
    echo "the released program: $(stat -c %s "$CARGO_TARGET_DIR/release/relay-contract") bytes"
fi
