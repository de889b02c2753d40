#!/usr/bin/env bash
# Asks other programs what they read in the calendars that we export, that of the example profile among them: Python's
# icalendar, and ical.js, which is Thunderbird's. Both must find each meeting when we say it is. See tests/ical.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh
source scripts/python.sh

# The time zones are among these versions.
python_with "$PWD/.tools/ical" tests/ical/requirements.txt
python=$PWD/.tools/ical/bin/python
npm --prefix tests/ical ci --no-audit --no-fund --silent

written=$PWD/target/ical
rm -rf "$written"
cargo run --quiet --package cairn-calendar --example icswrite -- "$written"
example=the_example_is_written_for_other_programs
CAIRN_ICS_TO=$written cargo test --quiet --package cairn-app --lib "$example" -- --ignored >&2

# The system's zones may be older than those of the package.
export PYTHONTZPATH=
"$python" tests/ical/expand.py "$written"
node tests/ical/expand.mjs "$written"

# The acceptance check comes with the calendars of other programs.
check=${CAIRN_ICS_CORPUS:-}/../check_ics.py
if [ -z "${CAIRN_ICS_CORPUS:-}" ] || [ ! -f "$check" ]; then
  problem="CAIRN_ICS_CORPUS is not set: exported calendars were NOT checked line by line."
  [ -z "${CI:-}" ] || stop "$problem"
  note "$problem"
  exit 0
fi
for file in "$written"/*.ics; do
  said=$("$python" "$check" "$file") || stop "$(basename "$file") does not pass:" "$said"
done
note "$(find "$written" -name '*.ics' | wc -l) exported calendars pass line by line"
