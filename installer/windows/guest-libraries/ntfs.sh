#!/bin/bash
# libntfs-3g as a DLL: ntfs.sh SOURCE BUILD OUT
set -e; here=$(cd "$(dirname "$0")" && pwd); S=$(realpath "$1"); mkdir -p "$2" "$3"; O=$(realpath "$3"); cd "$2"
[ -x "$S/configure" ] || (cd "$S" && autoreconf -fi >&2)
[ -f config.h ] || "$S"/configure --host=x86_64-w64-mingw32 --disable-ntfs-3g --disable-ntfsprogs --disable-plugins \
  --disable-device-default-io-ops --disable-crypto --without-uuid --without-hd --disable-mtab --disable-posix-acls \
  CC="$MINGW" CFLAGS="-O2 -g0" >configure.log 2>&1
# WINDOWS means MSVC there: compat.h would define __attribute__ away, and with it every packed structure.
sed -i 's/^#define WINDOWS 1/\/* & *\//' config.h
FILES="acls attrib attrlist bitmap bootsect cache collate compat compress debug device dir ea efs index inode lcnalloc logfile logging mft misc mst object_id realpath reparse runlist security unistr volume xattrs"
ok=1
for f in $FILES; do
  $MINGW -c -O2 -mno-ms-bitfields -fno-strict-aliasing -w -DHAVE_CONFIG_H -DNO_NTFS_DEVICE_DEFAULT_IO_OPS -I. -I"$here/stubs" -I"$S/include/ntfs-3g" -include "$here/ntfs_win.h" \
   -o $f.o "$S/libntfs-3g/$f.c" 2>$f.err || { ok=0; grep -E 'error' $f.err | head -6; }
done
[ $ok = 1 ]
$MINGW -shared -static -static-libgcc -s -o "$O/libntfs-3g-89.dll" $(printf '%s.o ' $FILES) "$here/ntfs.def" 2>link.err || { head -40 link.err; exit 1; }
