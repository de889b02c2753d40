#!/usr/bin/env bash
# Looks for text that the reader of calendars or of rules stumbles over.
#
# usage: fuzz.sh [SECONDS]   for each target; 60 when not said. What is found is kept in crates/calendar/fuzz.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

version=0.13.2
fuzz=$PWD/.tools/fuzz/bin/cargo-fuzz
[ "$("$fuzz" --version 2>/dev/null)" = "cargo-fuzz $version" ] ||
  cargo install --quiet --locked --root .tools/fuzz --version "$version" cargo-fuzz

# Without a sanitizer, for there is no unsafe code of ours; what cargo-fuzz asks of the compiler beyond that needs
# a nightly one, or this word to a stable one.
export RUSTC_BOOTSTRAP=1
cd crates/calendar
for target in calendar_file rule; do
  mkdir -p "fuzz/corpus/$target"
  stage "fuzzing: $target" "$fuzz" fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" \
    -- -max_total_time="${1:-60}" -timeout=5 -verbosity=0
done
