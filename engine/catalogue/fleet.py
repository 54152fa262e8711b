"""Findings about fleets and hooks: code, sentence, remedy."""

FINDINGS = {
    "E890": (
        "The plan {path} cannot be used: {reason}.",
        "Correct it. The README has a plan to begin with.",
    ),
    "E891": (
        "Two machines would be written to the same place, {place}: {names}.",
        "Give one of them another “output” or “push” by a rule, or another name.",
    ),
    "E892": (
        "The fleet is not complete: {done} of {count} machines are done. Not done: {names}.",
        "Look at the report ({path}), put right what it names, and run the plan again: what is "
        "done is not done again.",
    ),
    "E893": (
        "A cluster takes the package distributed, which is not installed.",
        "Install vmx2xen with it, here and on the workers: pip install 'vmx2xen[fleet]'",
    ),
    "E894": (
        "The cluster {address} cannot be used: {reason}.",
        "Start a scheduler (dask scheduler) and workers (dask worker {address}), and check the "
        "network between them.",
    ),
    "E895": (
        "The worker {worker} has another vmx2xen than this: {there}, not {here}.",
        "Install the same version there. Nothing was begun by it.",
    ),
    "E896": (
        "The workers that had {machine} were lost, again and again.",
        "Look at their logs and their memory, and run the plan again: it goes on.",
    ),
    "E897": (
        "The scheduler {address} is gone.",
        "Start it and its workers, and run the same plan again: it goes on where it was.",
    ),
    "E898": (
        "Wave {wave} is not complete, so the next one was not begun.",
        "Look at the report ({path}), put right what it names, and run the plan again.",
    ),
    "E899": (
        "The hook {hook} has failed: {reason}.",
        "Nothing was begun. The log has what it said; it is named in {path}.",
    ),
    "E948": (
        "The plan {path} was never run: there is nothing to go on with.",
        "Run it: vmx2xen fleet {path}",
    ),
    "W890": (
        "The hook {hook} has failed: {reason}.",
        "What it follows is done. The log has what it said; it is named in {path}.",
    ),
    "W891": (
        "{path} does not take the results of the whole fleet: {needed} are needed at most, {free} "
        "are free.",
        "Give some machines another “output”, or free some space before the last wave.",
    ),
    "W892": (
        "No machine matches the rule {rule}.",
        "Check its patterns: all of them have to match, in any case.",
    ),
}
