"""Real Debians as they are in VMware, mended and started: what `make linux-test` runs."""
