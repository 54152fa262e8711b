"""The engine: everything vmx2xen does, without a window. Nothing below imports Qt."""

__version__ = "0.1.0"
