#!/usr/bin/env bash
# Writes ui/src/bindings and crates/app/src/command_names.rs from the list of commands in Rust.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh build
CAIRN_WRITE_BINDINGS=1 cargo test --quiet -p cairn-app bindings_are_up_to_date
