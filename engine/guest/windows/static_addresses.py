"""Fixed network addresses of a Windows: read from its registry, and set again under Xen.

Windows keeps addresses by network card; Xen's card is another one to it, and gets one by DHCP. A
script at the first start finds the card by its MAC and gives it what the old one had.
Sources: Microsoft KB314067 and "TCP/IP and NBT configuration parameters" (values of Interfaces);
"Win32_NetworkAdapterConfiguration class" (EnableStatic, SetGateways, SetDNSServerSearchOrder);
"MIB_UNICASTIPADDRESS_ROW structure", "NET_LUID" and XenServer's win-installer (IPv6 addresses are
below Control\\Nsi since Vista, each by the key of its table in hex); Wine's include/wine/nsi.h (the
key of IPv6 routes); "Netsh commands for Interface IPv6".
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from engine.guest.hives.hive_reader import Hive, Key

_ADAPTERS = r"Control\Class\{4D36E972-E325-11CE-BFC1-08002BE10318}"
_INTERFACES = r"Services\Tcpip\Parameters\Interfaces"
#: Addresses by the LUID of a card: its kind and its number, eight bytes in hex.
_UNICAST_6 = r"Control\Nsi\{eb004a01-9b1a-11d4-9123-0050047759bc}\10"
#: Routes by 40 bytes that are zeros of the route to everywhere, the LUID twice, and the next hop.
_ROUTES_6 = r"Control\Nsi\{eb004a01-9b1a-11d4-9123-0050047759bc}\16"
_EVERYWHERE = 2 * 40 * "0"
_INTERFACES_6 = r"Services\Tcpip6\Parameters\Interfaces"
_LUID_DIGITS, _MANUAL = 16, 1
#: How long an address lives, where it and its prefix came from, the length of the prefix.
_ROW_6 = struct.Struct("<8xIIB")
_ADAPTERS_LIMIT = 64
#: A vmxnet3 has its MAC in the name of its instance: FF 565000 BB0895 FE 00 is 00:50:56:95:08:BB.
_SERIAL = re.compile(r"FF((?:[0-9A-F]{2}){6})FE[0-9A-F]{2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StaticAddress:
    """The fixed addresses of one network card, in the order of Windows."""

    card: str  #: what Device Manager calls it
    mac: str  #: ``00:50:56:95:08:bb``; empty where the registry does not say
    addresses: tuple[str, ...]
    masks: tuple[str, ...]  #: one for each address
    gateways: tuple[str, ...]
    servers: tuple[str, ...]  #: of DNS
    addresses_6: tuple[str, ...] = ()  #: of IPv6: ``2001:db8::7/64``
    gateways_6: tuple[str, ...] = ()
    servers_6: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[str, ...]:
        """Addresses of IPv4 with their masks: ``192.0.2.7/255.255.255.0``."""
        return tuple("/".join(each) for each in zip(self.addresses, self.masks, strict=True))

    @property
    def text(self) -> str:
        """All addresses, for people."""
        return ", ".join(self.pairs + self.addresses_6)


@dataclass(frozen=True, slots=True)
class Restored:
    """Addresses for the card that has ``mac`` under Xen."""

    mac: str
    address: StaticAddress


def read(system: Hive, control_set: str) -> tuple[StaticAddress, ...]:
    """Those of the cards on PCI; refuses E622."""
    adapters = system.key(rf"{control_set}\{_ADAPTERS}")
    found = (adapters.subkeys if adapters else ())[:_ADAPTERS_LIMIT]
    return tuple(own for each in found if (own := _address(system, control_set, each)) is not None)


def restored(found: tuple[StaticAddress, ...], cards: tuple[str, ...]) -> Iterator[Restored]:
    """The addresses that it is certain of which card they are; ``cards`` are Xen's MACs.

    By the MAC; else where there is one card with fixed addresses, and one in the machine.
    """
    for each in found:
        if each.mac in cards:
            yield Restored(each.mac, each)
        elif not each.mac and len(found) == len(cards) == 1:
            yield Restored(cards[0], each)


def script(restored: tuple[Restored, ...], *, with_powershell: bool) -> tuple[str, bytes]:
    """A script that sets the addresses: its name and content, for PowerShell or the Script Host."""
    if with_powershell:
        parts = [_POWERSHELL, *map(_for_powershell, restored)]
        return "addresses.ps1", "".join(parts).replace("\n", "\r\n").encode("ascii")
    parts = [_VBSCRIPT, *map(_for_vbscript, restored)]
    return "addresses.vbs", "".join(parts).replace("\n", "\r\n").encode("ascii")


def _address(system: Hive, control_set: str, adapter: Key) -> StaticAddress | None:
    """What is fixed of a card; None where it uses DHCP, or is no card on PCI."""
    id = adapter.value("NetCfgInstanceId")
    device = str(adapter.value("MatchingDeviceId") or adapter.value("ComponentId") or "")
    if not isinstance(id, str) or not device.lower().startswith("pci\\"):
        return None
    instance = str(adapter.value("DeviceInstanceID") or "").rpartition("\\")[2]
    addresses, masks, gateways, servers = _of_version_4(
        system.key(rf"{control_set}\{_INTERFACES}\{id}")
    )
    own = StaticAddress(
        card=str(adapter.value("DriverDesc") or device),
        mac=_mac(str(adapter.value("NetworkAddress") or ""), instance),
        addresses=addresses,
        masks=masks,
        gateways=gateways,
        servers=servers,
        addresses_6=_of_version_6(system.key(rf"{control_set}\{_UNICAST_6}"), adapter),
        gateways_6=_gateways_6(system.key(rf"{control_set}\{_ROUTES_6}"), adapter),
        servers_6=_servers_6(system.key(rf"{control_set}\{_INTERFACES_6}\{id}")),
    )
    return own if own.addresses or own.addresses_6 else None


def _of_version_4(own: Key | None) -> tuple[tuple[str, ...], ...]:
    """Addresses, masks, gateways and servers; none where a card uses DHCP."""
    if own is None or own.value("EnableDHCP") != 0:
        return (), (), (), ()
    addresses, masks = _addresses(own.value("IPAddress")), _addresses(own.value("SubnetMask"))
    if not addresses or len(addresses) != len(masks):
        return (), (), (), ()
    others = (own.value("DefaultGateway"), own.value("NameServer"))
    return addresses, masks, *map(_addresses, others)


def _of_version_6(rows: Key | None, adapter: Key) -> tuple[str, ...]:
    """The addresses that somebody gave to a card, with the lengths of their prefixes."""
    luid = _luid(adapter)
    if rows is None or not luid:
        return ()
    found = []
    for name in rows.value_names:
        row = rows.value(name)
        if name[:_LUID_DIGITS] != luid or not isinstance(row, bytes):
            continue
        if re.fullmatch(r"[0-9a-f]{32}", name[_LUID_DIGITS:]) and len(row) >= _ROW_6.size:
            address = IPv6Address(bytes.fromhex(name[_LUID_DIGITS:]))
            prefix, suffix, length = _ROW_6.unpack_from(row)
            is_given = (prefix, suffix) == (_MANUAL, _MANUAL) and not address.is_link_local
            if is_given and length <= address.max_prefixlen:
                found.append(f"{address}/{length}")
    return tuple(found)


def _gateways_6(routes: Key | None, adapter: Key) -> tuple[str, ...]:
    """The gateways to everywhere that somebody gave to a card."""
    luid = _luid(adapter)
    own = re.compile(rf"{_EVERYWHERE}{luid}(?:{luid}|0{{{_LUID_DIGITS}}})([0-9a-f]{{32}})", re.I)
    names = routes.value_names if routes and luid else ()
    hops = [
        IPv6Address(bytes.fromhex(match[1])) for each in names if (match := own.fullmatch(each))
    ]
    return tuple(str(each) for each in hops if not each.is_unspecified)


def _luid(adapter: Key) -> str:
    """The LUID of a card in hex, as rows begin with it; empty where it has none."""
    number, kind = adapter.value("NetLuidIndex"), adapter.value("*IfType")
    if not isinstance(number, int) or not isinstance(kind, int):
        return ""
    return struct.pack("<Q", (kind << 48 | number << 24) & 0xFFFF_FFFF_FFFF_FFFF).hex()


def _servers_6(own: Key | None) -> tuple[str, ...]:
    """DNS servers of IPv6 that somebody gave to a card."""
    texts = re.split(r"[ ,]+", str(own.value("NameServer") or "")) if own else []
    return tuple(filter(_is_address_6, texts))


def _is_address_6(text: str) -> bool:
    try:
        return not IPv6Address(text).scope_id
    except ValueError:
        return False


def _addresses(value: object) -> tuple[str, ...]:
    """The addresses of a value, as Windows would read them; what is none is left out."""
    texts = value if isinstance(value, tuple) else re.split(r"[ ,]+", str(value or ""))
    return tuple(filter(_is_address, texts))


def _is_address(text: str) -> bool:
    try:
        address = IPv4Address(text)
    except ValueError:
        return False
    return str(address) == text and not address.is_unspecified


def _mac(given: str, instance: str) -> str:
    """The MAC that was given to the card, or that its instance is named by."""
    digits = given.replace("-", "").replace(":", "").lower()
    if re.fullmatch(r"[0-9a-f]{12}", digits):
        return ":".join(re.findall("..", digits))
    match = _SERIAL.fullmatch(instance)
    if match is None:
        return ""
    octets = re.findall("..", match[1].lower())
    return ":".join([*octets[2::-1], *octets[:2:-1]])


_POWERSHELL = """# Fixed addresses, by the MAC of each card; it waits five minutes for a card.
function Set-Addresses(
    $mac, $addresses, $masks, $gateways, $servers, $six, $gateways6, $servers6
) {
    for ($i = 0; $i -lt 60; $i++) {
        $card = Get-WmiObject Win32_NetworkAdapterConfiguration -Filter `
            "IPEnabled=TRUE and MACAddress='$mac'" | Select-Object -First 1
        if ($card) { break }
        Start-Sleep 5
    }
    if (-not $card) { "${mac}: there is no such card"; return }
    if ($addresses) { "${mac}: addresses " + $card.EnableStatic($addresses, $masks).ReturnValue }
    if ($gateways) { "${mac}: gateways " + $card.SetGateways($gateways).ReturnValue }
    if ($servers) { "${mac}: servers " + $card.SetDNSServerSearchOrder($servers).ReturnValue }
    foreach ($each in $six) {
        "${mac}: $each " + (netsh interface ipv6 add address $card.InterfaceIndex $each)
    }
    foreach ($each in $gateways6) {
        "${mac}: $each " + (netsh interface ipv6 add route ::/0 $card.InterfaceIndex $each)
    }
    foreach ($each in $servers6) {
        "${mac}: $each " + (netsh interface ipv6 add dnsserver $card.InterfaceIndex $each)
    }
}
"""

_VBSCRIPT = """' Fixed addresses, by the MAC of each card; it waits five minutes for a card.
Sub SetAddresses(mac, addresses, masks, gateways, servers, six, gateways6, servers6)
    Set shell = CreateObject("WScript.Shell")
    Set wmi = GetObject("winmgmts:\\\\.\\root\\cimv2")
    For i = 1 To 60
        Set cards = wmi.ExecQuery("SELECT * FROM Win32_NetworkAdapterConfiguration " & _
            "WHERE IPEnabled = TRUE AND MACAddress = '" & mac & "'")
        If cards.Count > 0 Then Exit For
        WScript.Sleep 5000
    Next
    If cards.Count = 0 Then WScript.Echo mac & ": there is no such card"
    For Each card In cards
        If UBound(addresses) >= 0 Then _
            WScript.Echo mac & ": addresses " & card.EnableStatic(addresses, masks)
        If UBound(gateways) >= 0 Then _
            WScript.Echo mac & ": gateways " & card.SetGateways(gateways)
        If UBound(servers) >= 0 Then _
            WScript.Echo mac & ": servers " & card.SetDNSServerSearchOrder(servers)
        For Each own In six
            said = "netsh interface ipv6 add address " & card.InterfaceIndex & " " & own
            WScript.Echo mac & ": " & own & " " & shell.Run(said, 0, True)
        Next
        For Each own In gateways6
            said = "netsh interface ipv6 add route ::/0 " & card.InterfaceIndex & " " & own
            WScript.Echo mac & ": " & own & " " & shell.Run(said, 0, True)
        Next
        For Each own In servers6
            said = "netsh interface ipv6 add dnsserver " & card.InterfaceIndex & " " & own
            WScript.Echo mac & ": " & own & " " & shell.Run(said, 0, True)
        Next
    Next
End Sub
"""


def _for_powershell(own: Restored) -> str:
    lists = (",".join(f"'{text}'" for text in each) for each in _lists(own.address))
    return f"Set-Addresses '{own.mac.upper()}' {' '.join(f'@({each})' for each in lists)}\n"


def _for_vbscript(own: Restored) -> str:
    lists = (", ".join(f'"{text}"' for text in each) for each in _lists(own.address))
    return f'SetAddresses "{own.mac.upper()}", {", ".join(f"Array({each})" for each in lists)}\n'


def _lists(own: StaticAddress) -> tuple[tuple[str, ...], ...]:
    four = own.addresses, own.masks, own.gateways, own.servers
    return *four, own.addresses_6, own.gateways_6, own.servers_6
