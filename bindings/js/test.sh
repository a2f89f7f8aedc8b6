#!/bin/sh
# Builds the package and runs its tests: test.sh FOLDER. FOLDER keeps what lies between for the next time.
# Status 77: skipped, since something to build with, or the sources of the libraries, cannot be had.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
mkdir -p "$1"
folder=$(CDPATH='' cd -- "$1" && pwd -P)

skip() {
    echo "SKIPPED, the JavaScript package was not tested: $*"
    exit 77
}

for tool in node wasm-opt; do
    command -v $tool >/dev/null || skip "no $tool (Debian: nodejs, binaryen)"
done
echo 'int main(void) { return 0; }' |
    clang --target=wasm32-wasi -x c - -o "$folder/has_wasm" 2>/dev/null ||
    skip "clang builds no WebAssembly (Debian: clang lld wasi-libc libclang-rt-dev-wasm32)"

status=0
sh "$here/build.sh" "$folder" || status=$?
[ $status -ne 77 ] || skip "no sources of PCRE2, cJSON and utf8proc (Debian: dpkg-dev, and a mirror with sources)"
[ $status -eq 0 ] || exit $status

cd "$here"
if command -v npm >/dev/null; then exec npm test --silent; fi
exec node --test test/*.test.js
