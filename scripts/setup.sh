#!/usr/bin/env bash
# Makes sure that what a task needs is on this machine. Does nothing, quickly, when it is.
#
# usage: setup.sh build|run|test|bench|cross
#   build  what compiles the app         test   build, and what the end-to-end tests need
#   run    the same as build             bench  test, and a Python to measure beside
#                                        cross  build, and compilers for Windows and macOS
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/say.sh

need=${1:-build}

build=(build-essential pkg-config libssl-dev libwebkit2gtk-4.1-dev libgtk-3-dev
  libayatana-appindicator3-dev librsvg2-dev)
test=(webkit2gtk-driver xvfb dbus-daemon dbus-bin gnome-keyring dunst fonts-dejavu-core python3-venv postgresql)
cross=(rustc-web rust-web-src gcc-mingw-w64-x86-64-win32 python3-venv)

case $need in
  build | run) packages=("${build[@]}") ;;
  test) packages=("${build[@]}" "${test[@]}") ;;
  bench) packages=("${build[@]}" "${test[@]}" python3-venv) need=test ;;
  cross) packages=("${build[@]}" "${cross[@]}") ;;
  *) stop "setup.sh does not know \"$need\": build, run, test, bench or cross" ;;
esac

# at_least HAVE WANTED
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

check_rust() {
  local hint="https://rustup.rs installs it, also without root."
  [ -x "$HOME/.cargo/bin/cargo" ] && export PATH="$HOME/.cargo/bin:$PATH"
  command -v cargo >/dev/null && command -v rustc >/dev/null || stop "Cairn needs Rust 1.90 or newer, and there is none." "$hint"
  local have
  have=$(rustc --version | cut -d ' ' -f 2)
  at_least "$have" 1.90 || stop "Cairn needs Rust 1.90 or newer; this is $have." "$hint"
}

check_node() {
  local hint="https://nodejs.org has packages for every system; Debian's and Ubuntu's own may be too old."
  command -v node >/dev/null && command -v npm >/dev/null || stop "Cairn needs Node 20.19 or newer with npm, and there is none." "$hint"
  local have
  have=$(node --version | tr -d v)
  at_least "$have" 20.19 || stop "Cairn needs Node 20.19 or newer; this is $have." "$hint"
}

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
  done
}

# apt as root, with sudo only where it is needed.
apt() {
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq "$@" >/dev/null
}

on_apt() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
    stop "These packages are missing, and there is no sudo to install them with:" "  apt-get install ${missing[*]}"
  note "installing ${missing[*]}"
  apt update
  if [ "$need" = cross ]; then
    # Ubuntu, and Debian without its security archive, have no rustc that comes with the sources of std.
    [ -n "$(apt-cache madison rustc-web 2>/dev/null)" ] || { need=no-cross; return; }
  fi
  apt install -y --no-install-recommends "${missing[@]}"
}

name_packages() {
  local system=$1 kind=build
  [ "$need" = test ] && kind=test
  case $kind:$system in
    build:*fedora* | test:*fedora*)
      echo "  sudo dnf install gcc gcc-c++ make pkgconf openssl-devel webkit2gtk4.1-devel gtk3-devel libayatana-appindicator-gtk3-devel librsvg2-devel" ;;&
    test:*fedora*) echo "  sudo dnf install webkit2gtk-driver xorg-x11-server-Xvfb dbus-daemon dbus-tools gnome-keyring dunst postgresql-server" ;;
    build:*arch* | test:*arch*)
      echo "  sudo pacman -S --needed base-devel openssl webkit2gtk-4.1 gtk3 libayatana-appindicator librsvg" ;;&
    test:*arch*) echo "  sudo pacman -S --needed xorg-server-xvfb dbus gnome-keyring dunst postgresql" ;;
    build:*suse* | test:*suse*)
      echo "  sudo zypper install -t pattern devel_basis && sudo zypper install libopenssl-devel webkit2gtk3-devel gtk3-devel libayatana-appindicator3-devel librsvg-devel" ;;&
    test:*suse*) echo "  sudo zypper install webkit2gtk-4_1-driver xorg-x11-server-Xvfb dbus-1 gnome-keyring dunst postgresql-server" ;;
    build:*debian* | test:*debian*) echo "  sudo apt-get install ${packages[*]}" ;;
    build:*fedora* | build:*arch*) ;;
    *)
      echo "  a C compiler, make, pkg-config, and the development files of OpenSSL, WebKitGTK 4.1, GTK 3, Ayatana AppIndicator 3 and librsvg"
      [ "$kind" = build ] || echo "  WebKitWebDriver, Xvfb, dbus-daemon, dbus-send, gnome-keyring-daemon, dunst and PostgreSQL's server" ;;
  esac
}

# What is there on systems whose packages we do not install; the libraries are what a build trips over first.
has_libraries() {
  command -v cc >/dev/null && command -v pkg-config >/dev/null &&
    pkg-config --exists openssl webkit2gtk-4.1 gtk+-3.0 ayatana-appindicator3-0.1 librsvg-2.0 || return 1
  [ "$need" != test ] && return
  local program
  for program in WebKitWebDriver Xvfb dbus-daemon dbus-send gnome-keyring-daemon dunst; do
    command -v "$program" >/dev/null || return 1
  done
}

check_rust
check_node

case $(uname -s) in
  Linux)
    system=$(. /etc/os-release && echo "$ID $VERSION_ID ${ID_LIKE:-}")
    case $system in
      "debian 12"* | "debian 13"* | "ubuntu 24.04"*) on_apt ;;
      *)
        if ! has_libraries; then
          stop "Cairn's scripts install system packages on Debian 12, Debian 13 and Ubuntu 24.04 only. Please install:" "$(name_packages "$system")"
        fi ;;
    esac ;;
  Darwin) xcode-select -p >/dev/null 2>&1 || stop "Cairn needs Apple's command line tools:" "  xcode-select --install" ;;
  *) note "on Windows, Microsoft's C++ build tools and WebView2 are needed; see https://v2.tauri.app/start/prerequisites/" ;;
esac

# Tells cross.sh that this system has no compiler for it.
[ "$need" != no-cross ] || exit 3
