#!/usr/bin/env bash
# Compiles the workspace for Windows and macOS, without linking: what does not compile there, cannot run there.
#
# The compiler is Debian's rustc-web, because its package with the sources of std lets cargo build std for a
# target that nobody installed. Ubuntu has no such package: the check is then left out aloud, and fails in CI.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

status=0
scripts/setup.sh cross || status=$?
if [ "$status" = 3 ] || { [ "$status" = 0 ] && [ "$(uname -s)" != Linux ]; }; then
  problem="Windows and macOS were NOT compiled: this system has no rustc-web (Debian 12 and 13 have it)."
  [ -z "${CI:-}" ] || stop "$problem"
  note "$problem"
  exit 0
fi
[ "$status" = 0 ] || exit "$status"

zig_version=0.15.2
zig=$PWD/.tools/zig/bin/python
if [ "$("$zig" -m ziglang version 2>/dev/null)" != "$zig_version" ]; then
  python3 -m venv .tools/zig
  "$zig" -m pip install --quiet --disable-pip-version-check "ziglang==$zig_version"
fi

export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
export CARGO_TARGET_DIR=$PWD/target/cross CARGO_INCREMENTAL=0

# compile TARGET
compile() {
  # The tests drive a Linux desktop.
  cargo check --workspace --exclude cairn-tests --target "$1"
}

# A release for Windows builds OpenSSL from source, which takes ten minutes. To check that SQLCipher and the Rust above it
# compile, its headers are enough: nothing is linked, so the libraries are empty.
for_windows() {
  local headers=$CARGO_TARGET_DIR/openssl/include libraries=$CARGO_TARGET_DIR/openssl/lib library
  mkdir -p "$headers" "$libraries"
  cp -rL /usr/include/openssl "$headers/"
  cp -rL "/usr/include/$(gcc -print-multiarch)/openssl" "$headers/"
  for library in ssl crypto; do x86_64-w64-mingw32-ar crs "$libraries/lib$library.a"; done
  export X86_64_PC_WINDOWS_GNU_OPENSSL_NO_VENDOR=1
  export X86_64_PC_WINDOWS_GNU_OPENSSL_INCLUDE_DIR=$headers X86_64_PC_WINDOWS_GNU_OPENSSL_LIB_DIR=$libraries
  compile x86_64-pc-windows-gnu
}

# zig compiles C for macOS without Apple's SDK; see apple-cc.sh for what it has no headers for.
for_macos() {
  export CAIRN_ZIG=$zig SDKROOT=$CARGO_TARGET_DIR/no-sdk MACOSX_DEPLOYMENT_TARGET=11.0
  mkdir -p "$SDKROOT"
  export CC_aarch64_apple_darwin=$PWD/scripts/apple-cc.sh CXX_aarch64_apple_darwin=$PWD/scripts/apple-cc.sh
  export AR_aarch64_apple_darwin=$PWD/scripts/apple-ar.sh RANLIB_aarch64_apple_darwin=/bin/true
  compile aarch64-apple-darwin
}

scripts/ui.sh
stage "Windows (x86_64-pc-windows-gnu)" for_windows
stage "macOS (aarch64-apple-darwin)" for_macos
