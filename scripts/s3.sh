#!/usr/bin/env bash
# Runs a command beside a server that speaks S3, on loopback and in memory. `CAIRN_S3_URL` names an empty bucket
# there, and `AWS_…` says how to get to it.
#
# usage: s3.sh COMMAND…
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/say.sh"
source "$here/python.sh"

[ $# -gt 0 ] || stop "usage: s3.sh COMMAND…"

tools=$here/../.tools/s3
python_with "$tools" "$here/../tests/s3/requirements.txt"

folder=$(mktemp -d -t cairn-s3.XXXXXX)
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Makes the bucket and says where it is, then serves until it is told to stop.
"$tools/bin/python" - "$folder/endpoint" >"$folder/log" 2>&1 <<'PYTHON' &
import os, sys, urllib.request
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
host, port = server.get_host_and_port()
endpoint = f"http://{host}:{port}"
urllib.request.urlopen(urllib.request.Request(f"{endpoint}/cairn", method="PUT")).close()
with open(sys.argv[1] + ".new", "w") as file:
    file.write(endpoint)
os.rename(sys.argv[1] + ".new", sys.argv[1])
server._thread.join()
PYTHON
server=$!

until [ -s "$folder/endpoint" ]; do
  kill -0 "$server" 2>/dev/null || stop "the server that speaks S3 does not start:" "$(cat "$folder/log")"
  sleep 0.1
done

AWS_ENDPOINT=$(cat "$folder/endpoint")
export AWS_ENDPOINT AWS_ALLOW_HTTP=true AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=cairn AWS_SECRET_ACCESS_KEY=cairn
export CAIRN_S3_URL=s3://cairn/blobs
"$@"
