#!/usr/bin/env bash
# Looks for text and bytes that the readers of what others send stumble over: calendars, rules, ops, the sharing formats.
#
# usage: fuzz.sh [SECONDS]   for each target; 60 when not said. What is found is kept in the fuzz folder of the crate.
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
root=$PWD
fuzz_crate() { # CRATE SECONDS TARGET…
  cd "$root/crates/$1"
  for target in "${@:3}"; do
    mkdir -p "fuzz/corpus/$target"
    stage "fuzzing: $target" "$fuzz" fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" \
      -- -max_total_time="$2" -timeout=5 -verbosity=0
  done
}
fuzz_crate calendar "${1:-60}" calendar_file rule
fuzz_crate crypto "${1:-60}" frame statement epoch_record packet invite_link exchange_file
fuzz_crate replica "${1:-60}" batch ops
