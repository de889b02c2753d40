#!/usr/bin/env bash
# Measures, in a release build, and prints ratios taken in one run. See docs/benchmarks.md.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

scripts/setup.sh bench

# The Python that the calendar is measured beside.
python=$PWD/.tools/bench/bin/python
if ! "$python" -c 'import dateutil, tzdata; assert (dateutil.__version__, tzdata.__version__) == ("4.0.0", "2026.6")' 2>/dev/null; then
  python3 -m venv .tools/bench
  "$python" -m pip install --quiet --disable-pip-version-check python-dateutil==4.0.0 tzdata==2026.6
fi

scripts/ui.sh
stage "a year of reminders" cargo bench -p cairn-domain --bench reminders
stage "the calendar beside others" env CAIRN_BENCH_PYTHON="$python" cargo bench -p cairn-calendar --bench calendar
stage "the store beside SQLite alone" cargo bench -p cairn-store --bench store
stage "the store on its way to other copies" cargo bench -p cairn-store --bench sync
cargo build --release -p cairn-server
stage "10,000 records between two devices" scripts/postgres.sh cargo bench -p cairn-tests --bench sync
stage "500 accounts, for a short time" scripts/load.sh 10
stage "five years of a log" cargo bench -p cairn-server --bench growth
cargo build --release -p cairn --bin cairn --example empty
stage "the start beside an empty window" cargo bench -p cairn-tests --bench start
