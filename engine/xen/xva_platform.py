"""What XAPI is told of a VM in maps of texts: its platform, and the strings of its BIOS."""

from __future__ import annotations

from engine.xen.domain import Domain, Model

#: What XAPI sets together for Windows (its template of Windows 11).
_VIRIDIAN = ("time_ref_count", "reference_tsc", "apic_assist", "crash_ctl", "stimer")
#: Those of a VM for which none were chosen (ocaml/xapi-consts/constants.ml); at an import they are
#: taken as they are, so that each has to be there.
_BIOS_STRINGS = {
    "bios-vendor": "Xen",
    "bios-version": "",
    "system-manufacturer": "Xen",
    "system-product-name": "HVM domU",
    "system-version": "",
    "system-serial-number": "",
    "baseboard-manufacturer": "",
    "baseboard-product-name": "",
    "baseboard-version": "",
    "baseboard-serial-number": "",
    "baseboard-asset-tag": "",
    "baseboard-location-in-chassis": "",
    "enclosure-asset-tag": "",
    "hp-rombios": "",
    "oem-1": "Xen",
    "oem-2": "MS_VM_CERT/SHA1/bdbeb6e0a816d43fa6d3fe8aaef04c2bad9d3e3d",
}


def platform(domain: Domain) -> dict[str, str]:
    """The keys that are handed on to QEMU and Xen (xenopsd's device.ml, XAPI's vm_platform.ml)."""
    return {
        **_flags(domain),
        **_topology(domain),
        **_devices(domain),
        "secureboot": "false",
        "timeoffset": "0",
        "vga": "std" if domain.vga == "stdvga" else "cirrus",
        "videoram": "8",
    }


def bios_strings(domain: Domain) -> dict[str, str]:
    """All of them, where one is not Xen's own; else none, which XAPI takes for its usual ones."""
    serial = domain.smbios_serial
    return _BIOS_STRINGS | {"system-serial-number": serial} if serial else {}


def nic_type(domain: Domain) -> Model:
    """The model of all cards: what is nearest to the first."""
    is_intel = bool(domain.vifs) and domain.vifs[0].model.startswith("e1000")
    return "e1000" if is_intel else "rtl8139"


def _flags(domain: Domain) -> dict[str, str]:
    names = ("pae", "acpi", "apic", "nx", "hpet", "viridian")
    more = {f"viridian_{name}": "true" for name in _VIRIDIAN} if domain.viridian else {}
    return {name: _truth(getattr(domain, name)) for name in names} | more


def _devices(domain: Domain) -> dict[str, str]:
    """One model for all cards, of two; and IDE disks, as QEMU for UEFI shows NVMe by itself.

    device_id is that of Xen's platform device: the drivers of Windows since Vista are for 2.
    """
    uefi = domain.firmware == "uefi"
    return {
        "device-model": "qemu-upstream-uefi" if uefi else "qemu-upstream-compat",
        **({"disk_type": "ide"} if uefi else {}),
        **({"nic_type": nic_type(domain)} if domain.vifs else {}),
        "device_id": "0002" if domain.viridian else "0001",
        "usb": _truth(domain.usb_tablet),
        "usb_tablet": _truth(domain.usb_tablet),
        "hvm_serial": domain.serial or "none",
    }


def _topology(domain: Domain) -> dict[str, str]:
    """Cores share sockets as before, where the processors divide into such sockets."""
    cores = domain.cores_per_socket
    return {"cores-per-socket": str(cores)} if cores > 1 and not domain.vcpus % cores else {}


def _truth(value: bool) -> str:
    return "true" if value else "false"
