#!/bin/sh
# Builds build/vmx2xen-VERSION-linux-ARCHITECTURE.tar.xz with PyInstaller, which has to be installed.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
version=$("$python" -c 'import engine; print(engine.__version__)')
QT_QPA_PLATFORM=offscreen "$python" -m PyInstaller --noconfirm --log-level WARN \
    --distpath build/dist --workpath build/pyinstaller installer/linux.spec
tar -C build/dist --owner=0 --group=0 --sort=name -cJf \
    "build/vmx2xen-$version-linux-$(uname -m).tar.xz" vmx2xen
