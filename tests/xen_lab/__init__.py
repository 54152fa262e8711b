"""Real Xen as judge: Debian's Xen and a dom0, emulated by QEMU. ``make xen-test``."""
