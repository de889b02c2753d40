#!/usr/bin/env bash
# 500 accounts and 50 pushes a second against 1, 2 and 4 servers on one PostgreSQL that waits for its disk. See
# docs/scale.md.
#
# usage: load.sh [SECONDS]   how long each of the three runs lasts; 60 without
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

scripts/setup.sh bench
cargo build --release -p cairn-server
export CAIRN_LOAD_SECONDS=${1:-60} CAIRN_POSTGRES=durable
scripts/postgres.sh cargo bench -p cairn-tests --bench load
