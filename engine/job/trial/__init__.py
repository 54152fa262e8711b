"""Test boots of a finished conversion."""
