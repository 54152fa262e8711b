"""Every refusal and warning: a code, one sentence, and the remedy.

The catalogue is the single source of these texts: the window, the command line and JSON all show
the same ones. Codes starting with ``E`` block the work, codes starting with ``W`` only warn.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from engine import system_errors
from engine.actions import ACTIONS, PREFIX
from engine.host_paths import text_of
from engine.phrase import Phrase


class Severity(StrEnum):
    """Whether a finding blocks the work or only warns."""

    ERROR = "error"
    WARNING = "warning"


#: A file of a disk that is missing, truncated, damaged, of another disk, or on a device.
_LOCATABLE = (
    *("E115", "E201", "E202", "E203", "E204", "E205", "E211", "E213", "E214", "E215", "E217"),
    *("E219", "E301", "E302", "W113"),
)
#: In a remedy, as long as it is not known which file of the machine it is about.
_ANY_PLACE = "SLOT.LAYER"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell the user about."""

    code: str
    message: Phrase
    remedy: Phrase
    file: str = ""  #: the name of the file that it is about
    place: str = ""  #: which file of a machine that is, ``scsi0:1.2``: as --set locate.… takes it

    @property
    def severity(self) -> Severity:
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def locatable(self) -> bool:
        """Whether it helps to say where (else) the file is."""
        return bool(self.place) and self.code in _LOCATABLE

    def at(self, place: object) -> Finding:
        """The same, said of the file at ``place``, unless it is of another."""
        if self.place:
            return self
        fields = {**self.remedy.fields, "place": str(place)}
        remedy = _with_actions(self.remedy.template, fields)
        for name, action in self.remedy.fields.items():
            if isinstance(action, Phrase) and name in ACTIONS:
                own = {**action.fields, "place": str(place)}
                fields[name] = Phrase.of_data(action.template, **own)
        remedy = Phrase.of_data(self.remedy.template, **fields)
        return replace(self, remedy=remedy, place=str(place))

    @property
    def actions(self) -> tuple[str, ...]:
        """The names of the actions that its remedy speaks of, as :mod:`engine.actions` has them."""
        return tuple(_actions(self.remedy.template))

    def as_json(self) -> dict[str, str]:
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "remedy": self.remedy,
            **({"file": self.file} if self.file else {}),
            **({"place": self.place} if self.place else {}),
        }

    def __str__(self) -> str:
        return f"{self.code}: {self.message}\n       {self.remedy}"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """The work cannot be done; ``findings`` say why and what helps. Exit code 3."""

    def __init__(self, findings: Finding | Iterable[Finding]) -> None:
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__("\n".join(str(each) for each in self.findings))

    def at(self, place: object) -> Refusal:
        """The same, said of the file of a machine at ``place``."""
        return Refusal(each.at(place) for each in self.findings)


class Stopped(Exception):  # noqa: N818
    """The user stopped the work; it can be resumed. Exit code 4."""


def finding(code: str, about: str = "", **fields: object) -> Finding:
    """Make the finding ``code`` of the catalogue with its fields filled in.

    ``about``: the name of the file that it is about, where that is not the last part of ``path``.
    Values come from untrusted files: they are shortened, and control characters are replaced.
    An exception says what it was raised with.
    """
    message, remedy = CATALOGUE[code]
    fields = {"place": _ANY_PLACE, **fields}
    safe = {key: _printable(words(value)) for key, value in fields.items()}
    path = fields.get("path")
    about = about or (path.name if isinstance(path, Path) else "")
    return Finding(code, Phrase.of_data(message, **safe), _with_actions(remedy, safe), about)


def _with_actions(remedy: str, fields: dict[str, str]) -> Phrase:
    """A remedy with its fields; what it tells to do is made of the same fields."""
    actions = {name: Phrase.of_data(ACTIONS[name].option, **fields) for name in _actions(remedy)}
    return Phrase.of_data(remedy, **{**fields, **actions})


def _actions(remedy: str) -> list[str]:
    """The names of the actions in the template of a remedy."""
    names = [name for _, name, _, _ in string.Formatter().parse(remedy) if name]
    return [name for name in names if name.startswith(PREFIX)]


def refuse(code: str, about: str = "", **fields: object) -> Refusal:
    """The refusal made of one finding, to be raised."""
    return Refusal(finding(code, about, **fields))


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of ``findings`` that block the work."""
    return tuple(each for each in findings if each.blocks)


def words(value: object) -> str:
    """A field as text: a phrase stays one, also one that an exception was raised with."""
    match value:
        case str():
            return value
        case Path():
            return _shortened(text_of(value))
        case OSError():
            return system_errors.words(value)
        case Exception(args=[Phrase() as said]):
            return said
        case MemoryError():
            return Phrase("it takes more memory than there is")
    return str(value)


def _shortened(path: str, limit: int = 300) -> str:
    """A path keeps both its ends."""
    cut = limit // 2
    return path if len(path) <= limit else f"{path[: cut - 1]}…{path[-cut:]}"


def _printable(text: str, limit: int = 300) -> str:
    if isinstance(text, Phrase):
        return text.with_fields(_printable)
    if len(text) > limit:
        text = f"{text[:limit]}…"
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


CATALOGUE: dict[str, tuple[str, str]] = {
    # -- E1, W1: the virtual machine (.vmx, .vmsd, .ovf)
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
        "The appliance {path} cannot be opened: {reason}.",
        "Export it again as OVF without compression or chunks, or import it into VMware first.",
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
        "{path} is an archive with the folder of a machine in it.",
        "Unpack it where there is room, and open the .vmx in it: {command}",
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
    # -- E2, W2: descriptors and extents
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
    # -- E3, W3: chains
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
    # -- E4, W4: the target and the job
    "E401": (
        "There is not enough room in {path}: {needed} are needed, {free} are free.",
        "Free some space or choose another folder.",
    ),
    "E402": (
        "{path} exists already.",
        "Choose another folder, or move the file away.",
    ),
    "E403": (
        "{path} cannot be written: {reason}.",
        "Check the folder, its rights and the disk it is on.",
    ),
    "E404": (
        "{path} cannot be resumed: {reason}.",
        "Start again in an empty folder.",
    ),
    "E405": (
        "The source has changed since the conversion began: {path}.",
        "Start again in an empty folder, and leave the machine off meanwhile.",
    ),
    "E406": (
        "{path} is not as the conversion left it: {reason}.",
        "If the guest was started or repaired since, accept it as it is now "
        "({do_accept}). If nothing has written to it, convert again, to another disk.",
    ),
    "E407": (
        "Another vmx2xen is working in {path}.",
        "Wait until it is done, or stop it.",
    ),
    "E408": (
        "{path} is in use or is not a free block device: {reason}.",
        "Unmount it, and make sure that nothing uses it.",
    ),
    "E409": (
        "The device {path} is too small: {size} bytes, the disk has {needed}.",
        "Make the volume larger, or choose another.",
    ),
    "E410": (
        "{path} cannot be read: {reason}.",
        "The source disk may be failing; copy the machine to another disk and try again.",
    ),
    "E411": (
        "A {format} image cannot hold {size} bytes.",
        "Choose another format, for example raw.",
    ),
    "E412": (
        "{path} is no finished conversion: {reason}.",
        "Choose the folder that vmx2xen wrote.",
    ),
    "E413": (
        "{path} is a device: everything on it will be overwritten.",
        "If that is meant, agree ({do_overwrite}).",
    ),
    "E414": (
        "{path} holds a conversion that was stopped.",
        "Go on with it ({do_resume}), or choose another folder.",
    ),
    "E415": (
        "{path} cannot become an XVA: {reason}.",
        "Convert the machine again, with raw images ({do_raw}) and IDE disks.",
    ),
    "E416": (
        "{path} is no table of networks: {reason}.",
        'Write lines such as "VM Network" = "xenbr1".',
    ),
    "E417": (
        "{path} is a link to another place, or no ordinary file: it was not made by vmx2xen.",
        "Remove it, or choose another folder. Nothing was written through it.",
    ),
    "E418": (
        "There is not enough memory.",
        "Close other programs, or allow more (ulimit -v), and do the same again.",
    ),
    "E419": (
        "{path} has changed since it was written.",
        "If it was changed on purpose: {do_accept}. A delivery takes it as it is now.",
    ),
    "E420": (
        "{path} has changed since it was written: nothing it says can be relied on.",
        "Its disk may be failing. Convert the machine again, to another disk.",
    ),
    "W410": (
        "{path} has no digest of itself: an older vmx2xen wrote it.",
        "The images are compared all the same. To have all compared, convert again.",
    ),
    "E800": (
        "{path} is not what would be packed now: {reason}.",
        "If images or configuration were changed since, or if its disk may be failing, pack it "
        "again: {do_pack}.",
    ),
    "E421": (
        "{path} is not as it was written: {reason}.",
        "If a guest or another program has written to it, that was to be expected. Otherwise its "
        "disk may be failing: convert again to another.",
    ),
    "W401": (
        "XCP-ng starts the guest's clock with UTC; Windows expects local time.",
        "Let Windows set its clock from the network, or after the import: "
        "xe vm-param-set uuid=… platform:timeoffset=SECONDS.",
    ),
    "E440": (
        "{path} does not hold what was written: {reason}.",
        "The disk may be failing. Convert again to another disk.",
    ),
    "E441": (
        "What is left to take back in {path} is what the conversion fitted ({what}): without it "
        "the guest may not start on Xen.",
        "If that is meant, say so: {do_undo_fitting}.",
    ),
    "E443": (
        "{path} cannot be read: {reason}.",
        "Mend it, or delete it and write it anew with hal, config or convert.",
    ),
    "E444": (
        "{path} was changed by hand, and no disk in it has target={target} any more.",
        "Write that line again: the place on the server is put in for it.",
    ),
    "E445": (
        "{path} was changed by hand; these settings have no place in an archive: {keys}.",
        "Take them back and set them after the import, or agree to leave them out "
        "({do_leave_out}).",
    ),
    "E446": (
        "{path} is not there.",
        "Check how it is written.",
    ),
    "E447": (
        "{path} has several images: {names}.",
        "Name the one with Windows in it.",
    ),
    "E448": (
        "There is no Windows in this image.",
        "Only a Windows has a HAL to be chosen.",
    ),
    "W433": (
        "{path} was changed by hand; this is taken over: {settings}.",
        "Take it back there if it is not meant.",
    ),
    "W434": (
        "{path} was changed by hand; this is left out: {keys}.",
        "Set it where the guest is started.",
    ),
    "W435": (
        "{path} was changed by hand; it is sent as it is, with the places of the server.",
        "Take the changes back there if they are not meant.",
    ),
    "W430": (
        "{path} has {flags} now, as suits the HAL.",
        "Start the guest with it; what was sent before has to be sent again.",
    ),
    "W431": (
        "{path} was changed by hand, so it stays as it is. The HAL wants {flags}.",
        "Set them in it.",
    ),
    "W432": (
        "What was taken back is what the conversion fitted ({what}): the guest may not start on "
        "Xen.",
        "Convert again to have it back.",
    ),
    # -- E505-E519, W510-W519: the command line
    "E505": (
        "Standard output cannot be written: {reason}.",
        "What was done is done; look into the folder, or give the command again.",
    ),
    "E506": (
        "{path} would be a file of this name: nothing is written to standard output.",
        "Name a file, or a block device.",
    ),
    "W510": (
        "locate.{name} was not needed: no disk of the machine is read from {path}.",
        "Check the name: it is that of the file which is missing, as the configuration has it.",
    ),
    "W511": (
        "The table of networks has none of this machine's networks: {known}.",
        "Check how the names are written in it.",
    ),
    # -- E5, W5: what Xen can take
    "E501": (
        "{key} = {value} is not possible: {reason}.",
        "Choose another value: {do_set_key}.",
    ),
    "E502": (
        "Xen cannot use {path}: {reason}.",
        "Choose another folder, rename the file, or name the server's folder ({do_set_images}).",
    ),
    "E910": (
        "{path} would have {size}, and no file on {kind} has more than 4 GiB.",
        "Choose a folder on another file system, such as NTFS, exFAT, APFS or ext4.",
    ),
    "W910": (
        "The configuration expects the images in {folder} on the server.",
        "Copy them there, send them with vmx2xen, or name another folder ({do_set_images}).",
    ),
    "E503": (
        "Xen 3 cannot have {what}: {reason}.",
        "Take the configuration for xl (Xen 4.2 or later), or change the setting.",
    ),
    "E504": (
        "libvirt cannot have {what}: {reason}.",
        "Take the configuration for xl, or change the setting.",
    ),
    "W501": (
        "Before PV drivers are installed the guest does not see: {disks}.",
        "Attach fewer, install PV drivers in the guest, then attach the rest. With xl and "
        "Windows Vista or later, AHCI shows six ({do_ahci}).",
    ),
    "W502": (
        "The network card {nic} becomes {model}.",
        "The guest sees new hardware; set its network address again if it was fixed.",
    ),
    "W503": (
        "The guest boots with UEFI; the boot entries in {nvram} do not travel.",
        "If it does not start, choose the boot file in the firmware's menu once (Boot Maintenance "
        "Manager > Boot From File; Windows: \\EFI\\Microsoft\\Boot\\bootmgfw.efi).",
    ),
    "W504": (
        "Secure Boot is on; Xen's firmware does not offer it.",
        "The guest starts without it. XCP-ng has it: once the guest runs, "
        "xe vm-param-set uuid=… platform:secureboot=true (8.2: before that, secureboot-certs "
        "install on the host).",
    ),
    "W505": (
        "{device} has no counterpart: {detail}.",
        "Nothing to do unless the guest needs it.",
    ),
    "W507": (
        "Xen cannot start a {format} image; the disk is left out of the configuration.",
        "Choose raw, or another format that Xen knows ({do_xen_format}).",
    ),
    "W506": (
        "The network {network} is connected to the bridge {bridge}.",
        "Change it ({do_set_bridge}), or with a table of all networks ({do_networks}).",
    ),
    "W508": (
        "The guest saw the SMBIOS strings of its host (smbios.reflectHost).",
        "A Windows that is activated by them has to be activated again; xl.cfg can give it other "
        "strings (smbios=[…]).",
    ),
    "W520": (
        "With {flags} {guest} does not start: {reason}",
        "Choose what fits: {do_fitting}",
    ),
    "W521": (
        "With {flags} {guest} is not at its best: {reason}",
        "It starts. What fits: {do_fitting}",
    ),
    "W522": (
        "It is not known whether {guest} starts with {flags}: {reason}",
        "Try it, or choose what fits: {do_fitting}",
    ),
    "W523": (
        "The domain has one vCPU where the machine had {vcpus}: {guest} uses no more.",
        "{remedy}",
    ),
    "W524": (
        "apic = 0 has no effect with {vcpus} vCPUs: Xen tells the guest of APICs all the same.",
        "Set vcpus=1 too, or leave apic=1.",
    ),
    "W525": (
        "{guest} brings no driver for the network card {model}.",
        "Choose {best} ({do_set_nic}), or install the driver in the guest.",
    ),
    # (E530-E549, W530-W559: which Xen)
    "E530": (
        "{windows} loads the HAL that its Setup has installed, unless it is told to choose.",
        "Keep it ({do_keep_hal}). To let it choose between its two, run in the guest: "
        "bcdedit /set detecthal yes",
    ),
    "W530": (
        "With {flags} {guest} does not start: {reason}",
        "No setting of Xen's helps. Leave the machine with VMware, or set the guest up anew.",
    ),
    "W531": (
        "It is not known whether {guest} starts with {flags}: {reason}",
        "Try it; no setting is known to suit it better.",
    ),
    "W532": (
        "No domain with acpi=0 is created where QEMU is 9 or later: it does not know the option "
        "that Xen passes then.",
        "Leave acpi=1, which every HAL runs on. For a guest that must not see ACPI: "
        "{do_set_wrapper} has a wrapper for QEMU written beside the configuration.",
    ),
    "W533": (
        "The guest is started by {path}, which the server has to have.",
        "{name} is written beside the configuration. A delivery (push) brings it and names it "
        "where it is then. Without one, copy it there: install -m 755 {name} {path}",
    ),
    "W534": (
        "The guest boots with UEFI. The package ovmf of Debian 12, 13 and sid does not know "
        "Xen: a guest does not start with it.",
        "Give the server an OVMF built from OvmfXen.dsc (Fedora: edk2-ovmf-xen; openSUSE: "
        "ovmf-x86_64-xen-4m.bin) and name it: {do_set_bios}",
    ),
    "W535": (
        "The guest boots with UEFI; the boot entries in {nvram} do not travel, and under xl none "
        "are kept.",
        "Windows: Setup has put a boot file at \\EFI\\BOOT\\bootx64.efi, which is found at every "
        "start; where it is missing, copy \\EFI\\Microsoft\\Boot\\bootmgfw.efi there in the guest "
        "before.",
    ),
    "W536": (
        "nx = 0 has no effect: xl reads it, and nobody uses it.",
        "The guest sees NX all the same. Only pae=0 hides it.",
    ),
    "W537": (
        "QEMU of {xen} opens no {format} image: the guest is not created (seen with Debian 13).",
        "Choose another format: {known}.",
    ),
    "W538": (
        "The disk {disk} of {size} does not fit into VHD storage, which takes {limit}.",
        "Import it into a storage repository of another kind (XCP-ng 8.3: QCOW2), or make it "
        "smaller in VMware before.",
    ),
    "W539": (
        "XCP-ng shows the disks of a guest with UEFI as NVMe, for which {guest} brings no driver.",
        "The XVA says platform:disk_type=ide. For a VM made in another way: "
        "xe vm-param-set uuid=… platform:disk_type=ide",
    ),
    "W540": (
        "{guest} keeps the drivers of {cards}, but takes them for new cards: they have other "
        "subsystem IDs and other places.",
        "If an address was fixed, set it again. The old one is held by a hidden device (Device "
        "Manager after: set devmgr_show_nonpresent_devices=1).",
    ),
    "W541": (
        "{guest} uses {limit} of memory at most; the domain has {memory}.",
        "Give it less: {do_set_memory}",
    ),
    "W542": (
        "{guest} sees another disk controller, video and network card: it may want to be "
        "activated again (XP and 2003 within 3 days).",
        "Keep the product key at hand. Volume licences of XP and 2003 need no activation.",
    ),
    "W543": (
        "From {old} to {new} Windows leaves ACPI: it finds all its devices anew.",
        "Expect several restarts, and set network addresses again that were fixed. Putting the "
        "old HAL back by its files alone then ends in STOP 0x0000007B: keep the machine.",
    ),
    "W544": (
        "{guest} does not start with more than {limit} of memory; the domain has {memory}.",
        "Give it less: {do_set_memory}",
    ),
    "W545": (
        "XCP-ng gives all network cards of a guest one model; they were to be {models}.",
        "All become {model}. Choose another with {do_set_cards}.",
    ),
    "W546": (
        "At the import the network called {networks} is taken; where there is none, an "
        "isolated one is made.",
        "Look for its name on the server (xe network-list params=name-label) and convert "
        "with {do_set_bridges}, or connect the card afterwards.",
    ),
    "W547": (
        "The archive can be imported once: as long as that VM is there, a second time is refused "
        "(VM_TO_IMPORT_IS_NOT_NEWER_VERSION).",
        "To replace the VM, which must be off, add force=true. For a copy beside it leave "
        "preserve=true away; the cards then get other addresses.",
    ),
    "W549": (
        "Before PV drivers are installed the guest does not see all of its {cards} network cards: "
        "{reason}.",
        "Install PV drivers in the guest, then attach the rest.",
    ),
    "W800": (
        "{guest} has a race in its driver for IDE disks: while much is installed it may hang, or "
        "fill the disk with logs.",
        "Install what is to be installed before converting: Xen has no switch for it (VirtualBox's "
        "manual, 11.2.3, describes it). If the disk fills, look for logs.",
    ),
    "W801": (
        "The archive leaves has_vendor_device off: Windows Update does not bring PV drivers.",
        "Install them in the guest. For those of Windows Update, before the first start: "
        "xe vm-param-set uuid=… has-vendor-device=true",
    ),
    # -- E6, W6: the guest (E601-E629, W601-W629: changing it)
    "E601": (
        "{library} cannot be used: {reason}.",
        "Install it ({how}). Without it guests cannot be changed on "
        "this computer; looking into them and converting work.",
    ),
    "E602": (
        "The helper process that changes the guest has failed: {reason}.",
        "Nothing was changed. Run chkdsk in the guest, shut it down and try again.",
    ),
    "E603": (
        "The change would be larger than {limit} bytes.",
        "Nothing was changed. Run chkdsk in the guest: its file system may be damaged.",
    ),
    "E604": (
        "{path} has changed while the edit was being prepared, in {count} places.",
        "Nothing was changed. Close what uses the image, and try again.",
    ),
    "E605": (
        "An edit of {path} was interrupted.",
        "Change the image or take the edit back ({do_for_real}): it is finished first.",
    ),
    "E606": (
        "{path} has changed since the edit, in {count} of its places: it cannot be taken back.",
        "Restore the image from a backup, or convert the machine again.",
    ),
    "E607": (
        "An edit of {path} was interrupted, and something else has changed {count} of its places "
        "since.",
        "Restore the image from a backup or convert again; then delete {undo}.",
    ),
    "E608": (
        "{path} is damaged: {reason}.",
        "The disk may be failing. Restore the image from a backup, or convert the machine again.",
    ),
    "E609": (
        "{path} has been written since the edit, perhaps by the guest: taking the edit back could "
        "damage the guest's file system.",
        "If you know that nothing has changed in it, agree ({do_agree}).",
    ),
    "E610": (
        "The guest was not shut down cleanly: the journal of its {kind} volume is not empty.",
        "Start the guest in VMware and shut it down. If that is impossible, agree to discard the "
        "journal; chkdsk then runs when the guest starts.",
    ),
    "E611": (
        "The guest was shut down with fast start-up.",
        "Start it in VMware and shut it down with: shutdown /s /t 0",
    ),
    "E612": (
        "The guest is hibernated.",
        "Start it in VMware and shut it down, not hibernate.",
    ),
    "E613": (
        "There is not enough room in the guest's volume for {path}: {needed} bytes are needed, "
        "{free} are free.",
        "Start the guest in VMware and delete something there.",
    ),
    "E614": (
        "There is no {kind} volume at byte {offset}: {reason}.",
        "If it is encrypted (BitLocker), turn that off in the guest first.",
    ),
    "E615": (
        "The guest's {kind} volume is damaged: {reason}.",
        "Nothing was changed. Run chkdsk /f in the guest, shut it down and try again.",
    ),
    "E616": (
        "{path} is encrypted in the guest (EFS).",
        "Decrypt it in the guest: cipher /d {path}",
    ),
    "E617": (
        "The guest has no file {path}.",
        "Check the name, and that the Windows in the guest is complete.",
    ),
    "E618": (
        "The guest has {path} already.",
        "Choose another name.",
    ),
    "E619": (
        "{name} is not a name of 8.3 characters.",
        "Choose a name of at most eight letters or digits, a dot and three more.",
    ),
    "E620": (
        "{path} in the guest is too large: {size} bytes, at most {limit} are expected.",
        "Check the file in the guest.",
    ),
    "E621": (
        "The registry hive {name} was not closed cleanly, and its log cannot be played back: "
        "{reason}.",
        "Start the guest in VMware and shut it down. If that is impossible, go on without the log "
        "({do_ignore_log}): what Windows changed last is lost.",
    ),
    "E622": (
        "The registry hive {name} is damaged: {reason}.",
        "Repair it in the guest, or restore it from a backup.",
    ),
    "E623": (
        "The registry has no key {key}.",
        "Check that the Windows in the guest is complete.",
    ),
    "E624": (
        "The guest's {kind} volume is marked as not shut down cleanly.",
        "Start the guest in VMware, let chkdsk run and shut it down. If that is impossible, agree "
        "to go on; chkdsk then runs when the guest starts.",
    ),
    "E625": (
        "{path} in the guest is a link, or compressed by CompactOS.",
        "If it is compressed, run in the guest: compact /u /exe {path}",
    ),
    # (E640-E659, W650-W659: fitting a Windows)
    "E640": (
        "The HAL of {windows} cannot be replaced: {reason}.",
        "Keep it ({do_keep_hal}): Xen's defaults suit it.",
    ),
    "E641": (
        "{windows} chooses between its two HALs itself: halmacpi where there is an ACPI table of "
        "APICs (apic=1, or several vcpus), else halacpi.",
        "Keep it ({do_keep_hal}).",
    ),
    "E642": (
        "Changing {old} to {new} is not a usual thing: {reason}.",
        "It often ends in STOP 0x0000007B. Try it beside the old one first ({do_trial}), or agree "
        "to it ({do_agree}).",
    ),
    "E643": (
        "The guest holds no {file} of the version installed.",
        r"Name the installation media of that service pack ({do_media}), or copy it from there to "
        r"{root}\i386 in the guest.",
    ),
    "E644": (
        "It is not known which HAL {windows} has, so another cannot be put in its place.",
        "Look in the guest: Device Manager > Computer. Convert with it as it is ({do_keep_hal}).",
    ),
    "E645": (
        "There is no {root} on the disk; installations of Windows: {known}.",
        "Choose one of them, or leave the guest as it is ({do_keep_hal}).",
    ),
    "E646": (
        "The boot menu starts {root} with {option}, so replacing the usual file has no effect.",
        "Take the trial back first ({do_undo}), or remove the option in the guest.",
    ),
    "E647": (
        "boot.ini cannot be changed: {reason}.",
        "Correct it in the guest, or replace the HAL instead of trying one.",
    ),
    "E648": (
        "The guest holds no {files}: without them Windows cannot start from an IDE disk.",
        r"Name the installation media ({do_media}), copy them from there to "
        r"{root}\system32\drivers in the guest, or "
        "convert it as it is ({do_keep_guest}).",
    ),
    "E649": (
        "{windows} has no driver for {bus} disks.",
        "Choose IDE ({do_storage_ide}), or install a driver in the guest and convert it "
        "as it is ({do_keep_guest}).",
    ),
    "E650": (
        "{path} is no raw image: it cannot be changed in place.",
        "Convert the machine with {do_hal_or_storage}, or make a raw image first ({do_raw_image}).",
    ),
    "E651": (
        "{windows} cannot be changed: its disk is dynamic (LDM).",
        "Make the changes in the guest while it runs in VMware, and "
        "convert it as it is ({do_keep_guest}).",
    ),
    "E652": (
        "There is no HAL called {name}.",
        "Choose one of: {known}.",
    ),
    "E653": (
        "Because of this the guest cannot be made to start from Xen's disks.",
        "Mend it, or convert the guest as it is ({do_keep_guest}): it may not start then.",
    ),
    "W650": (
        "{old} becomes {new}, which is not a usual thing: {reason}.",
        "If Windows does not start, take it back ({do_undo}).",
    ),
    "W651": (
        "{file} is of version {version}, older than the {installed} installed.",
        "Install the service pack or update again once the guest runs.",
    ),
    "W652": (
        "The boot menu waits no time at all: a trial could not be chosen.",
        "Set a time ({do_timeout}), or have the trial start by default ({do_first}).",
    ),
    "W654": (
        "{windows} was not fitted for Xen: {reason}",
        "Convert on a computer with these libraries if it does not start (STOP 0x0000007B).",
    ),
    "W601": (
        "An edit of {path} was interrupted; it has been finished now.",
        "Nothing to do. It can be taken back as usual.",
    ),
    "W602": (
        "Taking back an edit of {path} was interrupted; it has been finished now.",
        "Nothing to do.",
    ),
    "W603": (
        "The journal of the guest's {kind} volume is discarded: the guest was not shut down "
        "cleanly.",
        "Let chkdsk run when the guest starts.",
    ),
    "W604": (
        "The guest's {kind} volume is marked for a check.",
        "Let chkdsk run when the guest starts.",
    ),
    # -- E630-E699, W630-W699: looking into the guest
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
    # (E660-E679, W670-W699: mending a Linux)
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
    "W670": (
        "{linux} on {device} needs something that converting does not do: {reason}.",
        "Before converting, or from a rescue system after, run in the guest: {commands}",
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
    # (W820-W839: a Windows that is finished)
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
    "E821": (
        "{name} cannot be run at the first start: {reason}.",
        "Choose a file that the guest can run.",
    ),
    "E822": (
        "The guest cannot be given commands for its first start: {reason}.",
        "Convert it without them ({do_no_firstboot}), and run them in the guest.",
    ),
    "E823": (
        "{name} is no installation medium for this Windows: {reason}.",
        "Name one of its language and service pack ({do_media}), or a CD that the service pack was "
        "put onto.",
    ),
    "W825": (
        "{windows} knows its drive {letter} by the signature of another disk: it may give "
        "the letter to something else, and let nobody log on.",
        "Start the guest in VMware once, so that it writes the signature, and shut it down.",
    ),
    "W826": (
        "{windows} has no driver for NVMe disks, which XCP-ng shows to guests with UEFI.",
        "Install one in the guest before, or use a Xen that shows it IDE or AHCI disks.",
    ),
    "W827": (
        r"The EFI system partition {number} has no \EFI\BOOT\BOOTX64.EFI. Xen's firmware does not "
        "know VMware's boot entries: it starts only that.",
        r"Make it in the guest before: bcdboot C:\Windows /f UEFI in a Windows, a copy of "
        "shimx64.efi or grubx64.efi in a Linux. Or choose the loader in the menu of Xen's "
        "firmware.",
    ),
    "E820": (
        "Windows cannot be given drivers for Xen's disks: {reason}",
        "Mend it, or convert the guest as it is ({do_keep_guest}): it may not start then.",
    ),
    # -- E890 to E899, W890 to W899: fleets
    "E890": (
        "The plan {path} cannot be used: {reason}.",
        "Correct it. The README has a plan to begin with.",
    ),
    "E891": (
        "Two machines would be written to the same place, {place}: {names}.",
        "Give one of them another “output” or “push” by a rule, or another name.",
    ),
    "E892": (
        "The fleet is not complete: {done} of {count} machines are done. Not done: {names}.",
        "Look at the report ({path}), put right what it names, and run the plan again: what is "
        "done is not done again.",
    ),
    "E893": (
        "A cluster takes the package distributed, which is not installed.",
        "Install vmx2xen with it, here and on the workers: pip install 'vmx2xen[fleet]'",
    ),
    "E894": (
        "The cluster {address} cannot be used: {reason}.",
        "Start a scheduler (dask scheduler) and workers (dask worker {address}), and check the "
        "network between them.",
    ),
    "E895": (
        "The worker {worker} has another vmx2xen than this: {there}, not {here}.",
        "Install the same version there. Nothing was begun by it.",
    ),
    "E896": (
        "The workers that had {machine} were lost, again and again.",
        "Look at their logs and their memory, and run the plan again: it goes on.",
    ),
    "E897": (
        "The scheduler {address} is gone.",
        "Start it and its workers, and run the same plan again: it goes on where it was.",
    ),
    "E898": (
        "Wave {wave} is not complete, so the next one was not begun.",
        "Look at the report ({path}), put right what it names, and run the plan again.",
    ),
    "E899": (
        "The hook {hook} has failed: {reason}.",
        "Nothing was begun. The log has what it said; it is named in {path}.",
    ),
    "W890": (
        "The hook {hook} has failed: {reason}.",
        "What it follows is done. The log has what it said; it is named in {path}.",
    ),
    "W891": (
        "{path} does not take the results of the whole fleet: {needed} are needed at most, {free} "
        "are free.",
        "Give some machines another “output”, or free some space before the last wave.",
    ),
    "W892": (
        "No machine matches the rule {rule}.",
        "Check its patterns: all of them have to match, in any case.",
    ),
    # -- E900 to E909: a pool of XCP-ng or XenServer
    "E900": (
        "The pool {host} cannot be used: {reason}.",
        "Check the name, the network, and that its coordinator runs.",
    ),
    "E901": (
        "The certificate of {host} was not seen before. Its SHA-256 is {digest}.",
        "Compare it with what the server itself says (openssl x509 -fingerprint -sha256 -noout -in "
        "/etc/xensource/xapi-ssl.pem), and agree to it once ({do_certificate}).",
    ),
    "E902": (
        "{host} shows another certificate than before: SHA-256 {digest}, not {before}.",
        "Somebody may be in between. If it was renewed, compare it with what the server itself "
        "says, and agree to it ({do_certificate}).",
    ),
    "E903": (
        "{host} does not let {user} in: there is no password, or it is another one.",
        "Put it into the system's keyring (keyring set 'vmx2xen xapi://{host}' {user}), or type it "
        "when it is asked for.",
    ),
    "E904": (
        "It is not clear which storage of {host} takes the disks. There are: {known}.",
        "Name one ({do_storage_repository}).",
    ),
    "E905": (
        "{host} has no network {network}, or more than one. There are: {known}.",
        "Say which one a bridge of the configuration means ({do_pool_network}).",
    ),
    "E906": (
        "There is not enough room in the storage {storage}: {needed} are needed, {free} are free.",
        "Free some space there, or name another storage ({do_storage_repository}).",
    ),
    "E907": (
        "{host} refuses the import: {reason}.",
        "Nothing was left there. The log of the server (/var/log/xensource.log) says more.",
    ),
    "E908": (
        "{host} has this machine already: {name} ({uuid}).",
        "Remove it there, or give the new one another UUID ({do_set}).",
    ),
    "E909": (
        "What {host} has made of the machine is not what was sent: {reason}.",
        "It was removed again. Please report it, with the versions of both sides.",
    ),
    # -- E7: the server, and starting a result on this computer
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
        "Passwords are not asked for: have a key let in (ssh-copy-id {typed}), or start an agent "
        "with the key (ssh-add).",
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
    "E716": (
        "{path} on {host} is a symbolic link; nothing is written through it.",
        "Remove it there, or choose the place that it leads to.",
    ),
    "E870": (
        "{address} is no address of a host.",
        "Write ssh://user@host/folder/vm.vmx, with a port as ssh://user@host:22/folder/vm.vmx.",
    ),
    "E872": (
        "{host} gives nothing more, or next to nothing, for {seconds} seconds.",
        "Look at the load of the host and at the network, and do the same again: it goes on where "
        "it was.",
    ),
    "E873": (
        "{path} is in use on {host}.",
        "A running machine keeps its newest files to itself. Take a snapshot in VMware and convert "
        "that ({do_snapshot}), or shut the machine down.",
    ),
    "E874": (
        "{path} on {host} is shorter than the host said, or has changed while it was read.",
        "Shut the machine down, or take a snapshot and convert that ({do_snapshot}); then do the "
        "same again.",
    ),
    "E877": (
        "The machine {name} runs on its host.",
        "Shut it down, or convert a snapshot of it while it runs: one that is there "
        "({do_snapshot}), or one that is taken now and removed after ({do_take_snapshot}).",
    ),
    "E878": (
        "The machine {name} has a snapshot called {snapshot} already.",
        "If no conversion needs it, remove it ({do_drop_snapshot}), or in VMware.",
    ),
    "E879": (
        "No snapshot can be taken of {path}: only an ESXi host or a vCenter can be asked for one.",
        "Name the machine as esxi://user@host/NAME, or take a snapshot in VMware.",
    ),
    "W878": (
        "A snapshot that was taken of {name} for a conversion is still there.",
        "It goes when that conversion is resumed and done. If there is none, remove it: "
        "{do_drop_snapshot}.",
    ),
    "E880": (
        "{host} does not answer as an ESXi host does: {reason}.",
        "Check the name, the port and the network.",
    ),
    "E881": (
        "{host} is not known here. It shows the certificate {fingerprint} (SHA-256).",
        "Compare that with what the console of the host shows (Support Information), and agree to "
        "it: {do_trust_host}.",
    ),
    "E882": (
        "{host} shows the certificate {fingerprint}, and not {known} as it did before.",
        "If the host was set up anew, compare it with what its console shows and agree to it: "
        "{do_trust_host}. Otherwise somebody is in between.",
    ),
    "E883": (
        "Nobody knows the password of {account}.",
        "Have it asked for ({do_log_in}), or put it into the keyring: keyring set vmx2xen "
        "{account}.",
    ),
    "E884": (
        "The password of {account} cannot be kept in the keyring: {reason}.",
        "It is used until the program ends. Unlock the keyring, or install one.",
    ),
    "E885": (
        "{host} refuses what it is asked for: {reason}.",
        "Look at the rights of the user there; a free licence of ESXi gives reading alone.",
    ),
    "E886": (
        "{account} cannot log in.",
        "Check the name and the password; a host locks out who was wrong several times.",
    ),
    "E887": (
        "{host} has no machine {name}, or several. It has: {known}.",
        "Name it as the host does, or by its file: esxi://user@host/vmfs/volumes/…/vm.vmx.",
    ),
    "E875": (
        "{path} cannot be brought up to date: the machine has no layer left that it was made of, "
        "or it was made by an older version.",
        "Convert the machine anew, into another folder. A second pass needs the snapshot that the "
        "first was made of.",
    ),
    "E876": (
        "{path} was changed since it was made.",
        "What was changed would be lost. Take it back ({do_undo}), or convert the machine anew.",
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
    # -- E730 to E779: what was seen of a guest that was started
    "E730": (
        "The boot sector starts nothing: {text}.",
        "Check that the disk with the guest is the first, that its partition is active, and that "
        "the image was verified (verify).",
    ),
    "E731": (
        "The loader of Windows does not start: {text}.",
        "Check that boot disk and partition are as they were. The number of heads that the boot "
        "sector counts with is set by a conversion; then repair it with the Windows medium "
        "(fixboot, bootrec).",
    ),
    "E732": (
        "Windows does not find or cannot load {file}.",
        "Look at boot.ini: it names the disk, the partition and perhaps another HAL (/HAL=). "
        "Take the change of the HAL back ({do_undo}), or choose one that is there "
        "({do_hal}).",
    ),
    "E733": (
        "Windows stops with STOP {stop}: {meaning}.",
        "{help}",
    ),
    "E734": (
        "The boot manager of Windows cannot start it: status {status} ({file}).",
        "0xc000000e and 0xc0000225 are a disk that it no longer finds: keep the disk's place "
        "and its bus ({do_set_hdtype}), or run bcdboot or bootrec from the Windows medium. "
        "0xc0000428 is a signature, 0xc0000221 a damaged file.",
    ),
    "E735": (
        "The boot loader GRUB does not find what it starts from: {text}.",
        "Keep the disk as the first, and the firmware that the guest was installed with (BIOS or "
        "UEFI); else run grub-install from a rescue system.",
    ),
    "E736": (
        "The Linux kernel does not come to its root file system, or gives up: {text}.",
        "Have the drivers for Xen's disks put into the initramfs before ({do_linux_commands} "
        "shows how), and let fstab and the boot loader name disks by UUID.",
    ),
    "E737": (
        "Linux fell into its rescue shell: {text}.",
        "Something in fstab or of the root file system was not found. Have the drivers for "
        "Xen's disks put into the initramfs ({do_linux_commands}), and let fstab name disks "
        "by UUID.",
    ),
    "E738": (
        "The firmware starts its own shell, for it finds no boot loader: {text}.",
        r"Copy the guest's boot loader to \EFI\BOOT\BOOTX64.EFI, where UEFI looks without an "
        "entry, or choose BIOS if the guest was installed with it.",
    ),
    "E740": (
        "The guest hangs: its processors have halted for good, {last}.",
        "That is often a HAL for another machine: choose another one ({do_hal}), or other "
        "flags (“trials” finds out which fit).",
    ),
    "E741": (
        "The guest hangs: nothing has happened for {seconds} s, {last}.",
        "Look at the screen ({do_screenshot}). If it waits for a key, start it with a "
        "window; otherwise choose another HAL ({do_hal}) or have its drivers enabled "
        "({do_storage}).",
    ),
    "E742": (
        "The guest restarts again and again: {count} times in {seconds} s its processor "
        "failed while it handled a failure.",
        "That is a kernel or HAL for another machine: choose another one ({do_hal}), or "
        "other flags (“trials” finds out which fit).",
    ),
    "E743": (
        "The guest is running after {seconds} s, but nothing tells that it has started: {last}.",
        "Give it more time ({do_seconds}), look at the screen ({do_screenshot}), or let it "
        "say something on its serial port.",
    ),
    "E744": (
        "The guest has shut itself down before it came to a login: {last}.",
        "Look at its own log. A guest that is set up for the first time may do so once.",
    ),
    "E745": (
        "The processor's own virtualization (KVM) cannot be used: {reason}.",
        "Be a member of the group kvm, allow virtualization in the firmware, or emulate "
        "({do_emulate}).",
    ),
    "E746": (
        "The processor of this computer cannot run the guest ({accelerator}).",
        "Emulate it ({do_emulate}).",
    ),
    "E748": (
        "None of {count} combinations of HAL and flags brought the guest to a login.",
        "Look at what each of them showed ({path}), and have the drivers of Xen's disk enabled "
        "first ({do_storage}).",
    ),
    "E749": (
        "{name} is no combination that there is.",
        "Name one as they are listed: {known}.",
    ),
    "E750": (
        "There is not enough free memory on {host}: {free} MiB, the guest needs {needed}.",
        "Shut a domain down there, give dom0 less memory (xl mem-set), or give the guest less for "
        "trials (flags memory=…).",
    ),
    "E751": (
        "Xen ended the guest: its processor failed while it handled a failure, {last}.",
        "That is a kernel or HAL for another machine: choose another one (hal), or other flags.",
    ),
    "E752": (
        "{host} does not start the guest: {reason}.",
        "Look at what xl says there (xl create), and whether it is the toolstack of this Xen.",
    ),
    "W731": (
        "{cell} is used, but it is derived that it does not start on the Xen it is for: {reason}",
        "Try it on that server, or choose another combination.",
    ),
    "W730": (
        "{cell}: what was tried and what is derived do not agree: derived was “{kind}”, and seen: "
        "{seen}.",
        "Trust what was seen. It can be exported as rows without names, for the developers of "
        "this program.",
    ),
    "E747": (
        "The loader of Windows does not find the disk or partition that boot.ini names.",
        "Look at boot.ini (inspect shows it): the partitions have to be in the same order, and the "
        "disk of Windows has to be the one it names.",
    ),
    # -- E840-E844: the configuration of a result, written again
    "E840": (
        "The configuration in {path} was changed by hand, and not all of that is a setting: the "
        "rest would be lost.",
        "Change it by hand too, or agree to lose the rest ({do_agree}).",
    ),
    # -- E845-E859, W845-W859: the files in a guest, and what changed in them
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
