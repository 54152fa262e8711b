"""Windows: what an installation is, and how it is fitted for Xen."""
