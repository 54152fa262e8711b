"""Configurations of network cards in a Linux: which cards are lost where names are others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from fixtures import linux as made
from fixtures.raw_disk import RawDisk

from engine.guest import partitions
from engine.guest.linux import installation, linux_network

INTERFACES = "etc/network/interfaces"
CONNECTION = "etc/NetworkManager/system-connections/wired.nmconnection"
NETWORK = "etc/systemd/network/20-wired.network"
NETPLAN = "etc/netplan/50-cloud-init.yaml"
IFCFG = "etc/sysconfig/network-scripts/ifcfg-ens192"
ADDRESS = "00:50:56:00:00:01"
CARDS = "network:\n  ethernets:\n"
LINK = f"[Match]\nMACAddress={ADDRESS}\n[Link]\nName=ens192\n"
CONFIGURATIONS: Mapping[str, tuple[dict[str, str], set[str]]] = {
    "interfaces.d": ({"etc/network/interfaces.d/lan": "iface ens192 inet dhcp\n"}, {"ens192"}),
    "bridge": (
        {INTERFACES: "iface br0 inet dhcp\n  bridge_ports ens192 ens224\n  bridge_stp off\n"},
        {"ens192", "ens224"},
    ),
    "no port yet": ({INTERFACES: "iface br0 inet dhcp\n  bridge_ports none\n"}, set()),
    "bond": ({INTERFACES: "iface bond0 inet dhcp\n  bond-slaves ens192 ens224\n"},
             {"ens192", "ens224"}),
    "VLAN by name": ({INTERFACES: "iface ens192.100 inet dhcp\n"}, {"ens192"}),
    "VLAN on a card": (
        {INTERFACES: "iface vlan7 inet dhcp\n  vlan-raw-device ens192\n"}, {"ens192"},
    ),
    "second address": ({INTERFACES: "iface ens192:0 inet static\n"}, {"ens192"}),
    "key file": ({CONNECTION: "[connection]\ninterface-name=ens192\n"}, {"ens192"}),
    "key file, name and address": (
        {CONNECTION: f"[connection]\ninterface-name=ens192\n[ethernet]\nmac-address={ADDRESS}\n"},
        {"ens192"},
    ),
    "key file, address": ({CONNECTION: f"[ethernet]\nmac-address={ADDRESS}\n"}, set()),
    "networkd": ({NETWORK: "[Match]\nName=ens192 ens224\n"}, {"ens192", "ens224"}),
    "networkd, name and address": (
        {NETWORK: f"[Match]\nName=ens192\nMACAddress={ADDRESS}\n"}, {"ens192"},
    ),
    "networkd, pattern": ({NETWORK: "[Match]\nName=en*\n"}, set()),
    "ifcfg": ({IFCFG: "DEVICE=ens192\nBOOTPROTO=none\n"}, {"ens192"}),
    "ifcfg for NetworkManager": ({IFCFG: f"DEVICE=ens192\nHWADDR={ADDRESS}\n"}, {"ens192"}),
    "ifcfg that names by address": (
        {IFCFG: f"DEVICE=ens192\nHWADDR={ADDRESS}\n", "lib/udev/rename_device": ""}, set(),
    ),
    "SUSE, bridge": (
        {"etc/sysconfig/network/ifcfg-br0": "BRIDGE='yes'\nBRIDGE_PORTS='ens192 ens224'\n"},
        {"ens192", "ens224"},
    ),
    "SUSE, bond": (
        {"etc/sysconfig/network/ifcfg-bond0": "BONDING_SLAVE_0='ens192'\nBONDING_SLAVE1=ens224\n"},
        {"ens192", "ens224"},
    ),
    "SUSE, team": (
        {"etc/sysconfig/network/ifcfg-team0": 'TEAM_PORT_DEVICE_1="ens192"\n'}, {"ens192"},
    ),
    "SUSE, VLAN": ({"etc/sysconfig/network/ifcfg-vlan7": "ETHERDEVICE=ens192\n"}, {"ens192"}),
    "SUSE, bridge without a port": (
        {"etc/sysconfig/network/ifcfg-br0": "BRIDGE='yes'\nBRIDGE_PORTS=''\n"}, set(),
    ),
    "Red Hat, VLAN": (
        {"etc/sysconfig/network-scripts/ifcfg-vlan7": "VLAN=yes\nPHYSDEV=ens192\n"}, {"ens192"},
    ),
    "netplan": ({NETPLAN: f"{CARDS}    ens192:\n      dhcp4: true\n"}, {"ens192"}),
    "netplan, name given to an address": (
        {NETPLAN: f"{CARDS}    ens192:\n      match:\n        macaddress: {ADDRESS}\n"
                  "      set-name: ens192\n"},
        set(),
    ),
    "netplan, address changed": (
        {NETPLAN: f"{CARDS}    ens192:\n      macaddress: {ADDRESS}\n"}, {"ens192"},
    ),
    "netplan, name of its own": (
        {NETPLAN: f"{CARDS}    lan:\n      match: {{name: ens192}}\n"}, {"ens192"},
    ),
    "netplan, name and address": (
        {NETPLAN: f"{CARDS}    lan:\n      match:\n        name: \"ens192\"\n"
                  f"        macaddress: {ADDRESS}\n"},
        {"ens192"},
    ),
    "renamed by systemd": (
        {INTERFACES: "iface ens192 inet dhcp\n",
         "etc/systemd/network/10-lan.link": LINK},
        set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_which_cards_are_lost(tmp_path: Path, name: str) -> None:
    files, expected = CONFIGURATIONS[name]
    tree = made.tree(tmp_path / "tree", more={INTERFACES: "iface lo inet loopback\n", **files})
    disk = RawDisk(made.ext4(tmp_path / "disk", tree, size=8 << 20))
    [own], _ = installation.find(disk, partitions.read(disk))
    assert {each.name for each in linux_network.find(own.tree) if each.changes} == expected
