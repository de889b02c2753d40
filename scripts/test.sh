#!/usr/bin/env bash
# Runs the tests. `test.sh quick` runs those that need neither a window nor system libraries.
#
# The stages share one target folder and one set of features, so that everything is compiled once for the lints
# and once for the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

started=$SECONDS
quick=${1:-}
desktop=(--workspace --features cairn/testing)

# The calendars of other programs are not part of the repository; where they are, they are read too.
if [ -z "${CAIRN_ICS_CORPUS:-}" ] && [ -d ../shared/calendar/ics ]; then
  CAIRN_ICS_CORPUS=$(cd ../shared/calendar/ics && pwd)
  export CAIRN_ICS_CORPUS
fi

# The server's tests want a PostgreSQL and a store that speaks S3. The quick half does without, and says so; under CI it has them too.
beside=(scripts/postgres.sh scripts/s3.sh)
[ "$quick" != quick ] || [ -n "${CI:-}" ] || beside=(env)

interface() {
  npm --prefix ui ci --no-audit --no-fund
  npm --prefix ui run check
  npm --prefix ui test
  npm --prefix ui run build
}

# Time is Rust's: what the interface shows of it comes as words and numbers. Nothing is excepted.
no_time_in_the_interface() {
  local found own='\bDate *[.(]|\bnew +Date\b|: *Date\b|\bIntl\b|\btoLocale[A-Z]|\bTemporal\b' others="from '(dayjs|luxon|moment|date-fns)"
  found=$(grep -rnE "$own|$others" ui/src ui/index.html --include='*.ts' --include='*.js' --include='*.svelte' --include='*.html' || true)
  [ -z "$found" ] || stop "the interface reckons with time by itself:" "$found"
}

# cargo-nextest where it is installed, for it is faster; cargo itself otherwise. Both run every test.
run_tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    "${beside[@]}" cargo nextest run --no-fail-fast "$@"
  else
    "${beside[@]}" cargo test --no-fail-fast --lib --bins --tests "$@"
  fi
}

if [ "$quick" = quick ]; then
  stage "what building needs" scripts/setup.sh build
  stage "formatting" cargo fmt --all --check
  stage "lints" cargo clippy --all-targets -- -D warnings
  stage "tests" run_tests
  stage "interface" interface
  stage "no time in the interface" no_time_in_the_interface
else
  stage "what testing needs" scripts/setup.sh test
  stage "formatting" cargo fmt --all --check
  stage "no time in the interface" no_time_in_the_interface
  stage "interface" interface
  stage "lints" cargo clippy "${desktop[@]}" --all-targets -- -D warnings
  stage "building" cargo test --no-run "${desktop[@]}"
  stage "tests, on the real app too" run_tests "${desktop[@]}"
  stage "the program server, as its description says" scripts/postgres.sh scripts/schemathesis.sh 40
  stage "examples in the documentation" cargo test --doc "${desktop[@]}"
  stage "exported calendars, as others read them" scripts/check_ical.sh
fi
printf '\n== all is well, after %d s\n' "$((SECONDS - started))" >&2
