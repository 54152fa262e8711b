"""Findings about jobs: what they write, and the command line: code, sentence, remedy."""

FINDINGS = {
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
    "E936": (
        "The drive of {path} is full: {missing} more are needed.",
        "Free that much there, and go on ({do_resume}): what was copied is kept.",
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
        "Have it back as long as nothing else has changed the same places ({do_refit}), or convert "
        "again.",
    ),
    # E505-E519, W510-W519: the command line
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
}
