#!/bin/bash
# libext2fs as a DLL: ext2fs.sh SOURCE BUILD OUT
set -e; here=$(cd "$(dirname "$0")" && pwd); S=$(realpath "$1"); mkdir -p "$2" "$3"; O=$(realpath "$3"); cd "$2"
[ -f MCONFIG ] || "$S"/configure --host=x86_64-w64-mingw32 --disable-nls --disable-rpath --disable-debugfs --disable-imager --disable-resizer --disable-defrag --disable-fsck \
 --disable-e2initrd-helper --disable-tls --disable-uuidd --disable-mmp --disable-tdb --disable-bmap-stats --disable-fuse2fs --disable-testio-debug \
 CC="$MINGW" CFLAGS="-O2 -g0 -mno-ms-bitfields" >configure.log 2>&1
make subs >subs.log 2>&1 || { tail -5 subs.log; exit 1; }
# no threads: the winpthreads of Debian is made for msvcrt (_setjmp), not for ucrt; after "make subs", which may write config.h
sed -i -E "s/^#define (HAVE_PTHREAD|HAVE_PTHREAD_H|HAVE_SEM_INIT|HAVE_SEMAPHORE_H) 1/\/* & *\//" lib/config.h; find lib -name "*.o" -delete
rm -f lib/et/error_message.o lib/ext2fs/rw_bitmaps.o lib/*/lib*.a lib/lib*.a; make -C lib/et all >et.log 2>&1 || { grep -E 'error|Error' et.log | head; exit 1; }
make -C lib/ext2fs all >ext2fs.log 2>&1 || { grep -E 'error|Error' ext2fs.log | head -20; exit 1; }
{ echo EXPORTS; x86_64-w64-mingw32-nm -g lib/ext2fs/libext2fs.a lib/et/libcom_err.a 2>/dev/null | sed -nE 's/.* [TDR] ((ext2fs|initialize_ext2|error_message|windows_io)[a-z0-9_]*)$/\1/p' | sort -u; } >ext2fs.def
$MINGW -shared -static -static-libgcc -s -o "$O/libext2fs-2.dll" -Wl,--whole-archive lib/ext2fs/libext2fs.a lib/et/libcom_err.a -Wl,--no-whole-archive ext2fs.def  -lws2_32 2>link.err || { head -20 link.err; exit 1; }
