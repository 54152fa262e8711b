#!/bin/sh
# Makes the lock files anew: what is installed on each system, with digests and without any index.
set -eu
cd "$(dirname "$0")/.."
for extra in "" dev; do
    .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url ${extra:+--extra "$extra"} pyproject.toml \
        --output-file "requirements${extra:+-$extra}.lock"
done
