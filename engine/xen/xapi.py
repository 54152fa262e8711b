"""Records of XAPI, the tool stack of XCP-ng and XenServer, with all the fields it exports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

Record = dict[str, Any]

NULL = "OpaqueRef:NULL"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def _usual(*, texts: str = "", lists: str = "", maps: str = "", none: str = "") -> Record:
    """Fields without a content: empty texts, lists and maps, and references to nothing."""
    return {
        **dict.fromkeys(texts.split(), ""),
        **{key: [] for key in lists.split()},
        **{key: {} for key in maps.split()},
        **dict.fromkeys(none.split(), NULL),
    }


def _any() -> Record:
    """Fields of every object; each record has lists of its own."""
    return _usual(lists="allowed_operations", maps="current_operations")


def _qos() -> Record:
    """Fields of what is attached to a VM."""
    return {
        **_usual(
            texts="qos_algorithm_type status_detail",
            lists="qos_supported_algorithms",
            maps="qos_algorithm_params runtime_properties",
        ),
        "status_code": 0,
    }


def vm(**fields: object) -> Record:
    """A VM that is shut down, an HVM guest."""
    return {
        **_any(),
        **_usual(
            texts="name_description PV_bootloader PV_kernel PV_ramdisk PV_args PV_bootloader_args "
            "PV_legacy_args PCI_bus domarch last_booted_record recommendations ha_restart_priority "
            "transportable_snapshot_id snapshot_metadata generation_id",
            lists="consoles crash_dumps VTPMs VGPUs VUSBs attached_PCIs snapshots children tags",
            maps="VCPUs_params last_boot_CPU_flags xenstore_data snapshot_info blobs "
            "blocked_operations bios_strings NVRAM",
            none="suspend_VDI suspend_SR resident_on scheduled_to_be_resident_on affinity metrics "
            "guest_metrics snapshot_of parent appliance protection_policy snapshot_schedule",
        ),
        "power_state": "Halted",
        "user_version": 1,
        "version": 0,
        "hardware_platform_version": 0,
        "domid": -1,
        "domain_type": "hvm",
        "order": 0,
        "start_delay": 0,
        "shutdown_delay": 0,
        "memory_overhead": 0,
        "memory_target": 0,
        "snapshot_time": _NEVER,
        "actions_after_shutdown": "destroy",
        "actions_after_reboot": "restart",
        "actions_after_crash": "restart",
        "HVM_boot_policy": "BIOS order",
        "HVM_shadow_multiplier": 1.0,
        "reference_label": "other-install-media",
        **dict.fromkeys(
            (
                "is_a_template",
                "is_default_template",
                "is_a_snapshot",
                "is_control_domain",
                "is_snapshot_from_vmpp",
                "is_vmss_snapshot",
                "ha_always_run",
                "has_vendor_device",
                "requires_reboot",
            ),
            False,
        ),
        **fields,
    }


def sr(**fields: object) -> Record:
    """A storage repository; the disks go to the one that is chosen at the import."""
    return {
        **_any(),
        **_usual(
            texts="name_description",
            lists="PBDs tags",
            maps="other_config sm_config blobs",
            none="introduced_by",
        ),
        "type": "ext",
        "content_type": "user",
        "virtual_allocation": 0,
        "physical_utilisation": 0,
        "physical_size": 0,
        "shared": False,
        "local_cache_enabled": False,
        "clustered": False,
        "is_tools_sr": False,
        **fields,
    }


def vdi(**fields: object) -> Record:
    """The content of a disk."""
    return {
        **_any(),
        **_usual(
            texts="name_description location",
            lists="crash_dumps snapshots tags",
            maps="other_config xenstore_data sm_config",
            none="parent snapshot_of metadata_of_pool",
        ),
        "type": "user",
        "on_boot": "persist",
        "physical_utilisation": 0,
        "snapshot_time": _NEVER,
        "managed": True,
        **dict.fromkeys(
            (
                "sharable",
                "read_only",
                "storage_lock",
                "missing",
                "is_a_snapshot",
                "allow_caching",
                "metadata_latest",
                "is_tools_iso",
                "cbt_enabled",
            ),
            False,
        ),
        **fields,
    }


def vbd(**fields: object) -> Record:
    """A disk or drive of a VM."""
    return {
        **_any(),
        **_qos(),
        **_usual(texts="device", maps="other_config", none="metrics"),
        "storage_lock": False,
        "currently_attached": False,
        **fields,
    }


def vif(**fields: object) -> Record:
    """A network card of a VM."""
    return {
        **_any(),
        **_qos(),
        **_usual(
            texts="ipv4_gateway ipv6_gateway",
            lists="ipv4_allowed ipv6_allowed ipv4_addresses ipv6_addresses",
            maps="other_config",
            none="metrics",
        ),
        "MTU": 1500,
        "locking_mode": "network_default",
        "ipv4_configuration_mode": "None",
        "ipv6_configuration_mode": "None",
        "currently_attached": False,
        **fields,
    }


def network(**fields: object) -> Record:
    """A network; XAPI takes the one it has with the same name or bridge, else it makes one."""
    return {
        **_any(),
        **_usual(
            texts="name_description",
            lists="PIFs tags purpose",
            maps="other_config blobs assigned_ips",
        ),
        "MTU": 1500,
        "managed": True,
        "default_locking_mode": "unlocked",
        **fields,
    }
