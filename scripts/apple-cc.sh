#!/usr/bin/env bash
# A C compiler for macOS that needs no Apple SDK: zig's. A file that wants one of Apple's own headers becomes an
# empty object, which is enough where nothing is linked. Any other mistake in a file is still a mistake.
set -euo pipefail

arguments=()
object=
skip=
for argument in "$@"; do
  if [ "$skip" = drop ]; then skip=; continue; fi
  [ "$skip" = object ] && object=$argument
  skip=
  case $argument in
    -arch | -isysroot) skip=drop; continue ;;
    --target=* | -mmacosx-version-min=*) continue ;;
    -o) skip=object ;;
  esac
  arguments+=("$argument")
done

compile() { "$CAIRN_ZIG" -m ziglang cc -target aarch64-macos "$@"; }

problems=$(mktemp)
trap 'rm -f "$problems"' EXIT
if ! compile "${arguments[@]}" 2>"$problems"; then
  if [ -n "$object" ] && grep -qE "fatal error: '[^']+' file not found" "$problems"; then
    echo 'int cairn_no_apple_headers;' | compile -x c -c - -o "$object"
  else
    cat "$problems" >&2
    exit 1
  fi
fi
