#!/bin/bash
# libhivex as a DLL: hivex.sh SOURCE BUILD OUT
set -e; here=$(cd "$(dirname "$0")" && pwd); S=$(realpath "$1"); mkdir -p "$2" "$3"; O=$(realpath "$3"); cd "$2"
cp "$here/hivex_config.h" config.h; cp "$here/iconv.h" .
cat >extra.c <<'C'
#include <stdlib.h>
/* On Linux dlsym() finds libc's free through the library; a DLL has to export one of the right C runtime. */
void hivex_free(void *p) { free(p); }
C
ok=1
for f in "$S"/lib/{handle,node,offset-list,utf16,util,value,visit,write,mmap}.c "$S"/gnulib/lib/{full-read,full-write,safe-read,safe-write}.c "$here/iconv_shim.c" extra.c; do
  o=$(basename "$f" .c).o
  $MINGW -c -O2 -mno-ms-bitfields -w -D_GNU_SOURCE -DICONV_CONST= -I. -I"$S/include" -I"$S/lib" -I"$S/gnulib/lib" -o $o "$f" 2>$o.err || { ok=0; grep error $o.err | head -6; }
done
[ $ok = 1 ]
{ echo EXPORTS; grep -oE 'hivex_[a-z0-9_]+' "$S/lib/hivex.syms" | sort -u; echo hivex_free; echo 'free=hivex_free'; } >hivex.def
$MINGW -shared -static -static-libgcc -s -o "$O/libhivex-0.dll" *.o hivex.def -lpthread 2>link.err || { head -40 link.err; exit 1; }
