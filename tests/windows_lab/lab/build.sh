#!/bin/bash
# A Windows CPython 3.11 with the packages as they are locked, to be run by Debian's wine: build.sh LAB LOCK
# LAB is a new folder (about 1 GiB). The win_amd64 wheel of panda3d carries a whole CPython 3.11 but for
# python.exe and Lib; all else are wheels. It is for tests only, and nothing of it is ever delivered.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
lab=$(realpath -m "$1") lock=$(realpath "$2") host=${PYTHON:-python3.11}
mkdir -p "$lab"/dl/win "$lab"/win/py/DLLs
cd "$lab"
"$host" -m venv host
host/bin/pip -q install pefile
download() {
  host/bin/pip download -q --no-deps --only-binary=:all: --platform win_amd64 --python-version 311 \
    --implementation cp --abi cp311 --abi abi3 --abi none "$@"
}
download -d dl panda3d
# PySide6 after 6.8 needs icuuc.dll of Windows 10, which wine 8 has not.
grep -oE '^[a-z0-9.-]+==[0-9.]+' "$lock" | sed -E 's/^(pyside6-essentials|shiboken6)==.*/\1==6.8.3/' >wanted.txt
download -d dl/win -r wanted.txt pytest pytest-qt pluggy iniconfig packaging colorama hypothesis \
  sortedcontainers pefile dissect.hypervisor typing-extensions
host/bin/python - <<'PY'
import glob, os, zipfile
wheel = zipfile.ZipFile(glob.glob("dl/panda3d*.whl")[0])
for entry in wheel.infolist():
    name = os.path.basename(entry.filename)
    if entry.filename.startswith("deploy_libs/") and name and not name.startswith("api-ms"):
        library = name.endswith(".pyd") or name.startswith(("lib", "sqlite", "tcl", "tk"))
        with open(("win/py/DLLs/" if library else "win/py/") + name, "wb") as file:
            file.write(wheel.read(entry))
PY
rm -rf win/py/Lib
mkdir win/py/Lib
# Packages of this Python, and what is made for Linux, stay behind: a Python in use has GiB of them.
tar -C "$("$host" -c 'import os; print(os.path.dirname(os.__file__))')" -c --exclude=__pycache__ \
  --exclude=./{site-packages,dist-packages,lib-dynload,test,idlelib} --exclude='./config-*' . |
  tar -C win/py/Lib -x
mkdir -p win/py/Lib/site-packages
host/bin/python -c "
import glob, zipfile
for wheel in glob.glob('dl/win/*.whl'): zipfile.ZipFile(wheel).extractall('win/py/Lib/site-packages')"
rm -f win/py/VCRUNTIME140.dll
cp win/py/Lib/site-packages/shiboken6/vcruntime140*.dll win/py/
x86_64-w64-mingw32-gcc -municode -O1 -o win/py/python.exe "$here/python.c"
x86_64-w64-mingw32-gcc -O1 -shared -static-libgcc -o win/py/bcryptprimitives.dll "$here/random.c" -ladvapi32
host/bin/python "$here/complement.py" "$lab"
touch ready
