"""Findings about what is in the guest: code, sentence, remedy."""

FINDINGS = {
    "E630": (
        "The guest cannot be looked into: the process that does it has failed ({reason}).",
        "It can be converted as it is. Run chkdsk or fsck in it if it should be sound.",
    ),
    "E631": (
        "{what} in the guest cannot be read: {reason}.",
        "Let the guest check its file system (chkdsk /f or fsck), shut it down and try again.",
    ),
    "E632": (
        "There is no file system that can be read: it is {kind}.",
        "Choose another partition.",
    ),
    "E634": (
        "{path} in the guest cannot be unpacked: {reason}.",
        "Choose a file from another place.",
    ),
    "E680": (
        "The guest asks for more than a sound one would: {reason}.",
        "Let the guest check its file systems (chkdsk /f or fsck) in VMware, shut it down and try "
        "again.",
    ),
    "W630": (
        "The disk is dynamic (LDM).",
        "It can be converted, but the guest on it cannot be changed: make the changes in the guest "
        "before, while it runs in VMware.",
    ),
    "W631": (
        "Partition {number} ({kind}) cannot be looked into: {reason}",
        "It is converted as it is. Check the guest's file system if something should be there.",
    ),
    "W632": (
        "The partition table is damaged: {reason}.",
        "Check the disk in the guest; what can be read of the table is used.",
    ),
    "W633": (
        "Partition {number} reaches beyond the end of the disk.",
        "Check that the disk was copied whole.",
    ),
    "W634": (
        "Partition {number} is encrypted ({kind}).",
        "The guest on it cannot be looked into or changed. BitLocker: turn it off in the guest "
        "(manage-bde -off C:) or keep the recovery key at hand.",
    ),
    "W635": (
        "{windows} is hibernated.",
        "Start it in VMware and shut it down; what it had open is lost otherwise.",
    ),
    "W636": (
        "{windows} was shut down with fast start-up: a part of it is only hibernated.",
        "Start it in VMware and shut it down with: shutdown /s /t 0",
    ),
    "W637": (
        "The volume of partition {number} is marked to be checked.",
        "Start the guest in VMware, let chkdsk run and shut it down.",
    ),
    "W638": (
        "The journal of partition {number} is not empty: the guest was not shut down cleanly.",
        "Start the guest in VMware and shut it down.",
    ),
    "W639": (
        "The registry hive {hive} of {windows} was not closed cleanly, and its log does not fit.",
        "Start the guest in VMware and shut it down; what is shown of it may be out of date.",
    ),
    "W640": (
        "There are {count} installations of Windows: {windows}.",
        "The one that starts by default is taken unless you choose another.",
    ),
    "W641": (
        "The boot entry {title} leads to another disk: {root} on {place}.",
        "Convert all disks of the machine together, in their order.",
    ),
    "W642": (
        "The boot entry {title} leads nowhere: there is no {root} on {place}.",
        "Remove the entry in the guest if it is not used.",
    ),
    "W643": (
        "It is not certain which HAL is installed ({said}).",
        "{hal} is assumed, by the strongest evidence.",
    ),
    "W644": (
        "{hal} does not go with {kernel}: one is for several processors, the other is not.",
        "Such a Windows stops with 0x00000079. Choose a HAL again, the kernels go with it.",
    ),
    "W645": (
        "It cannot be told which HAL {path} is.",
        "Look in the guest: Device Manager > Computer.",
    ),
    "W646": (
        "{windows} cannot start from an IDE disk yet: {reasons}.",
        "Converting enables the drivers, unless the guest is left as it is ({do_keep_guest}).",
    ),
    "W647": (
        "VMware Tools are installed in {windows}.",
        "Converting disables their services and drivers; their files stay. Outside of VMware they "
        "refuse to be removed: uninstall them in the guest before, if it still runs there.",
    ),
    "W648": (
        "The disk at {slot} cannot be looked into: {reason}",
        "It is converted as it is. Check afterwards that the guest starts.",
    ),
    "W660": (
        "The start-up image of {kernel} has no {modules}, which {bus} disks need under Xen.",
        "Converting mends it where it can; otherwise run in the guest: {command}",
    ),
    "W661": (
        "{kernel} takes its emulated disks away under Xen, but its start-up image has no "
        "xen-blkfront: it would find no disk.",
        "Converting mends it where it can; otherwise run in the guest: {command}",
    ),
    "W662": (
        "{path} names {device}, which has another name under Xen.",
        "Converting mends it where it can; otherwise run in the guest: {command}",
    ),
    "W663": (
        "The network card {name} gets another name under Xen ({path}).",
        "Converting mends it where it can; otherwise run in the guest: {command}",
    ),
    "W664": (
        "A part of Linux is on another disk: {what}.",
        "Convert all disks of the machine together, in their order.",
    ),
    "W665": (
        "The start-up image {path} cannot be looked into: {reason}",
        "Make sure that it has xen-blkfront: {command}",
    ),
    "W860": (
        "Of the disk at {slot}, free blocks of {name} ({kind}) are copied like all others: "
        "{reason}.",
        "Nothing to do: the image is larger, and right. To have them left out, shut the guest "
        "down (not hibernate), and let it check its file systems.",
    ),
    "W861": (
        "Of the disk at {slot}, {saved} in free blocks of file systems are left out: deleted files "
        "cannot be recovered from the image.",
        "Keep the machine of VMware until nothing is missed, or copy them too ({do_keep_free}).",
    ),
    "W862": (
        "Of the disk at {slot}, free blocks are copied like all others: which ones are free could "
        "not be found out ({reason}).",
        "Nothing to do: the image is larger, and right.",
    ),
}
