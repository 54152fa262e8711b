#!/bin/sh
# From a fresh Debian machine to an application ready to run in .venv; `make test` installs the
# Debian packages that the tests need besides.
set -eu
cd "$(dirname "$0")/.."

installer/packages.sh installer/debian-packages.txt

[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --require-hashes -r requirements-dev.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --no-deps --no-build-isolation --editable .
# What is compiled now is not at each start where nobody may write, or PYTHONDONTWRITEBYTECODE is set.
.venv/bin/python -m compileall -q engine gui resources
touch .venv/.ready
