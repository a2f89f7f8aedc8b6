#!/bin/sh
# run.sh PREFIX WORK: builds programs in C and C++ against what is installed in PREFIX, by find_package and by
# pkg-config, shared and static; each must answer what the installed command answers. Then what else is to be there.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=$1 work=$2
cmake=${CMAKE:-cmake} cc=${CC:-cc} cxx=${CXX-c++} pkg_config=${PKG_CONFIG:-pkg-config}
languages='c cpp'
[ -n "$cxx" ] || { languages=c; echo "skipped - no C++ compiler"; }
text='I have had a stiff neck and headaches for 3 weeks, worse at my desk'

rm -rf "$work"
mkdir -p "$work"
cd "$work"
libdir=$(dirname "$(find "$prefix" -name libtptriage.so)")
answer_of() { LD_LIBRARY_PATH=$libdir "$@"; }
wanted=$(answer_of "$prefix/bin/tptriage" --json "$text")

status=0
fail() {
    echo "not ok - $*"
    status=1
}
check() { # NAME PROGRAM
    answer=$(answer_of "$2" "$text") || answer="(exit status $?)"
    if [ "$answer" = "$wanted" ]; then echo "ok - $1"; else fail "$1
  wanted: $wanted
  got:    $answer"; fi
}

# ---- find_package: what it finds, and which versions it is content with ----

configure() { # FOLDER VERSION
    "$cmake" -S "$here" -B "$1" "-DWANTED=$2" "-DCMAKE_PREFIX_PATH=$prefix" "-DCMAKE_C_COMPILER=$cc" \
        ${cxx:+"-DCMAKE_CXX_COMPILER=$cxx"} "-DKINDS=$(echo $languages | tr ' ' ';')"
}
if ! { configure cmake 0.1 && "$cmake" --build cmake; } >cmake.log 2>&1; then
    cat cmake.log
    exit 1
fi
for language in $languages; do
    for kind in shared static; do check "find_package, $language, $kind" cmake/consumer_${language}_$kind; done
done
if configure refused 0.2 >refused.log 2>&1; then fail "find_package is content with another minor version"; fi
grep -q 'not compatible\|compatible with requested version' refused.log || fail "find_package says why it refuses a version: refused.log"

# ---- pkg-config, by a path without spaces: it prints paths, and older ones do not quote them ----

link=$(mktemp -d)
trap 'rm -rf "$link"' EXIT
ln -s "$libdir" "$link/lib"
ln -s "$prefix/include" "$link/include"
# The .pc file finds its prefix from where it lies: as deep below the link as below the prefix.
depth=${libdir#"$prefix"/}
mkdir -p "$link/prefix/$(dirname "$depth")"
ln -s "$libdir" "$link/prefix/$depth"
ln -s "$prefix/include" "$link/prefix/include"
export PKG_CONFIG_PATH="$link/prefix/$depth/pkgconfig"
flags() { "$pkg_config" "$@" tptriage; }
static_flags() { flags --static --cflags --libs | sed 's/-ltptriage\( \|$\)/-l:libtptriage.a\1/'; }
# shellcheck disable=SC2046 # words
{
    "$cc" -o pc_c_shared "$here/consumer.c" $(flags --cflags --libs)
    "$cc" -o pc_c_static "$here/consumer.c" $(static_flags)
    if [ -n "$cxx" ]; then
        "$cxx" -std=c++11 -o pc_cpp_shared "$here/consumer.cpp" $(flags --cflags --libs)
        "$cxx" -std=c++11 -o pc_cpp_static "$here/consumer.cpp" $(static_flags)
    fi
}
for language in $languages; do
    for kind in shared static; do check "pkg-config, $language, $kind" ./pc_${language}_$kind; done
done
[ "$(flags --modversion)" = "$(answer_of "$prefix/bin/tptriage" --version | sed -n '1s/[^0-9]*\([0-9.]*\).*/\1/p')" ] ||
    fail "the versions of tptriage.pc and of the command differ"

# Which library is which: the static ones must run without it, the shared ones must ask for it by its SONAME.
for program in cmake/consumer_*_static pc_*_static; do
    if ldd "$program" 2>/dev/null | grep -q libtptriage; then fail "$program needs libtptriage.so"; fi
done
soname=$(readelf -d "$libdir/libtptriage.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
[ "$soname" = libtptriage.so.0 ] || fail "the SONAME is '$soname'"
readelf -d pc_c_shared | grep -q "NEEDED.*\[$soname\]" || fail "a program does not ask for $soname"

# ---- What is installed, file by file; the rules and what packages rename are told by their folders. The
# SQLite extension is there where SQLite's headers were.

if [ -n "${TPT_FILES:-}" ]; then
    find "$prefix" ! -type d | sed -e "s|^$prefix/||" -e "s|^${depth}/|lib/|" \
        -e 's|^\(share/tptriage/packs/[a-z]*\)/.*|\1/|' -e 's|^share/tptriage/schema/.*|share/tptriage/schema/|' \
        -e 's|^\(share/doc/[^/]*/examples\)/.*|\1/|' -e 's|\.so\.[0-9.]*$|.so.*|' -e '/-[a-z]*-[a-z]*\.cmake$/d' \
        -e '/^lib\/sqlite3\/tptriage\.so$/d' |
        LC_ALL=C sort -u >files.txt
    diff "$TPT_FILES" files.txt || fail "other files are installed than $TPT_FILES says ('>' is new)"
fi

# Each file of the pack leads to its schema.
find "$prefix/share/tptriage/packs/msk" -name '*.json' >files
while read -r file; do
    schema=$(sed -n 's/^  "$schema": "\(.*\)",$/\1/p' "$file")
    [ -n "$schema" ] && [ -f "$(dirname "$file")/$schema" ] || fail "no schema: $file"
done <files
[ -s files ] || fail "the pack is not installed"
exit $status
