# Python for those scripts that need some; to be sourced.

# python_with FOLDER REQUIREMENTS: a virtual environment in the folder for exactly the versions in that file. Nothing is
# fetched when it is there.
python_with() {
  local pinned
  pinned=$(cksum <"$2")
  [ "$(cat "$1/pinned" 2>/dev/null)" != "$pinned" ] || return 0
  python3 -m venv --clear "$1"
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-virtualenv -r "$2"
  printf '%s\n' "$pinned" >"$1/pinned"
}
