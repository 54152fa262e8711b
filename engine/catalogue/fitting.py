"""Findings about the guest being changed: code, sentence, remedy."""

FINDINGS = {
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
    # E640-E659, W650-W659: fitting a Windows
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
}
