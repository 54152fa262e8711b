"""boot.ini with trials and another time to wait: what is added, and that nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.guest.partitions import Partition, PartitionTable
from engine.guest.windows.boot_entries import BootEntry, from_boot_ini
from engine.guest.windows.boot_ini import (
    ENTRIES_LIMIT,
    BootIniError,
    Trial,
    by_bios,
    difference,
    timeout,
    with_multi,
    with_timeout,
    with_trial,
)

MIB = 1 << 20
TABLE = PartitionTable(
    "mbr",
    "4f3c2b1a",
    (
        Partition(1, MIB, 40 * MIB, "07", active=True),
        Partition(2, 41 * MIB, 40 * MIB, "07", active=False),
    ),
)
ARC = rb"multi(0)disk(0)rdisk(0)partition(1)"
OWN = ARC + rb"\WINDOWS"
SECOND = ARC.replace(b"partition(1)", b"partition(2)") + rb"\WINNT"
OTHER_DISK = ARC.replace(b"rdisk(0)", b"rdisk(1)") + rb"\WINDOWS"
CONSOLE = rb'C:\CMDCONS\BOOTSECT.DAT="Microsoft Windows Recovery Console" /cmdcons'
LINE = OWN + b'="Windows XP" /noexecute=optin /fastdetect'

ACPI = Trial("halacpi", "halacpi.dll", "")
STANDARD = Trial("hal", "halstd.dll", "ntkrnlup.exe")
TRIALS = (ACPI, STANDARD)


def menu(
    *lines: bytes, default: bytes = OWN, wait: bytes = b"timeout=30", newline: bytes = b"\r\n"
) -> bytes:
    head = [b"[boot loader]", wait, b"default=" + default, b"[operating systems]"]
    return b"".join(line + newline for line in [*head, *lines])


def entries(content: bytes) -> list[BootEntry]:
    """As they are read again; which one is the default is left out."""
    return [replace(each, is_default=False) for each in from_boot_ini(content, TABLE, 0)]


def own_entry(content: bytes, root: str = r"\WINDOWS") -> BootEntry:
    """The one that starts this Windows: by default, else the first."""
    found = [
        each
        for each in from_boot_ini(content, TABLE, 0)
        if each.root.lower() == root.lower() and each.partition is not None
    ]
    return next((each for each in found if each.is_default), found[0])


def tried(content: bytes, trial: Trial = ACPI, *, first: bool = False) -> bytes:
    return with_trial(content, own_entry(content), trial, first=first)


def added(before: bytes, after: bytes) -> bytes:
    """The one line without which ``after`` is ``before``."""
    lines = after.splitlines(keepends=True)
    candidates = range(len(lines))
    (found,) = {lines[n] for n in candidates if b"".join(lines[:n] + lines[n + 1 :]) == before}
    return found


# -- one trial


def test_a_trial_stands_after_its_model() -> None:
    after = tried(menu(CONSOLE, LINE, SECOND + b'="2000"'))
    new = OWN + b'="Windows XP (halacpi)" /noexecute=optin /fastdetect /HAL=halacpi.dll'
    assert after == menu(CONSOLE, LINE, new, SECOND + b'="2000"')


def test_a_trial_that_comes_first_is_the_default() -> None:
    after = tried(menu(CONSOLE, LINE, SECOND + b'="2000"'), STANDARD, first=True)
    new = (
        OWN + b'="Windows XP (hal)" /noexecute=optin /fastdetect'
        b" /HAL=halstd.dll /KERNEL=ntkrnlup.exe"
    )
    assert after == menu(CONSOLE, new, LINE, SECOND + b'="2000"')
    (default,) = [each for each in from_boot_ini(after, TABLE, 0) if each.is_default]
    assert default.option("hal") == "halstd.dll"
    assert default.option("kernel") == "ntkrnlup.exe"


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_lines_end_as_they_do(newline: bytes, first: bool) -> None:
    before = menu(LINE, CONSOLE, newline=newline)
    new = added(before, tried(before, first=first))
    assert new.endswith(b"/HAL=halacpi.dll" + newline)
    assert new.count(b"\r") == newline.count(b"\r")


def test_a_last_line_without_its_end_gets_one() -> None:
    before = menu(LINE).removesuffix(b"\r\n")
    after = tried(before)
    assert after == menu(LINE) + added(menu(LINE), after)
    assert after.endswith(b"/HAL=halacpi.dll\r\n")


def test_a_last_line_without_its_end_stays_after_a_trial() -> None:
    before = menu(LINE).removesuffix(b"\r\n")
    new = added(before, tried(before, first=True))
    assert new.startswith(OWN + b'="Windows XP (halacpi)"')
    assert new.endswith(b"\r\n")


@pytest.mark.parametrize(
    "title",
    [
        "Windows Server 2003 – Büro".encode("cp1252"),
        "Microsoft Windows XP 表示ソ能".encode("cp932"),  # with bytes like \ and ]
        bytes(range(0x80, 0x100)),
    ],
)
@pytest.mark.parametrize("first", [False, True])
def test_high_bytes_are_kept(title: bytes, first: bool) -> None:
    before = menu(OWN + b'="' + title + b'" /fastdetect')
    new = added(before, tried(before, first=first))
    assert new == OWN + b'="' + title + b' (halacpi)" /fastdetect /HAL=halacpi.dll\r\n'


@pytest.mark.parametrize(
    ("options", "copied"),
    [
        (b"", b""),
        (b" /fastdetect", b" /fastdetect"),
        (b"/fastdetect", b"/fastdetect"),
        (b"  /3GB   /userva=2900 ", b"  /3GB   /userva=2900"),
        (b" /HAL=halx.dll /fastdetect", b" /fastdetect"),
        (b" /fastdetect /kernel=ntx.exe /PAE /hal=halx.dll", b" /fastdetect /PAE"),
        (b" /KERNEL=ntx.exe", b""),
        (b" /debugport=com1 /baudrate=115200", b" /debugport=com1 /baudrate=115200"),
    ],
)
@pytest.mark.parametrize("trial", TRIALS, ids=["hal", "hal and kernel"])
def test_options_are_copied_but_for_hal_and_kernel(
    options: bytes, copied: bytes, trial: Trial
) -> None:
    before = menu(OWN + b'="XP"' + options)
    after = tried(before, trial)
    title = f'="XP ({trial.title})"'.encode()
    assert added(before, after) == OWN + title + copied + trial.options.encode() + b"\r\n"
    model, new = entries(after)
    assert [model] == entries(before)
    assert new.option("hal") == trial.hal
    assert new.option("kernel") == (trial.kernel or None)


def test_the_model_is_the_entry_that_was_meant() -> None:
    """Of several for one Windows the one that starts it, wherever the others are."""
    before = menu(LINE, OWN + b'="XP, safe" /safeboot:minimal', CONSOLE)
    safe = from_boot_ini(before, TABLE, 0)[1]
    after = with_trial(before, safe, ACPI, first=False)
    assert added(before, after) == (
        OWN + b'="XP, safe (halacpi)" /safeboot:minimal /HAL=halacpi.dll\r\n'
    )
    assert [each.title for each in entries(after)] == [
        "Windows XP",
        "XP, safe",
        "XP, safe (halacpi)",
    ]
    front = with_trial(before, safe, ACPI, first=True)
    assert [each.title for each in entries(front)] == [
        "XP, safe (halacpi)",
        "Windows XP",
        "XP, safe",
    ]


def test_entries_for_other_disks_and_partitions_are_not_meant() -> None:
    signed = rb'signature(4f3c2b1a)disk(0)rdisk(0)partition(1)\WINDOWS="signed" /fastdetect'
    before = menu(
        OTHER_DISK + b'="other disk" /fastdetect',
        SECOND + b'="2000" /sos',
        LINE,
        signed,
        default=SECOND,
    )
    for root, path, after_it in ((r"\WINDOWS", OWN, 3), (r"\WINNT", SECOND, 2)):
        after = with_trial(before, own_entry(before, root), ACPI, first=False)
        assert added(before, after).startswith(path + b"=")
        assert entries(after)[after_it].option("hal") == "halacpi.dll"


def test_a_path_by_signature() -> None:
    path = rb"signature(4f3c2b1a)disk(0)rdisk(0)partition(2)\WINDOWS"
    before = menu(LINE, path + b'="signed"', default=path)
    assert added(before, tried(before)) == path + b'="signed (halacpi)" /HAL=halacpi.dll\r\n'


@pytest.mark.parametrize(
    "path",
    [
        OWN.upper(),
        OWN.lower(),
        ARC + "\\WINÄÖ".encode("cp1252"),
        ARC + "\\WINäö".encode("cp1252"),
        ARC + b"\\\x95\\\x8e\xa6",
    ],
)
def test_case_and_letters_of_a_path(path: bytes) -> None:
    line = path + b'="XP"'
    before = menu(line, default=OWN)
    (entry,) = from_boot_ini(before, TABLE, 0)
    new = added(before, with_trial(before, entry, ACPI, first=False))
    assert new == path + b'="XP (halacpi)" /HAL=halacpi.dll\r\n'


@pytest.mark.parametrize(
    ("line", "new"),
    [
        (b"  " + OWN + b' = "XP" /sos', OWN + b'="XP (halacpi)" /sos /HAL=halacpi.dll'),
        (OWN + b"=XP home /sos", OWN + b'="XP home (halacpi)" /sos /HAL=halacpi.dll'),
        (OWN + b"=XP", OWN + b'="XP (halacpi)" /HAL=halacpi.dll'),
        (OWN + b'="XP', OWN + b'="XP (halacpi)" /HAL=halacpi.dll'),
        (OWN + b'="" /sos', OWN + b'="Windows (halacpi)" /sos /HAL=halacpi.dll'),
        (OWN + b"=", OWN + b'="Windows (halacpi)" /HAL=halacpi.dll'),
    ],
)
def test_entries_written_by_hand(line: bytes, new: bytes) -> None:
    before = menu(line)
    after = tried(before)
    assert added(before, after) == new + b"\r\n"
    assert tried(after) == after


@pytest.mark.parametrize("first", [False, True])
def test_text_after_a_control_z_is_no_menu(first: bool) -> None:
    rest = b"\x1a\r\n[operating systems]\r\n" + LINE
    before = menu(LINE)
    after = tried(before + rest, first=first)
    assert after == tried(before, first=first) + rest
    assert tried(after, first=first) == after


def test_an_entry_that_ends_in_a_control_z() -> None:
    before = menu(LINE).removesuffix(b"\r\n") + b"\x1a"
    after = tried(before)
    assert after == tried(menu(LINE)) + b"\x1a"
    assert after.count(b"\x1a") == 1


# -- the same again, and several


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("trial", TRIALS, ids=["hal", "hal and kernel"])
def test_the_same_again_changes_nothing(trial: Trial, first: bool) -> None:
    for before in (menu(LINE), menu(CONSOLE, LINE, LINE.lower()), menu(LINE)[:-2]):
        entry = own_entry(before)
        once = with_trial(before, entry, trial, first=first)
        assert once != before
        assert with_trial(once, entry, trial, first=first) == once
        assert with_trial(once, entry, trial, first=False) == once


def test_another_kernel_is_another_trial() -> None:
    before = menu(LINE)
    once = tried(before, Trial("halacpi", "halacpi.dll", "ntkrnlup.exe"))
    after = with_trial(once, own_entry(before), ACPI, first=False)
    assert added(once, after).endswith(b" /HAL=halacpi.dll\r\n")


def test_case_does_not_make_another_trial() -> None:
    before = menu(LINE, OWN + b'="mine" /fastdetect /hal=HALACPI.DLL')
    assert with_trial(before, own_entry(before), ACPI, first=False) == before


@pytest.mark.parametrize("ending", [b"\r\n", b""])
def test_a_trial_that_is_there_moves_to_the_front(ending: bytes) -> None:
    before = menu(LINE)
    once = tried(before).removesuffix(b"\r\n") + ending
    after = with_trial(once, own_entry(before), ACPI, first=True)
    assert after == tried(before, first=True)
    assert difference(once, after) == ""


def test_several_trials_in_order() -> None:
    before = menu(CONSOLE, LINE, SECOND + b'="2000"')
    entry = own_entry(before)
    once = before
    for _ in range(2):
        for trial in TRIALS:
            once = with_trial(once, entry, trial, first=False)
        assert [each.option("hal") for each in entries(once)] == [
            None,
            "halacpi.dll",
            "halstd.dll",
            None,
        ]


def test_several_trials_before_their_model() -> None:
    """The last is put first, so that the first comes first; doing it again changes nothing."""
    before = menu(CONSOLE, LINE)
    entry = own_entry(before)
    results = [before]
    for _ in range(2):
        content = results[-1]
        for trial in reversed(TRIALS):
            content = with_trial(content, entry, trial, first=True)
        results.append(content)
    assert [each.option("hal") for each in entries(results[1])] == [
        "halacpi.dll",
        "halstd.dll",
        None,
    ]
    assert results[1] == results[2]


# -- what is refused


def test_a_full_menu_is_refused() -> None:
    others = [OTHER_DISK + b'="%d"' % number for number in range(ENTRIES_LIMIT - 2)]
    almost = menu(CONSOLE, *others[1:], LINE)
    full = menu(CONSOLE, *others, LINE)
    after = tried(almost)
    assert len(entries(after)) == ENTRIES_LIMIT - 1  # and the console
    for first in (False, True):
        with pytest.raises(BootIniError, match="it has 10 entries, and the loader shows 10"):
            tried(full, first=first)
    assert with_trial(after, own_entry(almost), ACPI, first=True) == tried(almost, first=True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_refused(encoding: str) -> None:
    content = ("\ufeff" + menu(LINE).decode("ascii")).encode(encoding)
    for change in (
        lambda: with_trial(content, own_entry(menu(LINE)), ACPI, first=False),
        lambda: with_timeout(content, 5),
        lambda: timeout(content),
    ):
        with pytest.raises(BootIniError, match="UTF-16"):
            change()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[boot loader]\r\n" + LINE + b"\r\n",
        LINE + b"\r\n",
        menu(),
        menu(SECOND + b'="2000"'),
        menu(OTHER_DISK + b'="XP"'),
        menu(OWN + b'2="XP"'),
        menu(OWN),
        menu(b"\x1a", LINE),
        menu() + b"[more]\r\n" + LINE,
    ],
)
def test_no_entry_is_refused(content: bytes) -> None:
    with pytest.raises(BootIniError) as refused:
        with_trial(content, own_entry(menu(LINE)), ACPI, first=False)
    assert OWN.decode("ascii") in str(refused.value)


# -- the time to wait


@pytest.mark.parametrize(
    ("line", "seconds", "after"),
    [
        (b"timeout=30", 30, b"timeout=5"),
        (b"timeout=0", 0, b"timeout=5"),
        (b"timeout=-1", -1, b"timeout=5"),
        (b"TimeOut = 030  ", 30, b"TimeOut = 5  "),
        (b"\ttimeout=9", 9, b"\ttimeout=5"),
        (b"timeout=", None, b"timeout=5"),
        (b"timeout=  ", None, b"timeout=  5"),
        (b"timeout=never", None, b"timeout=5"),
        (b"timeout=99999999999999999999", 999999999, b"timeout=5"),
    ],
)
@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_timeouts(line: bytes, seconds: int | None, after: bytes, newline: bytes) -> None:
    before = menu(LINE, wait=line, newline=newline)
    assert timeout(before) == seconds
    changed = with_timeout(before, 5)
    assert changed == menu(LINE, wait=after, newline=newline)
    assert timeout(changed) == 5
    assert with_timeout(changed, 5) == changed


@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_a_timeout_that_is_missing_is_put_in(newline: bytes) -> None:
    wrong_place = menu(LINE, b"timeout=9", newline=newline, wait=b"redirect=com1")
    assert timeout(wrong_place) is None
    after = with_timeout(wrong_place, 12)
    assert added(wrong_place, after) == b"timeout=12" + newline
    assert timeout(after) == 12
    assert with_timeout(after, 12) == after


def test_a_timeout_at_the_end_of_the_file() -> None:
    assert with_timeout(b"[boot loader]", 7) == b"[boot loader]\r\ntimeout=7\r\n"
    assert (
        with_timeout(b"[boot loader]\n\x1atimeout=3", 7)
        == b"[boot loader]\ntimeout=7\n\x1atimeout=3"
    )
    assert with_timeout(b"[BOOT LOADER]\ntimeout=3\x1a", 7) == b"[BOOT LOADER]\ntimeout=7\x1a"


@pytest.mark.parametrize("content", [b"", b"timeout=3\r\n", b"[operating systems]\r\ntimeout=3"])
def test_no_section_for_a_timeout_is_refused(content: bytes) -> None:
    assert timeout(content) is None
    with pytest.raises(BootIniError, match=r"no section \[boot loader\]"):
        with_timeout(content, 5)


# -- what is said


def test_the_difference_for_people() -> None:
    before = menu(OWN + b'="B\xfcro" /sos', CONSOLE)
    after = with_timeout(tried(before), 5)
    path = OWN.decode("ascii")
    assert difference(before, after) == (
        f'+ timeout=5; + {path}="Büro (halacpi)" /sos /HAL=halacpi.dll'
    )
    assert difference(before, before) == ""


# -- any menu


TITLE_BYTES = [byte for byte in range(0x20, 0x100) if byte != ord('"')]
TITLES = st.lists(st.sampled_from(TITLE_BYTES), max_size=20).map(bytes)
OPTIONS = st.lists(
    st.sampled_from(
        [
            b"/fastdetect",
            b"/noexecute=optin",
            b"/PAE",
            b"/3GB",
            b"/HAL=other.dll",
            b"/kernel=other.exe",
            b"/sos",
            b"/usepmtimer",
        ]
    ),
    unique=True,
    max_size=5,
).map(lambda words: b"".join(b" " + word for word in words))


def lines_of(*paths: bytes) -> st.SearchStrategy[bytes]:
    return st.builds(
        lambda path, title, options: path + b'="' + title + b'"' + options,
        st.sampled_from(paths),
        TITLES,
        OPTIONS,
    )


OTHERS = st.lists(lines_of(SECOND, OTHER_DISK, ARC + rb"\WINDOWS.0") | st.just(CONSOLE), max_size=2)
NEWLINES = st.sampled_from([b"\r\n", b"\n"])
ENDS = st.sampled_from([b"", b"\x1a", b"\r\n", b"\r\n\x1a\0\0"])
WAITS = st.sampled_from(
    [b"timeout=30", b"timeout=0", b"timeout =-1", b"timeout=", b"redirect=com1"]
)


@st.composite
def menus(draw: st.DrawFn) -> bytes:
    mine = draw(st.lists(lines_of(OWN, OWN.upper()), min_size=1, max_size=3))
    lines = [*draw(OTHERS), mine[0], *draw(OTHERS), *mine[1:]]
    default = draw(st.sampled_from([OWN, SECOND]))
    text = menu(*lines, default=default, wait=draw(WAITS), newline=draw(NEWLINES))
    return text + draw(ENDS)


@given(menus(), st.sampled_from(TRIALS), st.booleans())
@example(menu(LINE) + b"\x1a", ACPI, True)
def test_one_entry_is_added_and_nothing_else(content: bytes, trial: Trial, first: bool) -> None:
    entry = own_entry(content)
    after = with_trial(content, entry, trial, first=first)
    assert added(content, after).lower().startswith(OWN.lower() + b"=")
    assert with_trial(after, entry, trial, first=first) == after

    old, new = entries(content), entries(after)
    own = [
        n for n, each in enumerate(old) if each.partition == 0 and each.root.lower() == r"\windows"
    ]
    place = min(own) if first else max(own) + 1
    made = new.pop(place)
    assert new == old
    assert made.title == f"{entry.title or 'Windows'} ({trial.title})"
    assert (made.option("hal"), made.option("kernel")) == (trial.hal, trial.kernel or None)
    kept = [w for w in entry.options.split() if not w.lower().startswith(("/hal=", "/kernel="))]
    assert made.options.split() == [*kept, *trial.options.split()]
    assert made.wants_pae == entry.wants_pae


@given(menus(), st.integers(0, 999))
def test_only_the_time_to_wait_is_changed(content: bytes, seconds: int) -> None:
    after = with_timeout(content, seconds)
    assert timeout(after) == seconds
    assert with_timeout(after, seconds) == after
    assert from_boot_ini(after, TABLE, 0) == from_boot_ini(content, TABLE, 0)
    old, new = content.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(new) == len(old):
        differing = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
        assert all(line.startswith(b"timeout") for pair in differing for line in pair)
        assert len(differing) <= 1
    else:
        assert added(content, after).strip() == b"timeout=%d" % seconds


@given(menus(), st.lists(st.tuples(st.sampled_from(TRIALS), st.booleans()), max_size=5))
def test_trials_never_change_the_order_of_the_others(
    content: bytes, changes: list[tuple[Trial, bool]]
) -> None:
    entry = own_entry(content)
    after = content
    for trial, first in changes:
        after = with_trial(after, entry, trial, first=first)
    ours = {trial.hal for trial in TRIALS}
    assert [each for each in entries(after) if each.option("hal") not in ours] == entries(content)
    trials = [hal for each in entries(after) if (hal := each.option("hal")) in ours]
    assert len(trials) == len(set(trials))
    assert set(trials) == {trial.hal for trial, _ in changes}


@pytest.mark.parametrize(
    ("place", "after"),
    [
        (rb"scsi(0)disk(0)rdisk(0)partition(1)", ARC),
        (rb"SCSI(1)Disk(0)RDisk(0)partition(2)", ARC.replace(b"partition(1)", b"partition(2)")),
        (rb"signature(4f3c2b1a)disk(0)rdisk(0)partition(1)", ARC),
        (rb"signature(004F3C2B1A)disk(0)rdisk(0)partition(1)", ARC),
        (rb"signature(4f3c2b1b)disk(0)rdisk(0)partition(1)", None),  # another disk
        (rb"scsi(0)disk(1)rdisk(0)partition(1)", None),
        (rb"multi(0)disk(0)rdisk(1)partition(1)", None),
    ],
)
def test_the_first_disk_by_its_place_in_the_bios(place: bytes, after: bytes | None) -> None:
    """In default= and in entries; all other bytes stay, titles among them."""
    title = b'="like ' + place + b'" /fastdetect'
    before = menu(place + rb"\WINDOWS" + title, LINE, CONSOLE, default=place + rb"\WINDOWS")
    found = with_multi(before, TABLE.id)
    new = after or place
    assert found == menu(new + rb"\WINDOWS" + title, LINE, CONSOLE, default=new + rb"\WINDOWS")
    assert by_bios(place.decode(), TABLE.id) == new.decode()
    assert with_multi(found, TABLE.id) == found
    read = from_boot_ini(before, TABLE, 0)[0]
    assert read.names_controller == (not place.startswith(b"multi"))


def test_a_number_of_thousands_of_digits_names_no_partition() -> None:
    """Python converts none of more than 4,300."""
    line = LINE.replace(b"rdisk(0)", b"rdisk(" + b"9" * 5000 + b")")
    assert [each.title for each in from_boot_ini(menu(line, LINE), TABLE, 0)] == ["Windows XP"]
