#!/bin/sh
# From a fresh Debian machine to an application ready to run in .venv, with what its tests need.
# Packages are installed only where they are missing; sudo is used only where we are not root.
set -eu
cd "$(dirname "$0")/.."

missing=""
for package in $(grep -v '^#' installer/debian-packages.txt); do
    state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$state" = "install ok installed" ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    echo "Installing:$missing"
    root=""
    [ "$(id -u)" = 0 ] || root="sudo"
    mkdir -p build
    $root apt-get update -qq
    # shellcheck disable=SC2086  # one word for each package
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        $missing >build/apt.log 2>&1 || { cat build/apt.log; exit 1; }
fi

[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --require-hashes -r requirements-dev.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --no-deps --no-build-isolation --editable .
touch .venv/.ready
