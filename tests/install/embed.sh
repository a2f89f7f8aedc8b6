#!/bin/sh
# embed.sh SOURCE PREFIX WORK: writes out the files that docs/embedding.md shows, builds them in each of the ways that it
# names, and the examples against PREFIX. A file is a fenced block after a line with nothing but its name: `NAME`:
set -eu
source=$1 prefix=$2 work=$3
cmake=${CMAKE:-cmake} cc=${CC:-cc}
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
libdir=$(dirname "$(find "$prefix" -name libtptriage.so)")
status=0
fail() {
    echo "not ok - $*"
    status=1
}

awk -v work="$work" '
    /^`[^`]*`:$/ { name = $0; gsub(/[`:]/, "", name); next }
    /^```/ && file != "" { close(file); file = ""; next }
    /^```/ && name != "" {
        folder = name
        if (sub(/\/[^\/]*$/, "", folder)) system("mkdir -p \"" work "/" folder "\"")
        file = work "/" name; name = ""; next
    }
    file != "" { print >file }' "$source/docs/embedding.md"
for file in app.c build.sh installed/CMakeLists.txt fetched/CMakeLists.txt beside/CMakeLists.txt; do
    [ -s "$work/$file" ] || { echo "docs/embedding.md shows no $file"; exit 1; }
done

# ---- The page ----

quietly() { # LOG COMMAND...
    log=$work/$1.log
    shift
    "$@" >"$log" 2>&1 || { cat "$log"; exit 1; }
}
right() { # NAME PROGRAM: it must see the warning sign that the form says yes to
    if LD_LIBRARY_PATH=$libdir "$2" | grep -q '"because":\["cauda_equina'; then echo "ok - $1"; else fail "$1"; fi
}
configure() { # FOLDER OPTION...
    folder=$1
    shift
    quietly "$folder" "$cmake" -S "$work/$folder" -B "$work/$folder/build" "-DCMAKE_C_COMPILER=$cc" "$@"
}

configure installed "-DCMAKE_PREFIX_PATH=$prefix"
quietly installed "$cmake" --build "$work/installed/build"
right "the page, find_package" "$work/installed/build/app"

# By a path without spaces: see run.sh.
link=$(mktemp -d)
trap 'rm -rf "$link"' EXIT
ln -s "$libdir" "$link/lib"
ln -s "$prefix/include" "$link/include"
(cd "$work" && PKG_CONFIG_PATH=$link/lib/pkgconfig quietly pkg-config sh -e build.sh)
right "the page, pkg-config" "$work/app"

configure fetched "-DFETCHCONTENT_SOURCE_DIR_TPTRIAGE=$source" -DCMAKE_BUILD_TYPE=Debug ${WORD_LISTS:+"-DTPT_WORD_LISTS=$WORD_LISTS"}
quietly fetched "$cmake" --build "$work/fetched/build" --parallel 2 --target app
right "the page, FetchContent" "$work/fetched/build/app"
"$cmake" --install "$work/fetched/build" --prefix "$work/fetched/prefix" >"$work/install.log" 2>&1 || true
[ -z "$(find "$work/fetched/prefix" -name '*tptriage*' 2>/dev/null)" ] || fail "a project that fetches tptriage installs it too"

# The same targets by another way: that they are found is enough.
configure beside "-DTPTRIAGE_SOURCE=$source" -DTPT_EMBED_IMAGE=OFF ${WORD_LISTS:+"-DTPT_WORD_LISTS=$WORD_LISTS"}
echo "ok - the page, add_subdirectory"

# ---- The examples, against what is installed; hot reload under the thread sanitizer where the compiler has it ----

tsan=
echo 'int main(void) { return 0; }' >"$work/try.c"
if "$cc" -fsanitize=thread "$work/try.c" -o "$work/try" 2>/dev/null && "$work/try"; then tsan="-g -fsanitize=thread"; else echo "skipped - no thread sanitizer"; fi
quietly examples "$cmake" -S "$source/examples" -B "$work/examples" "-DCMAKE_PREFIX_PATH=$prefix" "-DCMAKE_C_COMPILER=$cc" "-DCMAKE_C_FLAGS=$tsan"
quietly examples "$cmake" --build "$work/examples"
if sh "$source/tests/install/examples.sh" "$source" "$work/examples" "$libdir"; then echo "ok - examples ${tsan:+under the thread sanitizer}"; else fail examples; fi
exit $status
