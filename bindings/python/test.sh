#!/bin/sh
# Installs the wheel into a virtual environment and runs its tests: test.sh FOLDER [CC SANITIZERS]
# FOLDER keeps all that is built for the next time. With the address sanitizer among SANITIZERS the module is built with
# them too, and runs its tests once more.
# Status 77: skipped, since there is no Python to build with or no package index to be reached.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
folder=$1 compiler=${2:-cc} sanitizers=${3:-}
venv=$folder/venv
PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_DISABLE_PIP_VERSION_CHECK

skip() {
    echo "SKIPPED, the Python binding was not tested: $*"
    exit 77
}

# The first Python that can make an environment and has its headers.
python=
for candidate in python3 /usr/bin/python3; do
    if "$candidate" - <<'END' >/dev/null 2>&1
import ensurepip, os, sys, sysconfig, venv
sys.exit(sys.version_info < (3, 9) or not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))
END
    then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || skip "no python3 with venv and headers (Debian: python3-venv python3-dev)"

mkdir -p "$folder"
"$venv/bin/python" -c '' 2>/dev/null || { rm -rf "$venv" && "$python" -m venv "$venv"; }
# What the index must give comes first, so that everything after it is the binding's own fault. pip builds the wheel in an
# environment of its own, for which it asks the index even where all is installed here.
{
    "$venv/bin/pip" download --quiet --retries 1 --timeout 20 --no-deps --dest "$folder/asked" scikit-build-core cffi &&
        "$venv/bin/pip" install --quiet --retries 1 --timeout 20 scikit-build-core cffi pytest mypy nanoarrow
} || skip "no package index can be reached, or it lacks something"
"$venv/bin/pip" install --quiet --force-reinstall --no-deps -C build-dir="$folder/wheel" "$here"
cd "$here"
"$venv/bin/python" -m pytest -q -p no:cacheprovider

# The sanitizers' libraries must come first in a process; only gcc tells where they are.
case $sanitizers in *address*) ;; *) exit 0 ;; esac
preload=$("$compiler" -print-file-name=libasan.so)
[ -e "$preload" ] || { echo "not run under sanitizers: $compiler has no libasan.so"; exit 0; }
"$venv/bin/pip" install --quiet --upgrade --no-deps --target "$folder/checked" -C build-dir="$folder/checked.build" \
    -C cmake.build-type=Debug -C install.strip=false -C cmake.define.TPT_SANITIZE="$sanitizers" "$here"
# PYTHONMALLOC: what Python allocates is watched as well. Leaks: the interpreter leaves much behind on purpose.
LD_PRELOAD=$preload ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc PYTHONPATH=$folder/checked \
    "$venv/bin/python" -m pytest -q -p no:cacheprovider --ignore tests/test_docs.py
