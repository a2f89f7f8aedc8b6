#!/bin/sh
# abi.sh ROOT REVISION: what has changed between the shared library of an older revision and that of these sources, as
# programs that are linked to it see it. By abidiff (package abigail-tools). No test: before 1.0 it may change.
# Exit status: 0 nothing that matters, 1 something changed (abidiff says what), 2 it could not be compared.
set -eu
root=$1 revision=$2
work=$root/build/abi
mkdir -p "$work"

build() { # SOURCE FOLDER: with what the debugger knows, which is what abidiff compares; the rules do not matter
    cmake -S "$1" -B "$2" -DCMAKE_BUILD_TYPE=Debug -DTPT_TESTS=OFF -DTPT_EMBED_IMAGE=OFF >"$2.log" 2>&1 &&
        cmake --build "$2" --parallel 2 --target tptriage >>"$2.log" 2>&1 || { cat "$2.log" >&2; exit 2; }
}

commit=$(git -C "$root" rev-parse --verify --quiet "$revision^{commit}") || { echo "no revision '$revision'" >&2; exit 2; }
rm -rf "$work/old" "$work/old-build" # its files are older than what was built from another revision
mkdir -p "$work/old"
git -C "$root" archive "$commit" | tar -x -C "$work/old"
build "$work/old" "$work/old-build"
build "$root" "$work/new-build"

status=0
abidiff --headers-dir1 "$work/old/include" --headers-dir2 "$root/include" \
    "$work/old-build/libtptriage.so" "$work/new-build/libtptriage.so" || status=$?
case $status in
0) echo "nothing has changed since $revision" ;;
*)
    [ $((status & 3)) -eq 0 ] || exit 2
    [ $((status & 8)) -eq 0 ] || echo "programs that are linked to $revision will break: raise SOVERSION"
    exit 1
    ;;
esac
