#!/bin/sh
# Builds the package: dist/tptriage.wasm and, beside it, the default pack ready for use, dist/msk.bin.gz
#
#   build.sh [FOLDER]     FOLDER holds what lies between, and the sources of the libraries; ../../build/js by default
#
# Needs clang, lld, wasi-libc and compiler-rt for wasm32, wasm-opt (binaryen), node, a C compiler for this machine, and the
# word lists. Status 77 where the libraries' sources cannot be had.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
work=${1:-$root/build/js}
mkdir -p "$work/objects" "$work/include" "$work/dist" "$here/dist"
work=$(CDPATH='' cd -- "$work" && pwd -P)
words=${TPT_WORD_LISTS:-"/usr/share/dict/american-english;/usr/share/dict/british-english"}

sources=$work/sources
sh "$here/raw/sources.sh" "$sources" >"$work/sources.log" 2>&1 || {
    status=$?
    tail -n 3 "$work/sources.log" >&2
    exit $status
}

# ---- What the build of the libraries would make -------------------------------------------------------------------

cp "$sources/pcre2/src/pcre2.h.generic" "$work/include/pcre2.h"
cp "$sources/pcre2/src/config.h.generic" "$work/include/config.h"
cp "$sources/pcre2/src/pcre2_chartables.c.dist" "$work/pcre2_chartables.c"
mkdir -p "$work/include/cjson"
cp "$sources/cjson/cJSON.h" "$work/include/cjson/cJSON.h"
cp "$sources/cjson/cJSON.h" "$work/include/cJSON.h"

${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -I "$root/include" -I "$root/engine" "$root/cmake/embed.c" -o "$work/embed"
old_ifs=$IFS
IFS=';'
# shellcheck disable=SC2086 # a list of files
"$work/embed" words "$work/wordset.c" english $words
IFS=$old_ifs

# ---- Compiling: a file is compiled anew when it, a header or this script is newer than its object ------------------------

newest=$(find "$root/engine" "$root/include" "$here/raw" -name '*.h' | xargs ls -t "$here/build.sh" | head -n 1)

# Where a call spends its time, speed counts; elsewhere size, as in what is done once, when a pack is read.
level_of() { # SOURCE
    case $1 in
    */match/proof.c | */match/needs.c) echo -Oz ;;
    */engine/text/* | */engine/match/*) echo -Os ;;
    */pcre2_match.c) echo -O2 ;;
    *) echo -Oz ;;
    esac
}

compile() { # OBJECT SOURCE FLAG...
    object=$work/objects/$1.o
    source=$2
    shift 2
    if [ ! -f "$object" ] || [ "$source" -nt "$object" ] || [ "$newest" -nt "$object" ]; then
        clang --target=wasm32-wasi -std=c11 "$(level_of "$source")" -flto -ffunction-sections -fdata-sections \
            -DNDEBUG -D_POSIX_C_SOURCE=200809L "$@" -c "$source" -o "$object"
    fi
    objects="$objects $object"
}
objects=

for unit in auto_possess chartables compile config context error extuni find_bracket match match_data newline ord2utf \
    serialize string_utils study tables ucd valid_utf xclass script_run; do
    source=$sources/pcre2/src/pcre2_$unit.c
    [ $unit != chartables ] || source=$work/pcre2_chartables.c
    compile "pcre2_$unit" "$source" -w -DHAVE_CONFIG_H -DPCRE2_CODE_UNIT_WIDTH=8 -DPCRE2_STATIC \
        -DSUPPORT_PCRE2_8 -DSUPPORT_UNICODE -I "$work/include" -I "$sources/pcre2/src"
done
compile cjson "$sources/cjson/cJSON.c" -w
compile utf8proc "$sources/utf8proc/utf8proc.c" -w -DUTF8PROC_STATIC
compile wordset "$work/wordset.c" -I "$root/include" -I "$root/engine"
for source in $(cd "$root" && find engine -name '*.c' | LC_ALL=C sort); do
    compile "$(echo "$source" | tr / _)" "$root/$source" -DTPT_STATIC -DPCRE2_STATIC -DUTF8PROC_STATIC -Wall \
        -I "$here/raw" -I "$root/include" -I "$root/engine" -I "$work/include" -I "$sources/utf8proc"
done
libraries=$objects
for source in shim nofiles; do
    compile $source "$here/raw/$source.c" -DTPT_STATIC -Wall -I "$root/include"
done

compile image "$root/cmake/image.c" -w -I "$here/raw" -I "$root/include" -I "$root/engine"

link() { # OUT MODEL OBJECT... FLAG...
    out=$1
    model=$2
    shift 2
    clang --target=wasm32-wasi -mexec-model="$model" -Oz -flto "$@" -o "$out" -Wl,--gc-sections \
        -Wl,-z,stack-size=1048576 -Wl,--stack-first -Wl,--strip-all -Wl,--lto-O2
}

# ---- The image of the default pack: written by the engine as it is here, run by node ------------------------------------

# shellcheck disable=SC2086 # lists of files
{
    link "$work/image.wasm" command $libraries $work/objects/image.o
    node --no-warnings "$here/tools/image.mjs" "$work/image.wasm" "$root/rules/msk" "$work"
    compile pack "$work/embedded_pack.c" -fno-lto -I "$here/raw" -I "$root/include" -I "$root/engine"
    link "$work/linked.wasm" reactor $libraries "$work/objects/pack.o" "$work/objects/shim.o" "$work/objects/nofiles.o" \
        -Wl,--wrap=free -Wl,--max-memory=1073741824 "-Wl,--Map=$work/linked.map"
}

# ---- Code, tables and pack, each in its file; wasm-opt changes the code alone -------------------------------------------

wasm-opt -Oz --converge --strip-debug --strip-producers "$work/linked.wasm" -o "$work/small.wasm"
node "$here/tools/split.mjs" "$work/small.wasm" "$work/linked.map" "$work/dist"

# ---- The licences of what is inside ---------------------------------------------------------------------------------------

licence() { # NAME FILE
    [ ! -f "$2" ] || { printf '==== %s ====\n\n' "$1" && cat "$2" && printf '\n'; }
}

{
    licence tptriage "$root/LICENSE"
    licence PCRE2 "$sources/pcre2/LICENCE"
    licence cJSON "$sources/cjson/LICENSE"
    licence utf8proc "$sources/utf8proc/LICENSE.md"
    licence wasi-libc /usr/share/doc/wasi-libc/copyright
    licence 'the word lists' /usr/share/doc/wamerican/copyright
} >"$work/dist/LICENCES.txt"

mv "$work/dist/"* "$here/dist/"
