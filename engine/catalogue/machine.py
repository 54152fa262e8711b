"""Findings about the machine: .vmx, .vmsd and .ovf: code, sentence, remedy."""

FINDINGS = {
    "E101": (
        "{path} cannot be read: {reason}.",
        "Check that the file exists and that you may read it.",
    ),
    "E102": (
        "{path} is not a virtual machine configuration: {reason}.",
        "Choose the .vmx file (or the .ovf, .ova or disk .vmdk) of the machine.",
    ),
    "E103": (
        "The virtual machine is encrypted.",
        "Remove the encryption in VMware (VM > Settings > Options > Access Control), "
        "then convert again.",
    ),
    "E104": (
        "The virtual machine is suspended: its memory is saved in {path}.",
        "Start it in VMware and shut the guest down, or discard the suspended state there. Without "
        "VMware: move {path} out of the folder; the guest then starts as after a power cut.",
    ),
    "E105": (
        "The virtual machine is in use: {path} is locked.",
        "Shut the machine down in VMware. If it is not running, delete the left-over {path}.",
    ),
    "E106": (
        "The virtual machine has no hard disk.",
        "Check in VMware that a disk is attached, or open its .vmdk itself.",
    ),
    "E107": (
        "There is no snapshot {name}; there are: {known}.",
        "Name one of them by number or display name, or {do_running_state}.",
    ),
    "E108": (
        "The snapshot name {name} is not unique.",
        "Name the snapshot by its number: {known}.",
    ),
    "E109": (
        "{path} leads outside the folder of the virtual machine ({target}).",
        "If you trust this machine, agree to it ({do_trust}); else move the file into the folder.",
    ),
    "E110": (
        "The folder {path} holds {count} virtual machines.",
        "Choose one of them: {names}.",
    ),
    "E111": (
        "{path} holds no virtual machine.",
        "Choose a folder with a .vmx or .ovf file, or the file itself.",
    ),
    "E112": (
        "{path} cannot be opened as an appliance or archive: {reason}.",
        "Export it again as OVF without compression or chunks, or import it into VMware first. "
        "What is only an odd archive can be unpacked, and opened in its folder.",
    ),
    "E113": (
        "locate.{key} means no file of this machine.",
        "Name a slot and a layer of it, such as locate.scsi0:0.2 for the parent of a disk. "
        "There are the slots {known}.",
    ),
    "E114": (
        "Several files are called {name}: it is not clear which of them is meant.",
        "Say it for one of them alone: {keys}.",
    ),
    "E115": (
        "{path} belongs to the disk at {other}; the disk at {slot} leads to it too.",
        "Leave one of them out ({do_without}), or make a copy of the file and say that it is "
        "the other one ({do_locate}).",
    ),
    "E116": (
        "There is no disk at {slot}.",
        "Leave out one of these, or none: {known}.",
    ),
    "E117": (
        "The disk at {slot} cannot be left out: {reason}.",
        "Convert it too. If a file of it is missing, say where that is ({do_locate_slot}).",
    ),
    "E118": (
        "The guest ({guest}) is for ARM processors: it cannot run on Xen for x86.",
        "Install the guest anew for x86 and take its data over. If another system is on the disk, "
        "put guestOS right in the .vmx.",
    ),
    "E119": (
        "The guest ({guest}) is macOS, which cannot run on Xen.",
        "Move it to a Mac (VMware Fusion). If another system is on the disk, put guestOS right in "
        "the .vmx.",
    ),
    "W101": (
        "{path} is not valid {encoding}; it was read as {used}.",
        "Check the names shown; correct .encoding in the file if they are wrong.",
    ),
    "W102": (
        "The disk {name} at {node} is nonpersistent: what the guest wrote since is not kept.",
        "The redo log is ignored, as VMware does at power-off. To keep the changes, commit them "
        "in VMware first.",
    ),
    "W103": (
        "{path} has {lines} lines that are not KEY = VALUE; they were ignored.",
        "Check the file if something is missing.",
    ),
    "W104": (
        "The snapshot list {path} cannot be used: {reason}.",
        "The running state can be converted; snapshots cannot be chosen.",
    ),
    "W105": (
        "{node} names {written}; instead of it, {used} beside the configuration is used.",
        "Check that it is the same file.",
    ),
    "W106": (
        "The disk at {node} is shared with other machines ({mode}).",
        "Make sure that no other machine writes to it during the conversion.",
    ),
    "W107": (
        "The virtual machine has a virtual TPM.",
        "Its secrets do not travel: suspend BitLocker or keep the recovery key at hand. Xen has "
        "none; XCP-ng 8.3 can make a new one (xe vtpm-create vm-uuid=…).",
    ),
    "W108": (
        "{key} = {value} is not possible; {used} is used.",
        "Correct it in the configuration, or choose another value ({do_set}).",
    ),
    "W109": (
        "{path} does not match its manifest, {manifest}.",
        "It was changed after the export. Check what is shown, or export the machine again.",
    ),
    "E120": (
        "{path} is compressed ({kind}), and cannot be read in place.",
        "Unpack it where there is room, and open what was in it: {command}",
    ),
    "E121": (
        "{path} is an archive of files, and not called as one.",
        "Give it the ending of its kind, and open it again: {command}",
    ),
    "E122": (
        "{path} is cut into chunks.",
        "Put them together, and open the appliance again: {command}",
    ),
    "E123": (
        "{path} does not match its manifest, {manifest}: it was changed after the export, or the "
        "copy is damaged.",
        "Copy or export the machine again. If the change is meant, agree to it ({do_trust}).",
    ),
    "E124": (
        "{path} does not have the digest that the manifest has of it ({algorithm}): the copy is "
        "damaged, or the file was changed.",
        "Copy the appliance again from where it came. If the change is meant, convert into an "
        "empty folder and agree to it ({do_trust}).",
    ),
    "W110": (
        "The guest was not shut down (cleanShutdown is FALSE): the machine was running when it was "
        "copied, or it crashed.",
        "If it was running, shut it down and copy it again: its disks are of different moments.",
    ),
    "W111": (
        "{path} is there, which ESXi keeps while the machine is running.",
        "If the machine was running when it was copied, shut it down and copy it again; else the "
        "file is left over from a crash and can be deleted.",
    ),
    "W112": (
        "VMware notes that the disks of this machine need consolidation: a snapshot was not "
        "deleted in full.",
        "Check that the newest disk is the one that is converted; if in doubt, consolidate the "
        "disks in VMware and copy the machine again.",
    ),
    "W113": (
        "{path} was made from {name}, the disk at {node}, and nothing names it: it was last "
        "written on {written}, {name} on {older}. It may hold all that was written since a "
        "snapshot.",
        "If it is the newer state, take it instead ({do_locate}), or convert it by itself. If it "
        "is left over, move it away.",
    ),
    "W114": (
        "The virtual machine was suspended, but its saved memory, {path}, is not here.",
        "The disks are converted as they are: the guest starts as after a power cut. To lose "
        "nothing, shut it down in VMware and copy it again.",
    ),
    "W115": (
        "The disk at {node} has {described} bytes in the description, and {found} in its file.",
        "All of the file is converted. Check that it is the right one.",
    ),
    "W116": (
        "{count} CD-ROM drives are left out: there is no room for them on the controllers.",
        "Nothing to do if they are empty; else attach the image on the server ({do_set_cdrom}).",
    ),
    "W117": (
        "The manifest {manifest} has no digest of {path}.",
        "Whether the file was copied right cannot be told. Export the machine again, or compare it "
        "with the original.",
    ),
    "W118": (
        "The manifest {manifest} has {lines} lines that are no digests of a known kind.",
        "What they speak of is not checked. Compare the files with the original if in doubt.",
    ),
    "W119": (
        "The manifest {manifest} has a digest of {path}, which is not here.",
        "Check that the appliance is whole; if the machine does not need the file, nothing is "
        "lost.",
    ),
    "W120": (
        "{path} does not have the digest that the manifest has of it ({algorithm}); it was "
        "converted all the same.",
        "Check what the guest holds. The copy may be damaged.",
    ),
    "E930": (
        "{path} is encrypted: its member {name} takes a password.",
        "Unpack it where there is room, and open what was in it: {command}",
    ),
}
