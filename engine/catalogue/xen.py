"""Findings about what Xen is told: code, sentence, remedy."""

FINDINGS = {
    "E501": (
        "{key} = {value} is not possible: {reason}.",
        "Choose another value: {do_set_key}.",
    ),
    "E502": (
        "Xen cannot use {path}: {reason}.",
        "Choose another folder, rename the file, or name the server's folder ({do_set_images}).",
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
    "W976": (
        "Without Xen's platform device (xen_platform_pci=0) the guest never sees: {disks}.",
        "Attach fewer, or have the device ({do_set_platform}). With xl and Windows Vista or later, "
        "AHCI shows six ({do_ahci}).",
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
    # E530-E549, W530-W559: which Xen
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
        "ovmf-x86_64-xen-4m.bin) and name it ({do_set_bios}).",
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
        "activated again.",
        "Keep the product key at hand. XP and 2003 give three days for it; their volume licences "
        "need no activation.",
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
    # E840-E844: the configuration of a result, written again
    "E840": (
        "The configuration in {path} was changed by hand, and not all of that is a setting: the "
        "rest would be lost.",
        "Change it by hand too, or agree to lose the rest ({do_agree}).",
    ),
}
