# The two commands of a fresh machine are `make demo` and `make test`; both set up what is missing.
PYTHON := .venv/bin/python
DEMO := build/demo

.PHONY: setup demo gui test bench lint clean

setup: .venv/.ready

.venv/.ready: installer/setup.sh installer/debian-packages.txt requirements-dev.lock pyproject.toml
	installer/setup.sh

demo: setup
	rm -rf $(DEMO)
	mkdir -p $(DEMO)
	PYTHONPATH=tests $(PYTHON) -m fixtures $(DEMO)/win2003 --guest windows2003
	.venv/bin/vmx2xen inspect $(DEMO)/win2003/win2003.vmx
	.venv/bin/vmx2xen convert $(DEMO)/win2003/win2003.vmx -o $(DEMO)/xen
	.venv/bin/vmx2xen verify $(DEMO)/xen
	cat $(DEMO)/xen/*.cfg
	cmp $(DEMO)/xen/*.img $(DEMO)/win2003-truth/current.raw
	@echo
	@echo "The demo machine (a synthetic Windows Server 2003 with two snapshots) is now a raw image"
	@echo "and a Xen configuration in $(DEMO)/xen; every byte is as its maker wrote it."

gui: setup
	.venv/bin/vmx2xen

test: setup lint
	$(PYTHON) -m pytest

bench: setup
	PYTHONPATH=tests $(PYTHON) -m bench $(BENCH)

lint: setup
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy

clean:
	rm -rf build .venv
