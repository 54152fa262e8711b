"""Findings about files in a guest, and what changed in them: code, sentence, remedy."""

FINDINGS = {
    "E845": (
        "What changed in the files cannot be found out: {reason}.",
        "It can be converted all the same. Let the guest check its file systems (chkdsk /f or "
        "fsck) and try again.",
    ),
    "E846": (
        "There is no volume {name} with files; there are {known}.",
        "Name one of these.",
    ),
    "E847": (
        "There is no file or folder {path} in this state.",
        "Look at the folder above it, or choose another state.",
    ),
    "E848": (
        "The files in the guest cannot be read: {reason}.",
        "It can be converted all the same. Let the guest check its file systems (chkdsk /f or "
        "fsck) and try again.",
    ),
    "E849": (
        "The machine has no snapshots, so there are no two states to be compared.",
        "Look through the files of the running state instead.",
    ),
    "W845": (
        "The files of volume {name} cannot be told: {reason}",
        "What differs in it is counted as a whole. Check the guest's file system if files should "
        "be there.",
    ),
    "W846": (
        "Of disk {slot} the last {size} of what the snapshots hold were not compared.",
        "They are counted as if all of them had changed.",
    ),
    "W847": (
        "Disk {slot} is not in both states.",
        "Look at it alone; the other disks are compared.",
    ),
}
