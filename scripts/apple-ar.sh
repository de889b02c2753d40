#!/usr/bin/env bash
# The archiver that goes with apple-cc.sh.
exec "$CAIRN_ZIG" -m ziglang ar "$@"
