#!/usr/bin/env bash
# Builds the interface into ui/dist, when something in it is newer than the last build.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -e ui/node_modules/.package-lock.json ] || [ ui/package-lock.json -nt ui/node_modules/.package-lock.json ]; then
  npm --prefix ui ci --no-audit --no-fund
fi
if [ ! -e ui/dist/index.html ] ||
  [ -n "$(find ui assets -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -newer ui/dist/index.html -print -quit)" ]; then
  npm --prefix ui run build
fi
