"""Findings about a Linux that is mended: code, sentence, remedy."""

FINDINGS = {
    "E660": (
        "The {kind} file system on {device} cannot be changed: the guest was not shut down "
        "cleanly ({reason}).",
        "Start the guest in VMware and shut it down. If that is impossible, convert it as it "
        "is ({do_linux_commands}) and run in it what is told.",
    ),
    "E661": (
        "The {kind} file system on {device} has features with which it is not changed here: "
        "{features}.",
        "Convert the guest as it is ({do_linux_commands}) and run in it what is told.",
    ),
    "E662": (
        "The {kind} file system on {device} is damaged: {reason}.",
        "Nothing was changed. Have fsck repair it from a rescue system, and try again.",
    ),
    "E663": (
        "Because of this Linux cannot be mended to start under Xen.",
        "Correct it, or convert the guest as it is ({do_linux_commands}), which tells what "
        "is to be typed in it.",
    ),
    "E977": (
        "The {kind} file system on {device} has no inode left for {path}: it holds as many files "
        "as it can.",
        "Start the guest in VMware and delete files there that are not needed, such as old logs or "
        "sessions; free space alone does not help.",
    ),
    "W670": (
        "{linux} on {device} needs something that converting does not do: {reason}.",
        "Before converting, or from a rescue system after, run in the guest: {commands}",
    ),
    "W973": (
        "The start-up image of {kernel}, which starts where it is chosen in the menu, has no "
        "drivers for all of Xen's disks.",
        "Converting mends it where it can; otherwise run in the guest: {command}",
    ),
    "W974": (
        "LVM in the guest uses only the disks that {path} lets it, and under Xen they are called "
        "otherwise.",
        "Converting mends it where it can; otherwise run in the guest: {command}",
    ),
    "E664": (
        "{path} in the guest is encrypted, compressed or protected by fs-verity.",
        "Convert the guest as it is ({do_linux_commands}) and run in it what is told.",
    ),
    "W671": (
        "cloud-init in the guest takes its settings from VMware ({sources}), which Xen does not "
        "have.",
        "It may set host name, keys and network anew at the next start. To keep what is there: "
        "touch /etc/cloud/cloud-init.disabled",
    ),
    "W672": (
        "The guest's console is on {console} ({path}).",
        "Give the domain a serial port ({do_set_serial}), and look at it with: xl console NAME",
    ),
}
