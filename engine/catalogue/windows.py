"""Findings about a Windows that is finished: code, sentence, remedy."""

FINDINGS = {
    "W820": (
        "The registry hive {hive} of {windows} was not closed cleanly; its log is played back.",
        "It is as Windows would find it at its next start, also where converting changes it. "
        "Nothing to do.",
    ),
    "W821": (
        "The boot menu of {windows} names its disk by {place}: the loader would read it through "
        "NTBOOTDD.SYS, the driver of VMware's controller.",
        "Converting names it by its place in the BIOS, unless the guest is left as it is "
        "({do_keep_guest}). If it is another disk than the first, correct boot.ini in the guest "
        "before: multi(0)disk(0)rdisk(N)partition(M).",
    ),
    "W822": (
        "There is a Windows in {root} on partition {number} that cannot be read: {reason}",
        "Let the guest check its file system (chkdsk /f), or restore the registry from a backup. "
        "It is converted as it is.",
    ),
    "W823": (
        "{windows} is not tidied (services of VMware Tools, static addresses): {reason}",
        "It starts all the same. Disable the services in the guest, and set addresses there.",
    ),
    "W824": (
        "The network card {card} of {windows} has the fixed address {address} (gateway {gateway}): "
        "under Xen it is another card to Windows.",
        "Converting has Windows set it again at its first start, where it is certain which card it "
        "is. Else type in the guest: netsh interface ip set address NAME static {command}",
    ),
    "W971": (
        "The network card {card} of {windows} has the fixed IPv6 address {address} (gateway "
        "{gateway}): under Xen it is another card to Windows.",
        "Converting has Windows set it again at its first start, where it is certain which card it "
        "is. Else type in the guest: {command}",
    ),
    "W972": (
        "{windows} leaves disks offline that are new to it (SanPolicy): under Xen all are but the "
        "one it starts from.",
        "Converting has it bring them online, unless the guest is left as it is ({do_keep_guest}). "
        "Else type in the guest, in diskpart: san policy=OnlineAll, and for each: online disk",
    ),
    "E821": (
        "{name} cannot be run at the first start: {reason}.",
        "Choose a file that the guest can run.",
    ),
    "E822": (
        "The guest cannot be given commands for its first start: {reason}.",
        "Convert it without them ({do_no_firstboot}), and run them in the guest.",
    ),
    "E970": (
        "{name} cannot be put in as Xen's PV drivers: {reason}.",
        "Name a folder or an ISO image with drivers for this Windows, or an .msi, or convert it "
        "without ({do_no_pvdrivers}) and install them in the guest.",
    ),
    "E823": (
        "{name} is no installation medium for this Windows: {reason}.",
        "Name one of its language and service pack ({do_media}), or a CD that the service pack was "
        "put onto.",
    ),
    "W825": (
        "{windows} knows its drive {letter} by the signature of another disk: it may give "
        "the letter to something else, and let nobody log on.",
        "Converting gives a disk that has none the signature that Windows knows. Else start the "
        "guest in VMware once, so that it notes the one it has, and shut it down.",
    ),
    "W826": (
        "{windows} has no driver for NVMe disks, which XCP-ng shows to guests with UEFI.",
        "Install one in the guest before, or use a Xen that shows it IDE or AHCI disks.",
    ),
    "W827": (
        r"The EFI system partition {number} has no \EFI\BOOT\BOOTX64.EFI. Xen's firmware does not "
        "know VMware's boot entries: it starts only that.",
        r"Converting copies the guest's own loader there, where it is certain which that is. By "
        r"hand, in the guest: bcdboot C:\Windows /f UEFI in a Windows, a copy of shimx64.efi or "
        "grubx64.efi in a Linux. Or choose the loader in the menu of Xen's firmware.",
    ),
    "W970": (
        r"The EFI system partition {number} was not given \EFI\BOOT\BOOTX64.EFI: {reason}.",
        "Copy the loader that the guest starts by there in the guest before, or choose it in the "
        "menu of Xen's firmware.",
    ),
    "E820": (
        "Windows cannot be given drivers for Xen's disks: {reason}",
        "Mend it, or convert the guest as it is ({do_keep_guest}): it may not start then.",
    ),
}
