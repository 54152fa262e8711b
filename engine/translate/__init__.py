"""VMware's machine as a domain of Xen's."""
