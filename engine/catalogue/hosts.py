"""Findings about hosts that machines are read from: code, sentence, remedy."""

FINDINGS = {
    "E870": (
        "{address} is no address of a host.",
        "Write ssh://user@host/folder/vm.vmx, with a port as ssh://user@host:22/folder/vm.vmx.",
    ),
    "E872": (
        "{host} gives nothing more, or next to nothing, for {seconds} seconds.",
        "Look at the load of the host and at the network, and do the same again: it goes on where "
        "it was.",
    ),
    "E873": (
        "{path} is in use on {host}.",
        "A running machine keeps its newest files to itself. Take a snapshot in VMware and convert "
        "that ({do_snapshot}), or shut the machine down.",
    ),
    "E874": (
        "{path} on {host} is shorter than the host said, or has changed while it was read.",
        "Shut the machine down, or take a snapshot and convert that ({do_snapshot}); then do the "
        "same again.",
    ),
    "E877": (
        "The machine {name} runs on its host.",
        "Shut it down, or convert a snapshot of it while it runs: one that is there "
        "({do_snapshot}), or one that is taken now and removed after ({do_take_snapshot}).",
    ),
    "E878": (
        "The machine {name} has a snapshot called {snapshot} already.",
        "If no conversion needs it, remove it ({do_drop_snapshot}), or in VMware.",
    ),
    "E879": (
        "No snapshot can be taken of {path}: only an ESXi host or a vCenter can be asked for one.",
        "Name the machine as esxi://user@host/NAME, or take a snapshot in VMware.",
    ),
    "W878": (
        "A snapshot that was taken of {name} for a conversion is still there.",
        "It goes when that conversion is resumed and done. If there is none, remove it "
        "({do_drop_snapshot}).",
    ),
    "E880": (
        "{host} does not answer as an ESXi host does: {reason}.",
        "Check the name, the port and the network.",
    ),
    "E881": (
        "{host} is not known here. It shows the certificate {fingerprint} (SHA-256).",
        "Compare that with what the console of the host shows (Support Information), and agree to "
        "it: {do_trust_host}.",
    ),
    "E882": (
        "{host} shows the certificate {fingerprint}, and not {known} as it did before.",
        "If the host was set up anew, compare it with what its console shows and agree to it: "
        "{do_trust_host}. Otherwise somebody is in between.",
    ),
    "E883": (
        "Nobody knows the password of {account}.",
        "Have it asked for ({do_log_in}), or put it into the keyring: keyring set vmx2xen "
        "{account}.",
    ),
    "E884": (
        "The password of {account} cannot be kept in the keyring: {reason}.",
        "It is used until the program ends. Unlock the keyring, or install one.",
    ),
    "E885": (
        "{host} refuses what it is asked for: {reason}.",
        "Look at the rights of the user there; a free licence of ESXi gives reading alone.",
    ),
    "E886": (
        "{account} cannot log in.",
        "Check the name and the password; a host locks out who was wrong several times. What the "
        "keyring has is replaced by: keyring set vmx2xen {account}",
    ),
    "E887": (
        "{host} has no machine {name}, or several. It has: {known}.",
        "Name it as the host does, or by its file: esxi://user@host/vmfs/volumes/…/vm.vmx.",
    ),
    "E875": (
        "{path} cannot be brought up to date: the machine has no layer left that it was made of, "
        "or it was made by an older version.",
        "Convert the machine anew, into another folder. A second pass needs the snapshot that the "
        "first was made of.",
    ),
    "E876": (
        "{path} was changed since it was made.",
        "What was changed would be lost. Take it back ({do_undo}), or convert the machine anew.",
    ),
}
