#!/usr/bin/env bash
# Opens the app on a throwaway profile with the demo mentorship. Without a display, a machine walks through the
# main journey instead and leaves a picture of each step in target/demo.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" != Linux ]; then
  scripts/setup.sh run
  scripts/ui.sh
  cargo build -p cairn
  profile=$(mktemp -d)
  trap 'rm -rf "$profile"' EXIT
  note "the demo lives in $profile and is gone when you quit"
  target/debug/cairn --profile "$profile" --demo
else
  note "there is no display here, so the main journey is run and pictured instead"
  scripts/setup.sh test
  scripts/ui.sh
  tests=(-p cairn -p cairn-tests --features cairn/testing)
  cargo test "${tests[@]}" --no-run
  mkdir -p target/demo
  CAIRN_PICTURES=$PWD/target/demo cargo test "${tests[@]}" --test e2e -- --nocapture --test-threads 1 main_journey::main_journey
  note "the pictures are in target/demo:"
  ls target/demo >&2
fi
