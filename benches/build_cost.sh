#!/usr/bin/env bash
# What it costs to build the crate: per feature set the crates, and the seconds of a clean release build; then a build
# after a change of the contract, and the size of the released program. CPU seconds are what a busy machine tells best.
# It takes many minutes. Feature sets may be named as arguments, and `rebuild` for what follows them.
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_TARGET_DIR=$(mktemp -d)
export CARGO_TARGET_DIR
copy=$(mktemp -d)
trap 'rm -rf "$CARGO_TARGET_DIR" "$copy"' EXIT

# The seconds that a build may take after a change of the contract.
at_most=15

# The seconds of a command by the clock, then those of the processor.
seconds() {
    local TIMEFORMAT='%0R | %0U' log="$CARGO_TARGET_DIR/build.log"
    mkdir -p "$CARGO_TARGET_DIR"
    if ! { time "$@" >"$log" 2>&1; } 2>&1; then
        cat "$log" >&2
        return 1
    fi
}

crates() {
    cargo tree --locked --no-default-features --features "$1" --edges normal,build --prefix none |
        sed 's/ (\*)$//' | sort -u | wc -l
}

# Builds, changes the document of the copy by one optional field, derives, and measures the build after that.
rebuild() {
    local row='| `media_urls` |' field="| \`zz_$1\` | string | no | \`null\` | - | 2026-11-24 | observed | How it feels. |"
    shift
    seconds "$@" >/dev/null
    sed -i "s/^$row/$field\n&/" docs/relay-connector-contract.md
    seconds cargo run --locked --no-default-features --features contract,cli -- derive >/dev/null
    [[ $(grep -c zz_ schema/v1/relay-contract.schema.json) -gt 0 ]]
    seconds "$@"
}

sets=("$@")
[ $# -gt 0 ] || sets=(contract validate evolution frame relay ws cli default rebuild)

cargo fetch --locked --quiet
if [ "${sets[*]}" != rebuild ]; then
    echo "| features | crates | seconds | CPU seconds |"
    echo "| --- | ---: | ---: | ---: |"
fi
for features in "${sets[@]}"; do
    [ "$features" != rebuild ] || continue
    rm -rf "$CARGO_TARGET_DIR"
    cost=$(seconds cargo build --locked --release --no-default-features --features "$features")
    echo "| \`$features\` | $(crates "$features") | $cost |"
done
[[ " ${sets[*]} " == *" rebuild "* ]] || exit 0

echo
echo "| after a change of the contract | seconds at most | seconds | CPU seconds |"
echo "| --- | ---: | ---: | ---: |"
git ls-files -z | tar --create --null --files-from=- | tar --extract --directory="$copy"
cd "$copy"
cost=$(rebuild unoptimised cargo build --locked)
echo "| unoptimised | $at_most | $cost |"
cost=$(rebuild released cargo build --locked --release)
echo "| released | $at_most | $cost |"
echo
echo "the released program: $(stat -c %s "$CARGO_TARGET_DIR/release/relay-contract") bytes"
