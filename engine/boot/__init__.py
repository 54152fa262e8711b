"""Test boot of a result on this computer: QEMU with hardware that looks like that of Xen's HVM."""
