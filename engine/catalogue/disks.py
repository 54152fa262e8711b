"""Findings about a machine's disks: descriptors, extents, chains: code, sentence, remedy."""

FINDINGS = {
    "E201": (
        "{path} is missing.",
        "Copy it from the original folder to {folder}, or say where it is ({do_locate}).",
    ),
    "E202": (
        "{path} is truncated: it has {size} bytes and should have at least {needed}.",
        "Copy the file again from the original.",
    ),
    "E203": (
        "{path} is not a VMware disk: {reason}.",
        "Choose the .vmdk file named in the .vmx; copy it again if it is damaged.",
    ),
    "E204": (
        "{path} is damaged: {reason}.",
        "Copy the file again from the original, or restore it from a backup. "
        "vmware-vdiskmanager -R may mend it.",
    ),
    "E205": (
        "{path} is a raw device mapping ({kind}): its data is on a physical disk.",
        "On the host make a virtual disk of it (vmkfstools -i {name} COPY.vmdk), or copy the "
        "device (dd if=DEVICE of=COPY.img bs=1M). Then say where the copy is: {do_locate}.",
    ),
    "E206": (
        "{path} uses {what}, which is not supported.",
        "Let VMware make a new copy: vmware-vdiskmanager -r {name} -t 0 copy.vmdk.",
    ),
    "E207": (
        "{path} is encrypted.",
        "Remove the encryption in VMware, then convert again.",
    ),
    "E208": (
        "{path} has a journal that was not replayed.",
        "Open the disk once on the ESXi host (power the machine on and off), then copy it again.",
    ),
    "E209": (
        "{path} is not an ordinary file.",
        "Only files can be opened as a disk; copy the content into a file first.",
    ),
    "E210": (
        "{path} is too large for what it claims to be: {size} bytes, at most {limit} are read.",
        "Check that it is the right file.",
    ),
    "E211": (
        "The descriptor of {path} says {described} sectors, its extent holds {found}.",
        "Restore the descriptor or the extent from a backup: one of them is of another disk.",
    ),
    "E213": (
        "The data of {path} is in a vSAN: the file only says where.",
        "On a host of the vSAN copy it to a VMFS or NFS datastore (vmkfstools -i {name} "
        "/vmfs/volumes/DATASTORE/COPY.vmdk), or export the machine with ovftool. Then open the "
        "export, or say where the copy is: {do_locate}.",
    ),
    "E214": (
        "The data of {path} is in a virtual volume (vVol): the file only says where.",
        "On the host copy it to a VMFS or NFS datastore (vmkfstools -i {name} "
        "/vmfs/volumes/DATASTORE/COPY.vmdk), or export the machine with ovftool. Then open the "
        "export, or say where the copy is: {do_locate}.",
    ),
    "E215": (
        "{path} stands for a physical disk, {device}: its data is there.",
        "Copy the whole device into a file (dd if={device} of=COPY.img bs=1M) and say where that "
        "is: {do_locate}.",
    ),
    "E216": (
        "{path} has no descriptor; it looks like a raw copy of a disk, as ESX 2 kept them.",
        "If it is one, call it {flat} and say that it is the disk: {do_locate}.",
    ),
    "E217": (
        "{path} was not fetched by Git LFS: there is only a pointer to its content.",
        "Fetch it in the repository: git lfs pull --include={name}.",
    ),
    "E218": (
        "{path} is a plain disk of VMware GSX or ESX 2, which is not read.",
        "Let VMware make a new copy: vmware-vdiskmanager -r {name} -t 0 copy.vmdk.",
    ),
    "E219": (
        "The descriptor {path} is missing; its data, {flat}, is there.",
        "Copy the descriptor too. Without it say that {flat} is the disk: {do_locate}.",
    ),
    "W201": (
        "{path} was not closed properly.",
        "If the machine crashed, start it once in VMware and shut it down. "
        "The content is read as it is.",
    ),
    "W202": (
        "The primary grain directory of {path} is damaged; the redundant one is used.",
        "Check the result; vmware-vdiskmanager -R may mend the disk.",
    ),
    "W203": (
        "{path} has a region of {sectors} sectors without access; it reads as zeros.",
        "Nothing to do if the guest never used it (as with physical partitions left out).",
    ),
    "W204": (
        "The descriptor of {path} says {described} sectors, its extent holds {found}.",
        "The descriptor is followed. Check the end of the disk.",
    ),
    "W205": (
        "{path} ends within its last grain; the missing bytes read as zeros.",
        "Compare its size with the original; copy the file again if it is shorter.",
    ),
    "W207": (
        "{name} belongs to the disk at {slot}; it does not stand in for the file of {place}.",
        "Copy the other {name} into a folder of its own and say where it is: {do_locate}.",
    ),
    "W208": (
        "The disk at {slot} ({name}) is left out.",
        "Nothing to do if that is meant. The guest may wait for the disk when it starts.",
    ),
    "W209": (
        "{path} is read as it is, as a raw disk of {size} bytes.",
        "Check that this is the size of the disk: there is no descriptor to compare it with.",
    ),
    "W210": (
        "{path} is taken for a copy of the physical disk that {owner} stands for.",
        "Check that it was copied whole, with the machine shut down.",
    ),
    "W211": (
        "The disk {name} at {node} is not converted: {reason}.",
        "VMware does not attach it either. Attach it there if it should be; its .vmdk can be "
        "opened by itself.",
    ),
    "W212": (
        "{path} was not searched whole: {reason}.",
        "Open the folders of the machines that are not in the list.",
    ),
    "W213": (
        "The working folder {written} is not on this computer.",
        "Snapshots and redo logs may be there: copy what is in it to the machine's folder.",
    ),
    "W220": (
        "The logical volume {name} is {kind}: what is on it cannot be looked into.",
        "It is converted as it is, with all that is on it. Prepare the Linux on it before, while "
        "it runs in VMware (xen-blkfront in its start-up image).",
    ),
    # E3, W3: chains
    "E301": (
        "The parent {name} of {path} is missing.",
        "Copy it from the original folder to {folder}, or say where it is ({do_locate}). "
        "Without it the disk is incomplete.",
    ),
    "E302": (
        "The parent of {path} has changed since the snapshot: content ID {found}, "
        "expected {expected}.",
        "Restore the parent's state of that time. If you know that only the ID is wrong, put it "
        "right in the descriptor.",
    ),
    "E303": (
        "The chain of {path} is a loop: {name} is its own ancestor.",
        "Restore the descriptors from a backup: parentFileNameHint is wrong.",
    ),
    "E304": (
        "The chain of {path} has more than {limit} layers.",
        "Delete snapshots in VMware first.",
    ),
    "E305": (
        "There is a redo log, {path}: should its changes be kept?",
        "Decide: {do_keep_redo}, or {do_discard_redo} (as before the last power-on).",
    ),
    "E306": (
        "The disk of {path} is larger than {limit} bytes.",
        "Check the descriptor; no VMware disk is that large.",
    ),
    "E307": (
        "{path} is not the redo log of this disk: it is of one of {found} bytes, not {expected}.",
        "Restore the redo log that belongs to the disk, or {do_discard_redo} (as before the "
        "last power-on).",
    ),
    "E308": (
        "{path} has several redo logs: {names}.",
        "Move those away that are left over from earlier runs; the newest is the likely one.",
    ),
    "W301": (
        "The parent of {path} was found by its content ID only: {name}.",
        "Check that it is the right file; parentFileNameHint names {hint}.",
    ),
    "W302": (
        "The parent of {path} was found beside it: {name}.",
        "Check that it is the right file; parentFileNameHint names {hint}.",
    ),
}
