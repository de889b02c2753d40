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
  if [ "$(stat -c %s "$picture")" -gt $((150 * 1024)) ]; then
    note "$picture is larger than 150 KiB"
    exit 1
  fi
done
