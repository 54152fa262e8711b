"""What the operating system does for us: the one room that knows which it is.

Linux, macOS and Windows stand behind one list of functions, which is this file. They raise OSError
and know nothing of findings. What a system cannot do at all is asked for as a capability, never by
the system's name; what it can do less well it does as well as it can, and the function says so.
"""

from __future__ import annotations

import sys

from engine.platform import ends, libraries, programs

if sys.platform == "win32":
    from engine.platform import windows as own
    from engine.platform import windows as shared
    from engine.platform import windows_processes as processes
elif sys.platform == "darwin":
    from engine.platform import macos as own
    from engine.platform import posix as shared
    from engine.platform import posix_processes as processes
else:
    from engine.platform import linux as own
    from engine.platform import posix as shared
    from engine.platform import posix_processes as processes

# Capabilities.
#: Whether its ssh sends several sessions over one connection, and is told a password for it.
SHARES_SSH = own.SHARES_SSH
INHERITS_SOCKETS = own.INHERITS_SOCKETS  #: whether a program can be started with an open socket
RUNS_XEN = own.RUNS_XEN  #: whether a server may be this very computer
PACKAGES = own.PACKAGES  #: what programs are installed with
HANDS_FILES = own.HANDS_FILES  #: whether a double click reaches a window as an event
NEEDS_DISPLAY = own.NEEDS_DISPLAY  #: whether a window is possible only where a variable says where

# Opening: each returns a file number. What is open can be renamed and removed all the same.
open_to_read = shared.open_to_read
open_past_cache = own.open_past_cache
open_new = shared.open_new
rights = shared.rights
open_own = shared.open_own
open_to_change = shared.open_to_change
open_device = shared.open_device
open_pipe = shared.open_pipe

# Reading and writing at a place, from any thread.
read_at = shared.read_at
bytes_at = shared.bytes_at
write_at = shared.write_at
write_parts = shared.write_parts

# Room on a disk.
make_sparse = shared.make_sparse
resize = shared.resize
reserve = own.reserve
allocated = shared.allocated
data_stretches = shared.data_stretches
clone = own.clone
zero = own.zero
device_size = own.device_size
is_read_only = own.is_read_only

# What is promised to outlast a loss of power.
sync = own.sync
sync_data = own.sync_data
sync_folder = shared.sync_folder
forget = own.forget

# Names and locks.
means_no_file = shared.means_no_file
rename_new = own.rename_new
lock = shared.lock
hold_folder = shared.hold_folder
file_system = own.file_system

# The computer.
room = own.room
memory = shared.memory
is_bounded = shared.is_bounded
free_memory = own.free_memory
device_number = shared.device_number
drives_of = own.drives_of
waiting_threads = own.waiting_threads
accelerator = own.accelerator

# Other processes.
HELPER = "--helper"  #: what a bundled program is told first, to be one of its own helpers
program = programs.program
own_session = processes.own_session
dying_with_us = processes.dying_with_us
tied = processes.tied
kill = processes.kill
end_of = processes.end_of
End = ends.End
readable = processes.readable
binary = processes.binary
bound = processes.bound
without_core_dumps = processes.without_core_dumps
confine = own.confine
Kept = ends.Kept
count_work = processes.count_work

# Libraries in C.
library = libraries.library
libarchive = libraries.libarchive
named_file = processes.named_file
NOT_SUPPORTED = processes.NOT_SUPPORTED
