#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own, which goes with it. `DATABASE_URL` names a database there, and who
# connects may make more.
#
# usage: postgres.sh COMMAND…
#
# Nothing is kept and nothing waits for the disk, so this is for tests and measurements only. With
# `CAIRN_POSTGRES=durable` every commit waits for the disk, as in real life. PostgreSQL does not run
# as root: there, it runs as `postgres`. It listens on no port, only on a socket in a folder that is its owner's
# alone.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/say.sh"

[ $# -gt 0 ] || stop "usage: postgres.sh COMMAND…"

# The newest version that is installed; Debian keeps the server's programs out of the way.
programs() {
  local found
  found=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  [ -n "$found" ] || found=$(command -v initdb || true)
  [ -n "$found" ] || stop "PostgreSQL is not installed." "  scripts/setup.sh test"
  dirname "$found"
}

bin=$(programs)
folder=$(mktemp -d -t cairn-postgres.XXXXXX)
as_owner() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
  chown postgres "$folder"
  as_owner() { setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$folder" "$@"; }
fi

finish() {
  (cd / && as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

settings=(-c max_connections=400 -c shared_buffers=64MB -c listen_addresses= -c "unix_socket_directories=$folder")
[ "${CAIRN_POSTGRES:-}" = durable ] || settings+=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off)
(
  cd /
  as_owner "$bin/initdb" -D "$folder/data" -U cairn --auth=trust --encoding=UTF8 --locale=C --no-sync >"$folder/log" 2>&1
  as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w -t 60 -o "${settings[*]}" start >>"$folder/log" 2>&1
) || {
  cat "$folder/log" "$folder/data/log" >&2 2>/dev/null || true
  stop "PostgreSQL does not start."
}

export DATABASE_URL="postgres://cairn@${folder//\//%2F}/postgres"
"$@"
