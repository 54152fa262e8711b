"""The engine: everything vmx2xen does, without a window. Nothing below imports Qt."""

import os

__version__ = "0.1.0"

# numpy's linear algebra, which is not used here, starts a thread that spins for a while.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
