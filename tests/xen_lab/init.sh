#!/bin/bash
# The dom0's first program: brings up what xl needs, then obeys what comes on the second serial port.
export PATH=$(echo /usr/lib/xen-4.*/bin):/usr/sbin:/usr/bin:/sbin:/bin

mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs run /run
mkdir -p /dev/pts /run/xen /run/xenstored /var/lib/xen /var/log/xen /shared
mount -t devpts pts /dev/pts
# Xen's scripts lock /dev/stdin and write to /dev/fd; devtmpfs has neither.
ln -s /proc/self/fd /dev/fd
ln -s fd/0 /dev/stdin
ln -s fd/1 /dev/stdout
ln -s fd/2 /dev/stderr
rm -rf /var/run
ln -s /run /var/run
busybox --install -s 2>/dev/null # where Debian's own tool is there it stays

modprobe -a xen-evtchn xen-gntdev xen-gntalloc xen-privcmd xen-netback xen-blkback \
    loop bridge tun 9p 9pnet_virtio virtio_net
mount -t xenfs xenfs /proc/xen
mount -t 9p -o ro,trans=virtio,version=9p2000.L shared /shared

xenstored --pid-file /run/xenstored.pid
xen-init-dom0
xenconsoled --pid-file=/run/xenconsoled.pid
ip link set lo up
ip addr add 10.0.2.15/24 dev eth0 # QEMU's; its other end is on the loopback of the computer outside
ip link set eth0 up
ip link add xenbr0 type bridge
ip link set xenbr0 up

stty -F /dev/ttyS1 raw -echo
{
    echo '@@up'
    while read -r line; do eval "$line"; done
} </dev/ttyS1 >/dev/ttyS1 2>&1
