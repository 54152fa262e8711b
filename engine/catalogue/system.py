"""Findings about the system of this computer: code, sentence, remedy."""

FINDINGS = {
    "E910": (
        "{path} would have {size}, and no file on {kind} has more than 4 GiB.",
        "Choose a folder on another file system, such as NTFS, exFAT, APFS or ext4.",
    ),
    "E995": (
        "The system has refused what is needed: {reason}.",
        "Mend that and do the same again; what was stopped on the way goes on where it was.",
    ),
    "W910": (
        "The configuration expects the images in {folder} on the server.",
        "Copy them there, send them with vmx2xen, or name another folder ({do_set_images}).",
    ),
}
