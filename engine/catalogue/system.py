"""Findings about the system of this computer: code, sentence, remedy."""

FINDINGS = {
    "E910": (
        "{path} would have {size}, and no file on {kind} has more than 4 GiB.",
        "Choose a folder on another file system, such as NTFS, exFAT, APFS or ext4.",
    ),
    "W910": (
        "The configuration expects the images in {folder} on the server.",
        "Copy them there, send them with vmx2xen, or name another folder ({do_set_images}).",
    ),
}
