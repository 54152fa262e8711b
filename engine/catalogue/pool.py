"""Findings about a pool of XCP-ng or XenServer: code, sentence, remedy."""

FINDINGS = {
    "E900": (
        "The pool {host} cannot be used: {reason}.",
        "Check the name, the network, and that its coordinator runs.",
    ),
    "E901": (
        "The certificate of {host} was not seen before. Its SHA-256 is {digest}.",
        "Compare it with what the server itself says (openssl x509 -fingerprint -sha256 -noout -in "
        "/etc/xensource/xapi-ssl.pem), and agree to it once ({do_certificate}).",
    ),
    "E902": (
        "{host} shows another certificate than before: SHA-256 {digest}, not {before}.",
        "Somebody may be in between. If it was renewed, compare it with what the server itself "
        "says, and agree to it ({do_certificate}).",
    ),
    "E903": (
        "{host} does not let {user} in: there is no password, or it is another one.",
        "Put it into the system's keyring (keyring set 'vmx2xen xapi://{host}' {user}), or type it "
        "when it is asked for.",
    ),
    "E904": (
        "It is not clear which storage of {host} takes the disks. There are: {known}.",
        "Name one ({do_storage_repository}).",
    ),
    "E905": (
        "{host} has no network {network}, or more than one. There are: {known}.",
        "Say which one a bridge of the configuration means ({do_pool_network}).",
    ),
    "E906": (
        "There is not enough room in the storage {storage}: {needed} are needed, {free} are free.",
        "Free some space there, or name another storage ({do_storage_repository}).",
    ),
    "E907": (
        "{host} refuses the import: {reason}.",
        "Nothing was left there. The log of the server (/var/log/xensource.log) says more.",
    ),
    "E908": (
        "{host} has this machine already: {name} ({uuid}).",
        "Remove it there, or give the new one another UUID ({do_set}).",
    ),
    "E909": (
        "What {host} has made of the machine is not what was sent: {reason}.",
        "It was removed again. Please report it, with the versions of both sides.",
    ),
}
