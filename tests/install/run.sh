#!/bin/sh
# run.sh PREFIX WORK: builds consumer.c against what is installed in PREFIX, in every way that the manual names;
# each must answer what the installed command answers.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=$1 work=$2
cmake=${CMAKE:-cmake} cc=${CC:-cc} pkg_config=${PKG_CONFIG:-pkg-config}
text='I have had a stiff neck and headaches for 3 weeks, worse at my desk'

rm -rf "$work"
mkdir -p "$work"
cd "$work"
libdir=$(dirname "$(find "$prefix" -name libtptriage.so)")
wanted=$("$prefix/bin/tptriage" --json "$text")

# find_package
if ! { "$cmake" -S "$here" -B cmake "-DCMAKE_PREFIX_PATH=$prefix" "-DCMAKE_C_COMPILER=$cc" &&
    "$cmake" --build cmake; } >cmake.log 2>&1; then
    cat cmake.log
    exit 1
fi

# pkg-config, by a path without spaces: it prints paths, and older ones do not quote them.
link=$(mktemp -d)
trap 'rm -rf "$link"' EXIT
ln -s "$libdir" "$link/lib"
ln -s "$prefix/include" "$link/include"
export PKG_CONFIG_PATH="$link/lib/pkgconfig"
flags() { "$pkg_config" "$@" tptriage; }
# shellcheck disable=SC2046 # words
{
    "$cc" -o pc_shared "$here/consumer.c" $(flags --cflags --libs)
    "$cc" -o pc_static "$here/consumer.c" \
        $(flags --static --cflags --libs | sed 's/-ltptriage\( \|$\)/-l:libtptriage.a\1/')
}
[ "$(flags --modversion)" = "$("$prefix/bin/tptriage" --version | sed -n '1s/[^0-9]*\([0-9.]*\).*/\1/p')" ] ||
    { echo "the versions of tptriage.pc and of the command differ"; exit 1; }

status=0
check() { # NAME PROGRAM
    answer=$(LD_LIBRARY_PATH=$libdir "$2" "$text") || answer="(exit status $?)"
    if [ "$answer" = "$wanted" ]; then
        echo "ok - $1"
    else
        printf 'not ok - %s\n  wanted: %s\n  got:    %s\n' "$1" "$wanted" "$answer"
        status=1
    fi
}
check "find_package, shared" cmake/consumer_shared
check "find_package, static" cmake/consumer_static
check "pkg-config, shared" ./pc_shared
check "pkg-config, static" ./pc_static

# Which library is which: the static ones must run without it.
for program in cmake/consumer_static ./pc_static; do
    if ldd "$program" 2>/dev/null | grep -q libtptriage; then echo "not ok - $program needs libtptriage.so"; status=1; fi
done
[ -f "$prefix/share/tptriage/packs/msk/pack.json" ] || { echo "not ok - the pack is not installed"; status=1; }
[ -f "$prefix/share/tptriage/schema/flags.schema.json" ] || { echo "not ok - the schemas are not installed"; status=1; }

# Each file of the pack leads to its schema.
find "$prefix/share/tptriage/packs/msk" -name '*.json' >files
while read -r file; do
    schema=$(sed -n 's/^  "$schema": "\(.*\)",$/\1/p' "$file")
    [ -n "$schema" ] && [ -f "$(dirname "$file")/$schema" ] || { echo "not ok - no schema: $file"; status=1; }
done <files
[ -s files ] || status=1
exit $status
