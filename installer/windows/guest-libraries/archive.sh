#!/bin/bash
# liblzma (static) and libarchive as a DLL, reading only: archive.sh XZ_SOURCE LIBARCHIVE_SOURCE(with Debian's patches) BUILD OUT
set -e; here=$(cd "$(dirname "$0")" && pwd); X=$(realpath "$1"); S=$(realpath "$2"); mkdir -p "$3"/xz "$3"/la "$4"; B=$(realpath "$3"); O=$(realpath "$4")
cd "$B/xz"; [ -f inst/lib/liblzma.a ] || { "$X"/configure --host=x86_64-w64-mingw32 --prefix="$B/xz/inst" --disable-shared --disable-xz --disable-xzdec --disable-lzmadec \
 --disable-lzmainfo --disable-scripts --disable-doc --disable-nls --enable-threads=no CC="$MINGW" CFLAGS="-O2 -g0" >configure.log 2>&1
make -j2 >make.log 2>&1; make install >>make.log 2>&1; }
# Debian's patches touch configure.ac
[ -f "$S"/.autoreconf ] || { (cd "$S" && autoreconf -fi >autoreconf.log 2>&1 && touch .autoreconf); }
cd "$B/la"; [ -f Makefile ] || "$S"/configure --host=x86_64-w64-mingw32 --disable-shared --enable-static --disable-bsdtar --disable-bsdcat --disable-bsdcpio --disable-acl --disable-xattr \
 --without-bz2lib --without-libb2 --without-iconv --without-lz4 --without-zstd --without-cng --without-openssl --without-xml2 --without-expat --without-nettle --without-mbedtls \
 CC="$MINGW" CFLAGS="-O2 -g0" CPPFLAGS="-I$B/xz/inst/include -DLZMA_API_STATIC" LDFLAGS="-L$B/xz/inst/lib" >configure.log 2>&1
make -j2 libarchive.la >make.log 2>&1 || { grep -E 'error' make.log | head -20; exit 1; }
{ echo EXPORTS; x86_64-w64-mingw32-nm -g .libs/libarchive.a 2>/dev/null | sed -nE 's/.* T (archive_[a-z0-9_]+)$/\1/p' | grep -vE '^archive_(le|be|mstring|string|strncpy|strcat|wstring)' | sort -u; } >archive.def
$MINGW -shared -static -static-libgcc -s -o "$O/libarchive-13.dll" -Wl,--whole-archive .libs/libarchive.a -Wl,--no-whole-archive archive.def -L"$B/xz/inst/lib" -llzma -lz 2>link.err || { head -20 link.err; exit 1; }
