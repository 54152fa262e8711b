#!/bin/sh
# packages.sh LIST: installs the Debian packages of a list, where they are missing.
# sudo is used only where we are not root.
set -eu
cd "$(dirname "$0")/.."

missing=""
for package in $(grep -v '^#' "$1"); do
    state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$state" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "Installing:$missing"
root=""
[ "$(id -u)" = 0 ] || root="sudo"
mkdir -p build
$root apt-get -o DPkg::Lock::Timeout=300 update -qq
# shellcheck disable=SC2086  # one word for each package
$root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq \
    --no-install-recommends \
    $missing >build/apt.log 2>&1 || { cat build/apt.log; exit 1; }
