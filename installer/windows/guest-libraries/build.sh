#!/bin/bash
# The libraries in C that change guests, as Windows' DLLs: build.sh OUT. Sources are Debian's, none is
# patched but by Debian. README.md says what was tried, and with which versions.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "$1") work=$(realpath -m "$1")-build
mkdir -p "$out" "$work"/{apt,src}
# The C library of CPython: errno and free() have to be shared with it.
x86_64-w64-mingw32-gcc -dumpspecs | sed 's/-lmsvcrt/-lucrt/g' >"$work/ucrt.specs"
export MINGW="x86_64-w64-mingw32-gcc -specs=$work/ucrt.specs -D_UCRT"

# mirror CODENAME: where this system has that part of Debian from.
mirror() {
  apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' | sed -n "s/^$1 //p" | head -n 1
}

# source_of SUITE NAME...: fetch sources of Debian, apart from the system's own lists.
source_of() {
  local suite=$1 lists="$work/apt/$1"
  shift
  mkdir -p "$lists/partial"
  local key=/usr/share/keyrings/debian-archive-keyring.gpg security
  security=$(mirror "$suite-security")
  printf 'deb-src [signed-by=%s] %s %s main\n' $key "$(mirror bookworm)" "$suite" >"$work/apt/$suite.list"
  [ -z "$security" ] || printf 'deb-src [signed-by=%s] %s %s-security main\n' \
    $key "$security" "$suite" >>"$work/apt/$suite.list"
  local options=(-o "Dir::Etc::sourcelist=$work/apt/$suite.list" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$lists")
  apt-get "${options[@]}" -qq update
  for name in "$@"; do (cd "$work/src" && apt-get "${options[@]}" source --download-only "$name") || true; done
}

# unpacked NAME: the folder of a source, with the patches of its Debian package where they are there.
unpacked() {
  local folder
  folder=$(tar tf "$work/src/$1"_*.orig.tar.?z | head -n 1 | cut -d/ -f1)
  if [ ! -d "$work/src/$folder" ]; then
    tar xf "$work/src/$1"_*.orig.tar.?z -C "$work/src"
    if ls "$work/src/$1"_*.debian.tar.xz >/dev/null 2>&1; then
      tar xJf "$work/src/$1"_*.debian.tar.xz -C "$work/src/$folder"
      if [ -f "$work/src/$folder/debian/patches/series" ]; then
        (cd "$work/src/$folder" && grep -vE '^#|^$' debian/patches/series |
          while read -r each; do patch -p1 -s <"debian/patches/$each" >&2; done)
      fi
    else
      echo "$1: without Debian's patches. Do not deliver it." >&2
    fi
  fi
  echo "$work/src/$folder"
}

source_of bookworm ntfs-3g hivex e2fsprogs libarchive xz-utils
[ -n "$(ls "$work"/src/hivex_*.orig.tar.?z 2>/dev/null)" ] || source_of trixie hivex
"$here/ntfs.sh" "$(unpacked ntfs-3g)" "$work/ntfs" "$out"
"$here/hivex.sh" "$(unpacked hivex)" "$work/hivex" "$out"
"$here/ext2fs.sh" "$(unpacked e2fsprogs)" "$work/ext2fs" "$out"
"$here/archive.sh" "$(unpacked xz-utils)" "$(unpacked libarchive)" "$work/archive" "$out"
