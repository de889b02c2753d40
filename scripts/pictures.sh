#!/usr/bin/env bash
# Takes the README's pictures anew, from the example in the real app, into docs/images. Each stays under 150 KiB.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

scripts/setup.sh test
scripts/ui.sh
tests=(-p cairn -p cairn-tests --features cairn/testing)
cargo test "${tests[@]}" --no-run
mkdir -p docs/images
CAIRN_PICTURES=$PWD/docs/images cargo test "${tests[@]}" --test e2e -- pictures_for_the_readme
for picture in docs/images/*.png; do
  # The webview's pictures are in full colour; 256 colours look the same here and take a third.
  if command -v pngquant >/dev/null; then
    pngquant --force --skip-if-larger --strip --output "$picture" "$picture" || true
  fi
  if [ "$(stat -c %s "$picture")" -gt $((150 * 1024)) ]; then
    note "$picture is larger than 150 KiB; with pngquant installed it would be smaller"
    exit 1
  fi
done
