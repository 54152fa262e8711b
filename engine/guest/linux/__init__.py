"""Linux: what an installation is, and what it needs under Xen."""
