#!/usr/bin/env bash
# Renders assets/icons/cairn.svg to the sizes and formats of the platforms.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh build
npm --prefix src-tauri ci --no-audit --no-fund
rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT
src-tauri/node_modules/.bin/tauri icon assets/icons/cairn.svg --output "$rendered" >/dev/null
cp "$rendered"/{32x32.png,128x128.png,128x128@2x.png,icon.icns,icon.ico} assets/icons/
