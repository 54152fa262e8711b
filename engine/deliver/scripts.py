"""What is run on the server: POSIX shell with dd, sha256sum and their like; no more is needed.

All paths are arguments, and absolute: nothing of them is ever read as a script or as an option. A
symbolic link that is called so is never written through: new files are made with ``set -C``, which
is O_EXCL, and ``own`` looks before each writing. Below /dev links are LVM's, and followed.
"""

#: own PATH: fails where that is a link. ``nofollow``: has dd see to it too, where it can.
_OWN = r"""
own() {
    case "$1" in /dev/*) return ;; esac
    [ -L "$1" ] || return 0
    echo "it is a symbolic link" >&2
    return 1
}
nofollow() {
    case "$1" in /dev/*) return ;; esac
    dd if=/dev/null of=/dev/null count=0 oflag=nofollow 2>/dev/null && echo oflag=nofollow
}
"""

TAKEN = 46  #: exit code: somebody else has begun to write there

#: $1 a path -> lines: "missing TOOL"; "kind folder|group|device|volume|other"; "free COUNT UNIT",
#: UNIT in bytes. A volume is one that is to be made in its group.
LOOK = r"""
for tool in cat dd dirname mkdir mv rm sha256sum stat sync truncate; do
    command -v "$tool" >/dev/null || echo "missing $tool"
done
dd if=/dev/null of=/dev/null bs=512 count=0 iflag=fullblock conv=notrunc status=none 2>/dev/null ||
    echo "missing dd (one that knows iflag=fullblock)"
group() {
    command -v lvcreate >/dev/null || { echo "missing lvcreate"; return 1; }
    free=$(vgs --noheadings --nosuffix --units b -o vg_free -- "$1" 2>/dev/null) || return 1
    echo "free ${free##* } 1"
}
case "$1" in
/dev/*/*) [ -b "$1" ] && echo "kind device" || echo "kind other" ;;
/dev/*)
    if [ -b "$1" ]; then echo "kind device"
    elif group "${1#/dev/}"; then echo "kind group"
    else echo "kind other"
    fi ;;
*)
    if [ -b "$1" ]; then echo "kind device"
    elif [ -e "$1" ] && ! [ -d "$1" ]; then echo "kind other"
    else echo "kind folder"
    fi
    folder=$1
    while ! [ -d "$folder" ]; do folder=$(dirname "$folder"); done
    stat -f -c 'free %a %S' "$folder"
esac
"""

#: $1 a path -> lines: "file BYTES", "device BYTES", "link", "other" or nothing; "busy WHY".
STATE = (
    _OWN
    + r"""
if ! own "$1" 2>/dev/null; then
    echo link
elif [ -b "$1" ]; then
    number=$(stat -Lc '%t %T' "$1") || exit
    major=$((0x${number% *})) minor=$((0x${number#* }))
    read -r sectors <"/sys/dev/block/$major:$minor/size" || exit
    echo "device $((sectors * 512))"
    while read -r id parent device rest; do
        [ "$device" = "$major:$minor" ] && echo "busy it is mounted"
    done </proc/self/mountinfo
    for holder in "/sys/dev/block/$major:$minor/holders/"*; do
        [ -e "$holder" ] && echo "busy ${holder##*/} uses it"
    done
    if command -v lvs >/dev/null; then
        open=$(lvs --noheadings -o lv_device_open "$1" 2>/dev/null)
        [ "${open##* }" = open ] && echo "busy it is open"
    fi
    backend=$(printf 'physical-device = "%x:%x"' "$major" "$minor")
elif [ -f "$1" ]; then
    echo "file $(stat -Lc %s "$1")" || exit
    if command -v losetup >/dev/null; then
        loop=$(losetup -j "$1" 2>/dev/null)
        [ -n "$loop" ] && echo "busy ${loop%%:*} uses it"
    fi
    backend="params = \"$1\""
elif [ -e "$1" ] || [ -L "$1" ]; then
    echo other
fi
if [ -n "$backend" ] && command -v xenstore-ls >/dev/null; then
    xenstore-ls -f /local/domain/0/backend 2>/dev/null | grep -qF -- "$backend" &&
        echo "busy a running domain has it"
fi
:
"""
)

#: $1 a folder: make it.
FOLDER = r"""mkdir -p "$1" """

#: What the umask of the server takes from a new file, and what $1 says, in octal, besides.
_MASK = r"""umask "$(printf %o "$(($(umask) | 0$1))")" && shift || exit
"""

#: $1 the rights that it is not to have, $2 a path, $3 bytes: a file of holes. With $4, a word,
#: nothing may be called so by now; without, it takes the place of what is. $5, empty or a name, may
#: not be there by now: it is looked for once the file is made, when nobody else can rename one of
#: the same path to it any more.
FILE = (
    _MASK
    + rf"""
[ "$3" ] || rm -f "$1"
if ! (set -C && : >"$1"); then
    [ "$3" ] && [ -e "$1" ] && exit {TAKEN}
    exit 1
fi
if [ "$4" ] && [ -e "$4" ]; then
    rm -f "$1"
    exit {TAKEN}
fi
truncate -s "$2" "$1"
"""
)

#: $1 a group, $2 a name, $3 bytes: a new logical volume.
VOLUME = r"""
lvcreate --yes --wipesignatures n --size "$3b" --name "$2" "$1" >/dev/null </dev/null || exit
[ -b "/dev/$1/$2" ] || { echo "there is no /dev/$1/$2" >&2; exit 1; }
"""

#: -> "zstd", where it is there; then standard input is taken to its end, and that is said.
SAMPLE = r"""
command -v zstd >/dev/null || exit 0
echo zstd
cat >/dev/null && echo taken
"""

#: $1 a path, $2 "zstd" or nothing. Standard input, compressed so: lines "d UNIT SEEK COUNT", each
#: followed by as many units of data, and "z UNIT SEEK COUNT": so many zeros. Prints "written" when
#: all is on disk.
WRITE = (
    _OWN
    + r"""
flag=$(nofollow "$1")
lines() {
    while read -r kind unit seek count; do
        own "$1" || return
        case "$kind" in
        d) dd of="$1" bs="$unit" seek="$seek" count="$count" iflag=fullblock conv=notrunc \
            status=none $flag ;;
        z) blkdiscard -z -o "$((unit * seek))" -l "$((unit * count))" "$1" </dev/null \
                2>/dev/null ||
            dd if=/dev/zero of="$1" bs="$unit" seek="$seek" count="$count" conv=notrunc \
                status=none $flag ;;
        *) echo "a line that is none" >&2; false ;;
        esac || return
    done
}
case "$2" in
zstd) zstd -dcq | lines "$1" ;;
*) lines "$1" ;;
esac || exit
own "$1" && sync "$1" && echo written
"""
)

#: $1 a path. Standard input: lines "NUMBER UNIT SKIP COUNT" -> lines "NUMBER SHA256".
#: What the system holds of it in memory is dropped first, where it can be: it is read from disk.
SUMS = r"""
dd if="$1" iflag=nocache count=0 status=none 2>/dev/null
while read -r number unit skip count; do
    sum=$(dd if="$1" bs="$unit" skip="$skip" count="$count" iflag=fullblock status=none |
        sha256sum) || exit
    echo "$number ${sum%% *}"
done
"""

#: $1 a path, $2 another: it gets that name, durably.
RENAME = (
    _OWN
    + r"""
own "$1" && own "$2" || exit
! [ -d "$2" ] || { echo "it is a folder" >&2; exit 1; }
mv -f "$1" "$2" && sync "$(dirname "$2")"
"""
)

#: $1 a file that is a program, for those who may read it.
PROGRAM = r"""
mode=$(stat -c %a "$1") || exit
chmod "$(printf %o "$((0$mode | (0$mode & 0444) >> 2))")" "$1"
"""

#: $1 a group, $2 a name, $3 another.
RENAME_VOLUME = r"""lvrename "$1" "$2" "$3" >/dev/null </dev/null"""

#: $1 a path: what is in that file.
READ = r"""cat "$1" """

#: $1 the rights that it is not to have, $2 a path; what is on standard input goes there, durably,
#: in the place of what was there.
PUT = _MASK + r"""rm -f "$1" && (set -C && cat >"$1") && sync "$1" """
