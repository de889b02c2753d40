#!/usr/bin/env bash
# Measures, in a release build, and prints ratios taken in one run. See docs/benchmarks.md.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

scripts/setup.sh test
scripts/ui.sh
stage "a year of reminders" cargo bench -p cairn-domain --bench reminders
stage "the store beside SQLite alone" cargo bench -p cairn-store --bench store
cargo build --release -p cairn --bin cairn --example empty
stage "the start beside an empty window" cargo bench -p cairn-tests --bench start
