# How the scripts speak; to be sourced.

note() { printf '%s\n' "cairn: $*" >&2; }

# stop PROBLEM [WHAT TO DO]
stop() {
  printf '%s\n' "cairn: $1" "${@:2}" >&2
  exit 1
}

# stage NAME COMMAND...: runs it, and says how long it took.
stage() {
  local name=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$name" >&2
  "$@" || stop "\"$name\" failed after $((SECONDS - start)) s"
  printf '== %s: %d s\n' "$name" "$((SECONDS - start))" >&2
}
