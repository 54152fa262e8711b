"""What is run on the Xen server to try a guest: POSIX shell, xl and gzip.

All that a trial leaves there is a domain and a folder of one name, which nobody else has. A script
guards both for as long as its input is open: whatever ends it, or the connection, ends them.
"""

#: Where folders of trials are on the server; a later run finds here what an earlier one left.
PLACE = "/var/tmp"  # noqa: S108 - on the server: kept over a restart, and with room for images
PREFIX = "vmx2xen-trial-"

_CLEAN = r"""
clean() {
    xl destroy "$1" >/dev/null 2>&1
    while xl domid "$1" >/dev/null 2>&1; do sleep 0.2; done
    rm -rf -- "$2/$1"
    rm -f -- "/var/log/xen/xl-$1.log"* /var/log/xen/qemu-*-"$1.log"*
}
"""

#: $1 place, $2 prefix of names. Removes what has no guard any more; prints "free MIB" and
#: "xen VERSION".
SURVEY = (
    _CLEAN
    + r"""
command -v xl >/dev/null || { echo "missing xl"; exit 0; }
for folder in "$1/$2"*; do
    [ -d "$folder" ] || continue
    guard=$(cat "$folder/guard" 2>/dev/null)
    [ -n "$guard" ] && kill -0 "$guard" 2>/dev/null && continue
    [ -n "$guard" ] || [ -n "$(find "$folder" -maxdepth 0 -mmin +10)" ] || continue
    clean "${folder##*/}" "$1"
done
xl info | sed -n 's/^free_memory *: */free /p; s/^xen_version *: */xen /p'
"""
)

#: $1 place, $2 name, $3 file, $4 its mode; its content comes in. The folder is made for the first.
PUT = r"""
umask 077
mkdir -p -- "$1/$2" && cat >"$1/$2/$3" && chmod -- "$4" "$1/$2/$3"
"""

#: $1 place, $2 name. Starts the domain and keeps it until its input ends; prints "running".
GUARD = (
    _CLEAN
    + r"""
name=$2 place=$1
echo $$ >"$place/$name/guard"
trap 'clean "$name" "$place"' EXIT
trap 'exit 1' HUP INT TERM PIPE
xl create -p "$place/$name/config" >"$place/$name/said" 2>&1 || {
    cat "$place/$name/said" >&2
    exit 3
}
xl unpause "$name" || exit 3
echo running
cat >/dev/null
"""
)

#: $1 place, $2 name, $3 bytes of the serial port that are known. Prints "state DOMID FLAGS", and
#: for each part "part NAME BYTES" and the bytes.
LOOK = r"""
folder="$1/$2" known=$3
line=$(xl list "$2" 2>/dev/null | tail -n 1)
set -- $line "$folder"
if [ $# -lt 6 ]; then echo "state 0 gone"; else echo "state $2 $5"; name=$1; fi
packed() {
    gzip -1 >"$folder/$1.gz"
    echo "part $1 $(wc -c <"$folder/$1.gz")"
    cat "$folder/$1.gz"
}
whole() {
    [ -f "$folder/$1" ] || return 0
    packed "$1" <"$folder/$1"
    rm -f "$folder/$1"
}
if [ -n "$name" ]; then
    xl qemu-monitor-command "$name" "screendump $folder/screen" >/dev/null 2>&1
    xl qemu-monitor-command "$name" "pmemsave 0xb8000 0x8000 $folder/text" >/dev/null 2>&1
    [ -f "$folder/fonts.gz" ] ||
        xl qemu-monitor-command "$name" "pmemsave 0xc0000 0x10000 $folder/fonts" >/dev/null 2>&1
    xl qemu-monitor-command "$name" "info blockstats" >"$folder/disk" 2>/dev/null
    whole screen; whole text; whole fonts; whole disk
fi
[ -f "$folder/serial" ] || exit 0
tail -c "+$((known + 1))" "$folder/serial" | head -c 65536 | packed serial
"""

#: $1 name, $2 across, $3 down: pixels, as a mouse is moved.
NUDGE = 'xl qemu-monitor-command "$1" "mouse_move $2 $3" >/dev/null 2>&1'
