#!/bin/sh
# Runs conformance.py with a Python that can load extensions: conformance.sh EXTENSION PAGE... FOLDER
# An extension that was built with the address sanitizer needs its library in the program that loads it.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
needs=$(objdump -p "$1" | sed -n 's/^ *NEEDED *//p')
case $needs in
*libtsan*)
    echo "skipped: Python cannot be run with the thread sanitizer"
    exit 77
    ;;
*libasan*)
    LD_PRELOAD=$(${CC:-cc} -print-file-name=libasan.so)
    ASAN_OPTIONS=detect_leaks=0 # Python's own
    export LD_PRELOAD ASAN_OPTIONS
    ;;
esac
for python in /usr/bin/python3 python3; do
    status=0
    "$python" "$here/conformance.py" "$@" || status=$?
    [ $status -eq 77 ] || exit $status
done
exit 77
