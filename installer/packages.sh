#!/bin/sh
# packages.sh LIST...: installs the Debian packages of the lists, where they are missing.
# A line is a package, or several of which one is enough. sudo is used only where we are not root.
set -eu
cd "$(dirname "$0")/.."

is_installed() {
    [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null || true)" = "install ok installed" ]
}

# The first of several packages that apt knows.
known_of() {
    for package in "$@"; do
        apt-cache show "$package" >/dev/null 2>&1 && echo "$package" && return
    done
    echo "$1"
}

missing=""
while read -r line; do
    alternatives=$(echo "$line" | tr '|' ' ')
    found=""
    for package in $alternatives; do
        if is_installed "$package"; then found=yes; fi
    done
    # shellcheck disable=SC2086  # one word for each package
    [ -n "$found" ] || missing="$missing $(known_of $alternatives)"
done <<LISTS
$(grep -hv '^#' "$@")
LISTS
[ -n "$missing" ] || exit 0

root=""
if [ "$(id -u)" != 0 ]; then
    root="sudo"
    if ! command -v sudo >/dev/null || { ! sudo -n true 2>/dev/null && ! [ -t 0 ]; }; then
        echo "Packages are missing. Somebody who may has to install them; then run this again:"
        echo "  apt-get install --no-install-recommends$missing"
        exit 1
    fi >&2
fi
echo "Installing:$missing"
mkdir -p build
# Another apt may be running, such as that of the desktop: it is waited for.
apt="$root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300"
# shellcheck disable=SC2086  # one word for each package
{ $apt update && $apt install -y --no-install-recommends $missing; } >build/apt.log 2>&1 || {
    cat build/apt.log
    echo "By hand it would be: apt-get install --no-install-recommends$missing" >&2
    exit 1
}
