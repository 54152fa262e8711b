"""The system's ssh: one connection to a host, and POSIX shell scripts that run through it."""
