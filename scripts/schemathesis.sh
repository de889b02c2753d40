#!/usr/bin/env bash
# Has schemathesis ask the server for everything its description allows, and what it forbids: nothing may fail inside,
# and every answer must be one that is described. On SQLite, and on PostgreSQL where `DATABASE_URL` names one.
#
# usage: schemathesis.sh [SECONDS]   for each database; 60 when not said. `postgres.sh schemathesis.sh` for both.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh
source scripts/python.sh

seconds=${1:-60}
tools=$PWD/.tools/schemathesis
python_with "$tools" tests/schemathesis/requirements.txt

cargo build --quiet -p cairn-server --bins --examples
programs=${CARGO_TARGET_DIR:-target}/debug
data=$(mktemp -d -t cairn-schemathesis.XXXXXX)
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap finish EXIT

# ask NAME [DATABASE]
ask() {
  local name=$1 folder=$data/$1 address token account
  shift
  mkdir "$folder"
  read -r token account < <("$programs/examples/newcomer" "$folder" "$@")
  "$programs/cairn-server" serve --data "$folder" --listen 127.0.0.1:0 --plain-http --unlimited \
    ${1:+--database "$1"} >"$folder/said" 2>"$folder/log" &
  server=$!
  for _ in $(seq 100); do
    grep -qs "^listening" "$folder/said" && break
    sleep 0.1
  done
  address=$(sed -n 's/^listening on //p' "$folder/said")
  [ -n "$address" ] || stop "the server does not start:" "$(cat "$folder/log")"
  # With ids made up, and with those that are there. The session and the account are needed to the end. That a body of the right shape
  # is taken cannot be expected: what is signed cannot be guessed.
  local ids
  for ids in any own; do
    printf '[auth.openapi.session]\nbearer = "%s"\n' "$token" >"$folder/$ids.toml"
    [ "$ids" = any ] || printf '[parameters]\n"path.id" = "%s"\n' "$account" >>"$folder/$ids.toml"
    NO_COLOR=1 "$tools/bin/st" --config-file "$folder/$ids.toml" run "$address/v1/openapi.json" \
      --max-time "$((seconds / 2))" --seed 1 --no-shrink \
      --exclude-operation-id accounts_delete --exclude-operation-id sessions_end --exclude-checks positive_data_acceptance \
      --suppress-health-check all --warnings off >"$folder/found" 2>&1 || {
      cat "$folder/found" >&2
      stop "on $name, with $ids ids, the server is not what it says."
    }
    tail -n 12 "$folder/found"
  done
  kill "$server"
  wait "$server" || stop "the server did not stop as it should:" "$(tail "$folder/log")"
  server=
}

stage "schemathesis on SQLite" ask sqlite
if [ -n "${DATABASE_URL:-}" ]; then
  stage "schemathesis on PostgreSQL" ask postgres "$DATABASE_URL"
else
  note "DATABASE_URL names no PostgreSQL: not asked there"
fi
