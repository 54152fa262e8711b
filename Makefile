# The two commands of a fresh machine are `make demo` and `make test`; both set up what is missing.
PYTHON := .venv/bin/python
DEMO := build/demo
SCREENSHOTS := build/screenshots
XEN ?= 4.17
MACOS_TESTS := tests/vmware tests/disk tests/guest tests/translate tests/xen tests/cli tests/job \
	--ignore=tests/job/push --ignore=tests/job/fleet --ignore=tests/job/trial/test_try_job.py

.PHONY: setup demo gui test coverage macos-test windows-test guest-libraries xen-test esxi-test linux-test findings advisories installer-twice golden fuzz fuzz-corpus torture mutants translations screenshots guide-pictures bench lint clean

setup: .venv/.ready

.venv/.ready: installer/setup.sh installer/packages.sh installer/debian-packages.txt requirements-dev.lock pyproject.toml
	installer/setup.sh

demo: setup
	rm -rf $(DEMO)
	mkdir -p $(DEMO)
	PYTHONPATH=tests $(PYTHON) -m fixtures $(DEMO)/win2003 --guest windows2003
	.venv/bin/vmx2xen inspect $(DEMO)/win2003/win2003.vmx
	.venv/bin/vmx2xen convert $(DEMO)/win2003/win2003.vmx -o $(DEMO)/xen --hal halacpi
	.venv/bin/vmx2xen verify $(DEMO)/xen
	.venv/bin/vmx2xen hal $(DEMO)/xen/win2003.img
	.venv/bin/vmx2xen hal $(DEMO)/xen/win2003.img --trial halmacpi --timeout 10
	.venv/bin/vmx2xen hal $(DEMO)/xen/win2003.img --undo
	cat $(DEMO)/xen/*.cfg
	.venv/bin/vmx2xen xva $(DEMO)/xen $(DEMO)/win2003.xva
	cp -a --sparse=always $(DEMO)/xen $(DEMO)/untouched
	.venv/bin/vmx2xen hal $(DEMO)/untouched/win2003.img --undo --conversion
	cmp $(DEMO)/untouched/win2003.img $(DEMO)/win2003-truth/current.raw
	@echo
	@echo "The demo machine (a synthetic Windows Server 2003 with two snapshots, on SCSI disks) is now"
	@echo "a raw image and a Xen configuration in $(DEMO)/xen. The Windows in it can start from Xen's"
	@echo "IDE disk and has another HAL with its kernels. With these changes taken back, in"
	@echo "$(DEMO)/untouched, every byte is as its maker wrote it."

gui: setup
	.venv/bin/vmx2xen

test: setup lint
	installer/packages.sh installer/test-packages.txt
	$(PYTHON) -m pytest -n auto --maxprocesses 4 --dist loadfile -m "not alone"
	$(PYTHON) -m pytest -m alone

# Which lines and branches of the engine the tests run; a page of each file in build/coverage.
coverage: setup
	installer/packages.sh installer/test-packages.txt
	$(PYTHON) -m coverage erase
	$(PYTHON) -m coverage run -m pytest -n auto --maxprocesses 4 --dist loadfile -m "not alone"
	$(PYTHON) -m coverage combine
	$(PYTHON) -m coverage html
	$(PYTHON) -m coverage report

xen-test: setup
	installer/packages.sh installer/test-packages.txt installer/xen-test-packages.txt
	XEN=$(XEN) $(PYTHON) -m pytest tests/xen_lab

# An ESXi host to read from: govmomi's simulator. It measures, and cuts connections: on a quiet machine.
esxi-test: setup
	installer/packages.sh installer/esxi-test-packages.txt
	VMX2XEN_ESXI=1 $(PYTHON) -m pytest -n0 tests/source/test_esxi_folders.py tests/source/test_throttled.py \
		tests/gui/hosts/test_running_machine.py

# Windows' Python under wine; builds it once in ~/.cache/vmx2xen-windows-lab (1 GiB).
windows-test: setup
	installer/packages.sh installer/test-packages.txt installer/windows-test-packages.txt
	$(PYTHON) -m pytest -n0 -v -p no:cacheprovider tests/windows_lab

# The libraries that change guests, as DLLs by mingw from Debian's sources: build/guest-libraries.
guest-libraries: setup
	installer/packages.sh installer/guest-libraries-packages.txt
	installer/windows/guest-libraries/build.sh build/guest-libraries

# The tests of the engine where macOS' Python is: a simulation, see tests/systems.
macos-test: setup
	installer/packages.sh installer/test-packages.txt
	PYTHONPATH=tests $(PYTHON) -m systems.macos $(PYTHON) -m pytest -n auto --maxprocesses 4 --dist loadfile -m "not alone and not window" $(MACOS_TESTS)

# Real Debians, mended and started in QEMU; as root, for they are installed in chroots.
linux-test: setup
	installer/packages.sh installer/xen-test-packages.txt
	$(PYTHON) -m pytest tests/linux_lab

# Writes what is expected of our own machines anew (tests/xen/golden, tests/golden/pairs); read the diff.
golden: setup
	PYTHONPATH=tests $(PYTHON) -m xen.golden
	PYTHONPATH=tests $(PYTHON) -m golden.pairs

# Every parser on inputs guided by coverage, so many seconds each; a table, and those that are faults in build/fuzz.
FUZZ ?= 60
fuzz: setup
	PYTHONPATH=tests $(PYTHON) -m fuzz $(FUZZ) $(SEED)

# The inputs of build/fuzz/corpus, minimised, into tests/fuzz/corpus.
fuzz-corpus: setup
	PYTHONPATH=tests $(PYTHON) -m fuzz --keep

# Commands killed, failing and without power, so many times each; counted in build/torture/seen.tsv.
TORTURE ?= 20
torture: setup
	installer/packages.sh installer/test-packages.txt
	VMX2XEN_TORTURE=$(TORTURE) $(PYTHON) -m pytest -n0 -v tests/torture

# Whether tests catch mistakes: so many, drawn over the critical modules; noted in build/mutants/seen.tsv.
MUTANTS ?= 400
mutants: setup
	installer/packages.sh installer/test-packages.txt
	PYTHONPATH=tests $(PYTHON) -m mutants $(MUTANTS) $(SEED)

# Writes docs/findings.md from the catalogue.
findings: setup
	PYTHONPATH=tests $(PYTHON) -m findings_page

# Adds what is new to resources/translations/*.ts, to be filled in there, and makes the .qm of them.
translations: setup
	PYTHONPATH=tests $(PYTHON) -m translations

# The window in every state, at 100 % and 200 %, light and dark, English and German.
screenshots: setup
	QT_SCALE_FACTOR=1 $(PYTHON) -m tests.gui.screenshots $(SCREENSHOTS)/100
	QT_SCALE_FACTOR=2 $(PYTHON) -m tests.gui.screenshots $(SCREENSHOTS)/200
	QT_SCALE_FACTOR=1 $(PYTHON) -m tests.gui.screenshots $(SCREENSHOTS)/100-de de

# The pictures of the guide, in English and German; look at them.
guide-pictures: setup
	$(PYTHON) -m tests.gui.guide_pictures
	$(PYTHON) -m tests.gui.guide_pictures de

bench: setup
	installer/packages.sh installer/test-packages.txt installer/bench-packages.txt
	PYTHONPATH=tests $(PYTHON) -m bench $(BENCH)

lint: setup
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(PYTHON) -m mypy --cache-dir .mypy_cache/win32 --platform win32 --exclude 'engine/platform/(linux|macos|posix)' engine gui
	$(PYTHON) -m mypy --cache-dir .mypy_cache/darwin --platform darwin --exclude 'engine/platform/(linux|windows)' engine gui

installer: setup
	installer/deb.sh

# The same sources make the same file: in another folder, too.
installer-twice: installer
	rm -rf build/again && git clone -q . build/again && ln -s $(CURDIR)/.venv build/again/.venv
	build/again/installer/deb.sh
	cmp build/*.deb build/again/build/*.deb

# What is known against the packages of the lock, from a folder of advisories (OSV) brought along.
advisories: setup
	$(PYTHON) -m installer.advisories $(OSV)

installer-test: installer
	VMX2XEN_DEB=$$(ls build/*.deb) $(PYTHON) -m pytest tests/package

clean:
	rm -rf build .venv
