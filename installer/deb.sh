#!/bin/sh
# Builds build/vmx2xen_VERSION_ARCHITECTURE.deb; what is in it and why, says installer/README.md.
# The same sources and wheels make the same file: its date is that of the newest commit.
set -eu
cd "$(dirname "$0")/.."
umask 022
export PATH="$PWD/.venv/bin:$PATH"

pythons="3.11 3.12 3.13 3.14" # of Debian 12, Ubuntu 24.04, Debian 13 and Ubuntu 26.04
glibc=36                      # the oldest one, that of Debian 12
version=$(python -c 'import engine; print(engine.__version__)')
architecture=$(dpkg --print-architecture)
maintainer="${DEBFULLNAME:-vmx2xen} <${DEBEMAIL:-$(git log -1 --format=%ae)}>"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

root=build/deb
home=$root/usr/lib/vmx2xen
packages=$home/lib/python3/site-packages

# Python packages for one version of Python: VERSION FOLDER LOCKFILE.
install_packages() {
    machine=$(uname -m)
    set -- --python-version "$1" --target "$2" -r "$3"
    for minor in $(seq 5 $glibc); do set -- "$@" --platform "manylinux_2_${minor}_$machine"; done
    python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps \
        --only-binary :all: --implementation cp --require-hashes \
        --platform "manylinux2014_$machine" "$@"
}

# Of the lock file what is compiled for the version of Python it was installed for: VERSION.
compiled_packages() {
    names=$(grep -l "^Tag: cp$(echo "$1" | tr -d .)-cp" $packages/*.dist-info/WHEEL |
        sed 's|.*/\([^/-]*\)-[^/]*/WHEEL|\1|' | tr '_\n' '- ')
    awk -F== -v names=" $names" '/^[a-z]/ { kept = index(names, " " $1 " ") } kept' requirements.lock
}

# An environment like that of `python3 -m venv`, with the distribution's interpreter. Modules that
# are compiled for one version of Python have it in their names, so all versions share a folder.
rm -rf $root build/vmx2xen_*.deb
mkdir -p $home/bin $packages
ln -s ../../../bin/python3 $home/bin/python3
printf 'home = /usr/bin\ninclude-system-site-packages = false\n' >$home/pyvenv.cfg
oldest=${pythons%% *}
install_packages "$oldest" $packages requirements.lock
compiled_packages "$oldest" >build/compiled.lock
for python in $pythons; do
    ln -s python3 "$home/lib/python$python"
    [ "$python" = "$oldest" ] && continue
    install_packages "$python" build/packages build/compiled.lock
    cp -rn build/packages/. $packages
    rm -rf build/packages
done
cp -r engine gui resources $packages
mkdir -p $packages/resources/docs
cp -r docs/guide docs/findings.md $packages/resources/docs

# What nobody needs at run time.
python -m installer.trim_qt $packages
rm -rf $packages/bin $packages/share $packages/numpy/f2py $packages/numpy/*/include
find $packages -depth \( -name __pycache__ -o -name tests -o -name '*.egg-info' \) -exec rm -r {} +
find $packages -type f \( -name '*.pyi' -o -name '*.pxd' -o -name '*.a' -o -name '*.h' -o -name '*.ts' \
    -o -name RECORD -o -name INSTALLER -o -name REQUESTED -o -name direct_url.json \) -delete

mkdir -p $root/usr/bin
cat >$root/usr/bin/vmx2xen <<'END'
#!/usr/lib/vmx2xen/bin/python3 -I
import sys

from gui.launch import main

sys.exit(main())
END
chmod 755 $root/usr/bin/vmx2xen
python -m installer.share $root/usr/share $packages "$maintainer"
install -Dm 644 installer/debian/lintian-overrides $root/usr/share/lintian/overrides/vmx2xen
find $root/usr -type f -exec chmod a+r,go-w {} + # wheels bring modes of their own
find $packages -type f -exec chmod a-x {} +

mkdir $root/DEBIAN
fill="s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@MAINTAINER@/$maintainer/
    s/@GLIBC@/2.$glibc/; s/@OLDEST@/$oldest/; s/@BEYOND@/3.$((${pythons##*.} + 1))/"
install -m 755 installer/debian/postinst installer/debian/prerm $root/DEBIAN
{
    sed "$fill" installer/debian/control
    echo "Depends: $(grep -v '^#' installer/debian/depends | paste -sd, | sed "$fill")"
    echo "Installed-Size: $(du -sk --apparent-size $root/usr | cut -f1)"
} >$root/DEBIAN/control
(cd $root && find usr -type f -print0 | sort -z | xargs -0 md5sum) >$root/DEBIAN/md5sums

find $root -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build $root build >build/deb.log
ls -s --block-size=M build/vmx2xen_"$version"_"$architecture".deb
