"""Blocks and moving them; knows no VMware, no Windows, no Xen."""
