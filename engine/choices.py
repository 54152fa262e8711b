"""What the user decides: the choices of a conversion, and the words that there are for them.

The window, the command line and the journals all use these; nothing heavy is imported, so that the
command line can name the words without loading what they stand for. One more choice is a field
of :class:`Choices`, and an option of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from engine.image_formats import FORMATS, Format
from engine.xen.target import DEFAULT, Target

#: Change what could not start, change nothing, or have it start from this bus.
Storage = Literal["auto", "keep", "ide", "ahci"]
STORAGE: tuple[Storage, ...] = get_args(Storage)

#: Mend a Linux where it can be, leave it as it is, or tell what is to be typed in it.
LinuxChoice = Literal["auto", "keep", "commands"]
LINUX: tuple[LinuxChoice, ...] = get_args(LinuxChoice)

#: Of a test boot: the processor's own virtualization, or emulation.
ACCELERATORS = ("auto", "kvm", "hvf", "whpx", "tcg")

#: Copy blocks that no file system uses like all others, or have holes in the image for them.
FreeBlocksChoice = Literal["keep", "skip"]
FREE_BLOCKS: tuple[FreeBlocksChoice, ...] = get_args(FreeBlocksChoice)

KEEP, RECOMMENDED = "keep", "recommended"
#: The HALs that can be put in, by the names on Microsoft's media.
HALS = ("hal", "halacpi", "halaacpi", "halapic", "halmps", "halmacpi")

#: ``--set locate.scsi0:1.2=PATH``: where a file of the machine is that is not where it should be.
LOCATE = "locate."
#: ``--set guest.KEY=VALUE``: how the guest is changed.
GUEST = "guest."
#: What there is to mend in a Linux: each can be left as it is (``guest.names=keep``).
LINUX_PARTS = ("images", "names", "cards", "tools", "loader")
#: What there is of --set guest.…; the order is that of the messages.
GUEST_KEYS = (
    "trial",
    "first",
    "timeout",
    "crash",
    "cpu",
    "heads",
    "windows",
    "journal",
    "hive-log",
    "addresses",
    "signature",
    *LINUX_PARTS,
)
#: Keys of --set that decide how the machine is read and where the server keeps images.
IMAGES = "/var/lib/xen/images"  #: where a server keeps images if nothing else is said
JOB_KEYS = ("redo", "images")


def placed(settings: Mapping[str, str]) -> dict[str, Path]:
    """Of --set KEY=VALUE those that say where files are: by places of the state that is converted,
    or by names.
    """
    return {
        key.removeprefix(LOCATE): Path(value)
        for key, value in settings.items()
        if key.startswith(LOCATE)
    }


#: Choices that are paths of the user's files.
FILES = ("firstboot", "pvdrivers", "media")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user decided; everything has a sensible default."""

    snapshot: str = ""  #: uid or display name; empty for the running state
    format: Format = "raw"
    settings: dict[str, str] = field(default_factory=dict)  #: --set KEY=VALUE
    #: VMware's network -> bridge; of a whole site, so that names no card is on do not matter
    networks: dict[str, str] = field(default_factory=dict)
    trusted: bool = False  #: paths may leave the machine's folder; unusual changes are agreed to
    hal: str = KEEP  #: or ``recommended``, or a name
    storage: Storage = "auto"  #: keep, ide, ahci; ``auto`` changes only what could not start
    linux: LinuxChoice = "auto"  #: mend it where it can be; keep, or tell the commands
    firstboot: tuple[str, ...] = ()  #: files that the guest runs once, at its first start
    pvdrivers: tuple[str, ...] = ()  #: Xen's PV drivers for a Windows, by folder, ISO or .msi
    media: tuple[str, ...] = ()  #: installation media, for what the guest does not hold
    without: tuple[str, ...] = ()  #: slots of the disks that are left out
    update: bool = False  #: the folder holds a first pass; what came since is brought in
    #: what is deleted can be recovered from what is kept, so it is kept unless somebody says so
    free_blocks: FreeBlocksChoice = "keep"
    sha256: bool = False  #: hash the whole images, holes too
    target: Target = DEFAULT  #: the Xen that it is for

    @property
    def domain(self) -> dict[str, str]:
        """The settings that are the domain's."""
        storage = {"hdtype": self.storage} if self.storage in ("ide", "ahci") else {}
        own = {
            key: value
            for key, value in self.settings.items()
            if key not in JOB_KEYS and not key.startswith((GUEST, LOCATE))
        }
        return {**storage, **own}

    @property
    def placed(self) -> dict[str, Path]:
        """Where the user said that files of the chosen state are, by place or name."""
        return placed(self.settings)

    @property
    def placed_now(self) -> dict[str, Path]:
        """The same for reading the running state: nothing, where another state is chosen."""
        return {} if self.snapshot else self.placed

    @property
    def guest(self) -> dict[str, str]:
        """The settings that say how the guest is changed."""
        return {key: value for key, value in self.settings.items() if key.startswith(GUEST)}

    @property
    def root(self) -> str:
        """The folder of the Windows that is meant; empty for the one that starts."""
        return self.guest.get(f"{GUEST}windows", "")

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Choices:
        """The choices that ``found`` was made of; ValueError or TypeError where it is none."""
        lists = {name: tuple(found.get(name, ())) for name in (*FILES, "without")}
        choices = cls(**{**found, **lists})
        types = get_type_hints(cls)
        fits = all(_fits(getattr(choices, each.name), types[each.name]) for each in fields(cls))
        if not fits or choices.format not in FORMATS:
            raise ValueError("impossible choices")
        return choices


def _fits(value: object, wanted: Any) -> bool:
    """Whether a value read from JSON is of the type that a field has."""
    if get_origin(wanted) is Literal:
        return value in get_args(wanted)
    if get_origin(wanted) is dict:
        return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    if get_origin(wanted) is tuple:
        return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    return type(value) is wanted
