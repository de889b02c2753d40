#!/usr/bin/env bash
# Measures, in a release build, and prints ratios taken in one run. See docs/benchmarks.md.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh test
scripts/ui.sh
cargo bench --workspace --exclude cairn --bench '*'
