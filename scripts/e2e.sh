#!/usr/bin/env bash
# Runs the end-to-end tests on the real app, on displays of their own. Arguments are parts of names.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh test
scripts/ui.sh
cargo build -p cairn-server --bin cairn-server
cargo test -p cairn -p cairn-tests --features cairn/testing --no-run
cargo test -p cairn -p cairn-tests --features cairn/testing --test e2e -- --test-threads "${CAIRN_E2E_THREADS:-2}" "$@"
