#!/usr/bin/env bash
# Runs the end-to-end tests on the real app, on displays of their own. Arguments are parts of names.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh test
scripts/ui.sh
cargo build --workspace --features cairn/testing
cargo test -p cairn-tests --test e2e -- --test-threads "${CAIRN_E2E_THREADS:-2}" "$@"
