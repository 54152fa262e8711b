"""What a remedy tells people to do, in the words of the command line and in those of the window.

A remedy in the catalogue, or a sentence made by :func:`said`, names an action by ``{do_…}``. On
the command line, in logs and in JSON an option stands there; the window puts what is clicked in its
place, and may offer it as a button. What an action has to know are fields of its finding.
"""

from __future__ import annotations

import string
from dataclasses import dataclass

from engine.phrase import Phrase

_PREFIX = "do_"
_NOT_HERE = "on the command line"  #: what the window cannot do


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done about a finding; both texts may have fields of the finding."""

    option: str  #: on the command line
    window: str  #: in the window; translated


ACTIONS: dict[str, Action] = {
    # how a machine is read
    "do_trust": Action("--trust", "“Trust this machine”"),
    "do_locate": Action("--set locate.{place}=PATH", "“Locate…” {place}"),
    "do_locate_slot": Action("--set locate.{slot}=PATH", "“Locate…” {slot}"),
    "do_without": Action("--without {slot}", "the tick of the disk"),
    "do_running_state": Action("leave --snapshot away", "choose the running state"),
    "do_trust_host": Action("--trust-host {fingerprint}", "“Trust this host”"),
    "do_log_in": Action("on a terminal", "“Open from a host…”"),
    "do_take_snapshot": Action("--take-snapshot", "“Take a snapshot”"),
    "do_drop_snapshot": Action("vmx2xen inspect … --drop-snapshot", "“Remove the snapshot”"),
    "do_snapshot": Action("--snapshot NAME", "choose it in the tree"),
    "do_keep_redo": Action("--set redo=commit", "“Keep the changes”"),
    "do_discard_redo": Action("--set redo=discard", "“Discard them”"),
    # what is made
    "do_set": Action("--set", "the settings in the card Xen"),
    "do_fitting": Action("{remedy}", "{fitting}"),
    "do_set_key": Action("--set {key}=…", "{key} in the card Xen"),
    "do_set_images": Action("--set images=…", "images=… in “Other settings” of the card Xen"),
    "do_set_bridge": Action("--set 'bridge.{network}=…'", "the network card in the card Xen"),
    "do_set_nic": Action("--set nic.model={best}", "the network card in the card Xen"),
    "do_set_cards": Action("--set nic.model=…", "the network cards in the card Xen"),
    "do_set_bridges": Action("--set bridge=NAME", "the network cards in the card Xen"),
    "do_set_memory": Action("--set memory={mib}", "{mib} MiB of memory in the card Xen"),
    "do_set_less": Action("vmx2xen configure DIR --set memory=…", "the memory in the card Xen"),
    "do_set_name": Action(
        "vmx2xen configure DIR --set name=…", "name=… in “Other settings” of the card Xen"
    ),
    "do_try": Action("vmx2xen try DIR", "Try"),
    "do_try_on": Action("vmx2xen trials DIR --on USER@SERVER", _NOT_HERE),
    "do_set_cdrom": Action("--set cdrom=…", "cdrom=… in “Other settings” of the card Xen"),
    "do_set_serial": Action("--set serial=pty", "serial=pty in “Other settings” of the card Xen"),
    "do_set_bios": Action(
        "--set bios_path_override=PATH", "bios_path_override=… in “Other settings” of the card Xen"
    ),
    "do_set_hdtype": Action("--set hdtype=…", "the disk bus in the card Xen"),
    "do_set_wrapper": Action(
        "--set device_model_override={path}",
        "device_model_override={path} in “Other settings” of the card Xen",
    ),
    "do_ahci": Action("--set hdtype=ahci", "the disk bus in the card Xen"),
    "do_set_platform": Action("--set xen_platform_pci=1", "PV drivers in the card Xen"),
    "do_networks": Action("--networks", "Networks in the card Xen"),
    "do_raw": Action("--format raw", "the format raw"),
    "do_xen_format": Action("--format qcow2, vhd", "qcow2 or vhd"),
    "do_keep_free": Action("--free-blocks keep", "Free blocks: copy them too"),
    # what is changed in the guest
    "do_keep_guest": Action("--storage keep", "“Leave the guest as it is”"),
    "do_storage_ide": Action("--storage ide", "drivers for Xen's disks"),
    "do_storage": Action("--storage", "drivers for Xen's disks"),
    "do_storage_auto": Action("--storage auto", "the card Guest"),
    "do_choose_hal": Action("--hal {hal}", "{hal} in the card Guest"),
    "do_recommended_hal": Action("hal --set recommended", "the card Guest"),
    "do_keep_hal": Action("--hal keep", "HAL: as it is"),
    "do_media": Action("--media PATH", "“Choose the Windows CD…”"),
    "do_no_firstboot": Action("without --firstboot", "without commands for the first start"),
    "do_no_pvdrivers": Action("without --pvdrivers", "“Without PV drivers”"),
    "do_ignore_log": Action("--set guest.hive-log=ignore", "“Go on without the log”"),
    "do_hal_or_storage": Action("--hal or --storage", "another HAL or drivers"),
    "do_linux_commands": Action("--linux commands", "“Only tell the commands”"),
    "do_show_linux_commands": Action("--linux commands", "the details of the card Guest"),
    "do_trial": Action("--trial", "guest.trial=… in “Other settings” of the card Xen"),
    "do_timeout": Action("--timeout 30", "guest.timeout=30 in “Other settings” of the card Xen"),
    "do_first": Action("--first", "guest.first=1 in “Other settings” of the card Xen"),
    "do_for_real": Action("without --dry-run", "now"),
    # what is done with a result
    "do_resume": Action("vmx2xen resume DIR", "Resume"),
    "do_undo": Action("vmx2xen hal IMAGE --undo", "Undo on the page of the result"),
    "do_undo_fitting": Action(
        "vmx2xen hal IMAGE --undo --conversion", "Undo on the page of the result"
    ),
    "do_refit": Action("vmx2xen hal IMAGE --refit", "“Fit it again” on the page of the result"),
    "do_certificate": Action("--certificate {digest}", "“Trust this host”"),
    "do_storage_repository": Action("--sr NAME", "“Send it to a pool…”"),
    "do_pool_network": Action("--network {bridge}=NAME", "“Send it to a pool…”"),
    "do_accept": Action(
        "vmx2xen verify DIR --accept", "by the button that asks when it is verified"
    ),
    "do_pack": Action("vmx2xen xva DIR", "“Pack an XVA…” on the page of the result"),
    "do_raw_image": Action("vmx2xen raw", _NOT_HERE),
    "do_hal": Action("hal", "HAL"),
    "do_screenshot": Action("--screenshot", "its window"),
    "do_seconds": Action("--seconds", _NOT_HERE),
    "do_emulate": Action("--accelerator tcg", _NOT_HERE),
    "do_agree": Action("--yes", "by the button that asks"),
    "do_overwrite": Action("--yes", "when it is asked for"),
    "do_leave_out": Action("--yes", "by the button that asks"),
}


def said(template: str, /, **fields: object) -> Phrase:
    """A sentence with its fields; the actions that it names are made of the same fields."""
    actions = {name: Phrase.of_data(ACTIONS[name].option, **fields) for name in named(template)}
    return Phrase.of_data(template, **{**fields, **actions})


def named(template: str) -> tuple[str, ...]:
    """The names of the actions in a template."""
    names = (name for _, name, _, _ in string.Formatter().parse(template) if name)
    return tuple(name for name in names if name.startswith(_PREFIX))
