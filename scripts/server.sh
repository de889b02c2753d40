#!/usr/bin/env bash
# Runs a program server for development on a folder of its own. What follows is passed on to `serve`.
#
# usage: server.sh [--name HOST] [--database postgres://…] …
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

command -v cargo >/dev/null || stop "Cairn needs Rust 1.90 or newer, and there is none." "https://rustup.rs installs it."
data=${CAIRN_DATA:-$PWD/target/server}
cargo build --quiet -p cairn-server
note "data in $data; another terminal makes a link: target/debug/cairn-server invite --data $data"
exec target/debug/cairn-server serve --data "$data" --listen "${CAIRN_LISTEN:-127.0.0.1:8470}" "$@"
