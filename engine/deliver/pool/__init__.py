"""A pool of XCP-ng or XenServer, spoken to by its own API (XAPI) over TLS."""
