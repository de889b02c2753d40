#!/usr/bin/env bash
# Builds the release and packs it as .deb and .rpm.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

scripts/setup.sh build
scripts/ui.sh
npm --prefix src-tauri ci --no-audit --no-fund
(cd src-tauri && node_modules/.bin/tauri build --bundles deb,rpm)

# What only tests may do is not in what people get.
if grep -q CAIRN_TEST_HOOKS target/release/cairn; then
  stop "the release has the hooks of the tests in it"
fi

bundles=$(find target/release/bundle -name '*.deb' -o -name '*.rpm')
for bundle in $bundles; do
  case $bundle in
    *.deb) if command -v dpkg-deb >/dev/null; then dpkg-deb --info "$bundle"; fi ;;
    *.rpm) if command -v rpm >/dev/null; then rpm -qip "$bundle"; fi ;;
  esac
  note "$(du -h "$bundle" | cut -f 1) $bundle"
done
