"""Findings about the server, and about starting a result here: code, sentence, remedy."""

FINDINGS = {
    "E701": (
        "{target} is no place to deliver to: {reason}.",
        "Name a folder, a volume group or a volume: /srv/xen, user@host:/srv/xen, "
        "user@host:/dev/vg0.",
    ),
    "E702": (
        "{host} cannot be reached: {reason}.",
        "Check the name, the network, and that an SSH server runs there: ssh {typed}",
    ),
    "E703": (
        "It is not certain that {host} is the computer it says it is: {reason}.",
        "Compare its key with the one its administrator names, and accept it once: ssh {typed}",
    ),
    "E704": (
        "{host} does not let you in: {reason}.",
        "Have a key let in (ssh-copy-id {typed}), or start an agent with the key (ssh-add).",
    ),
    "E931": (
        "{host} takes a password, and nobody knows that of {account}: {reason}.",
        "Have it asked for ({do_log_in}), or put it into the keyring: keyring set vmx2xen "
        "{account}. Or have a key let in: ssh-copy-id {typed}",
    ),
    "E705": (
        "The connection to {host} was lost: {reason}.",
        "Do the same again: it goes on where it was.",
    ),
    "E706": (
        "{host} has no {command}.",
        "Install it there. It takes coreutils or BusyBox, and LVM for a volume group.",
    ),
    "E707": (
        "There is not enough room in {path} on {host}: {reason}.",
        "Free some space there and do the same again: it goes on where it was.",
    ),
    "E708": (
        "{path} on {host} exists and holds something else.",
        "Choose another place, or agree to overwriting it ({do_overwrite}).",
    ),
    "E709": (
        "{path} on {host} is in use: {reason}.",
        "Shut the domain down (xl shutdown), or unmount it.",
    ),
    "E710": (
        "The volume {path} on {host} is too small: {size} bytes, the disk has {needed}.",
        "Make it larger (lvextend), or choose another.",
    ),
    "E711": (
        "{path} on {host} does not hold what was sent, in {count} places.",
        "Its disk may be failing. Do the same again, or choose another place.",
    ),
    "E712": (
        "{path} on {host} cannot be read or written: {reason}.",
        "Check your rights there and the disk it is on.",
    ),
    "E713": (
        "There is no {program} on this computer.",
        "Install it ({how}).",
    ),
    "E714": (
        "{path} cannot be delivered: {reason}.",
        "Convert the machine again, with raw images ({do_raw}).",
    ),
    "E715": (
        "{host} gives an answer that cannot be understood: {answer}.",
        "Check what answers there: it takes a POSIX shell with coreutils or BusyBox.",
    ),
    "E985": (
        "Another delivery has begun to write {path} on {host}, or has written it meanwhile.",
        "Wait for it and look at what it has brought; machines whose images are called the same "
        "need a folder each.",
    ),
    "E716": (
        "{path} on {host} is a symbolic link; nothing is written through it.",
        "Remove it there, or choose the place that it leads to.",
    ),
    "E949": (
        "{host} lets you in, but runs no commands for you.",
        "Take an account there that has a shell. A folder that it gives by SFTP alone is one of "
        "this computer once it is mounted (sshfs).",
    ),
    "E720": (
        "QEMU cannot start: {reason}.",
        "Install a complete QEMU (on Debian: apt install qemu-system-x86), or give the guest less "
        "memory.",
    ),
    "E721": (
        "The firmware finds nothing to start from: {reason}.",
        "Check that the disk with the guest is the first, and that the firmware is that of the "
        "guest (BIOS or UEFI).",
    ),
    "E722": (
        "The guest does not start: {reason}.",
        "Look at the screen ({do_screenshot}), choose another HAL ({do_hal}), or have its drivers "
        "enabled ({do_storage}). The file that safe mode shows last (mup.sys, agp440.sys) is the "
        "last that was loaded, not the cause.",
    ),
    "E723": (
        "The screen cannot be kept in {path}: {reason}.",
        "Check the folder and its rights. With vga=none there is no screen.",
    ),
    "E940": (
        "{name} was not sent to a server yet, so there is nothing to start.",
        "Send it first.",
    ),
    "E941": (
        "{host} has a domain {name} already, and it is another one, or does not run.",
        "Give this one another name ({do_set_name}), or remove the other, which loses what it has "
        "not saved: {command}",
    ),
    "E942": (
        "{host} has not enough memory for {name}: {reason}.",
        "Shut another domain down, give dom0 less (xl mem-set 0), or give this one less "
        "({do_set_less}). To see what xl says: {command}",
    ),
    "E943": (
        "The network of {name} cannot be made on {host}: {reason}.",
        "Make the bridge there, or name one that there is ({do_set_bridges}) and send it again. "
        "To see what xl says: {command}",
    ),
    "E944": (
        "A file that {name} needs cannot be opened on {host}: {reason}.",
        "Look whether it is where the configuration names it, and send it again if it is gone. "
        "To see what xl says: {command}",
    ),
    "E945": (
        "{name} was started on {host} and does not run: {reason}.",
        "Its logs are in /var/log/xen there: xl-{name}.log and qemu-dm-{name}.log. Try it here as "
        "well ({do_try}), where its screen is to be seen.",
    ),
    "E946": (
        "xl does not work on {host}: {reason}.",
        "Log in as root (root@host), on a server that was started with Xen: xl info says whether "
        "it was.",
    ),
    "E947": (
        "xl cannot start {name} on {host}: {reason}.",
        "What it says in full: {command}",
    ),
}
