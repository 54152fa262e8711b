"""Benchmarks against peers: ``make bench``. Ratios in the same run are what counts."""
