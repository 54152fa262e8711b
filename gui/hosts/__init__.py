"""Hosts that machines are read from: log in, see what there is, choose."""
