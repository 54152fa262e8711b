#!/bin/sh
# Starts QEMU for a Xen guest without ACPI. Xen (libxl) passes -no-acpi to it for acpi=0, which QEMU
# does not know since 9.0; -machine acpi=off is the same in its words.
#
# On the Xen host: install -m 755 qemu-noacpi /usr/local/bin/
# In the guest's configuration: device_model_version = "qemu-xen"
#                               device_model_override = "/usr/local/bin/qemu-noacpi"
# QEMU is looked for where Xen's builds have it; QEMU_XEN names another.

rest=$#
while [ "$rest" -gt 0 ]; do
    if [ "$1" = -no-acpi ]; then
        set -- "$@" -machine acpi=off
    else
        set -- "$@" "$1"
    fi
    shift
    rest=$((rest - 1))
done

for qemu in "$QEMU_XEN" /usr/libexec/xen-qemu-system-i386 \
    /usr/lib/xen/bin/qemu-system-i386 /usr/libexec/xen/bin/qemu-system-i386 \
    /usr/local/lib/xen/bin/qemu-system-i386 /usr/bin/qemu-system-x86_64 /usr/bin/qemu-system-i386
do
    if [ -n "$qemu" ] && [ -x "$qemu" ]; then
        exec "$qemu" "$@"
    fi
done
echo "qemu-noacpi: there is no QEMU for Xen on this host; name it with QEMU_XEN" >&2
exit 127
