"""The catalogue of all findings, one file a subject.

The single source of these texts: the window, the command line and JSON all show the same ones. A
code stands once; codes beginning with ``E`` block the work, those with ``W`` only warn.
"""

from collections.abc import Mapping

from engine.catalogue import (
    disks,
    files,
    fitting,
    fleet,
    guest,
    hosts,
    jobs,
    linux,
    machine,
    pool,
    server,
    system,
    trials,
    windows,
    xen,
)

#: The sentence and the remedy of each code; their fields are filled in by ``engine.findings``.
CATALOGUE: Mapping[str, tuple[str, str]] = {
    **disks.FINDINGS,
    **files.FINDINGS,
    **fitting.FINDINGS,
    **fleet.FINDINGS,
    **guest.FINDINGS,
    **hosts.FINDINGS,
    **jobs.FINDINGS,
    **linux.FINDINGS,
    **machine.FINDINGS,
    **pool.FINDINGS,
    **server.FINDINGS,
    **system.FINDINGS,
    **trials.FINDINGS,
    **windows.FINDINGS,
    **xen.FINDINGS,
}
