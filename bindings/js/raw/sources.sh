#!/bin/sh
# Gets the sources of the libraries below the engine, as Debian patches them: sources.sh FOLDER
#
# The packages of libraries hold code for this machine only; WebAssembly needs them compiled anew. apt is asked with lists
# and a cache of its own, so nothing on the machine is changed. Status 77 where they cannot be had. For other systems: put
# pcre2, cjson and utf8proc (their releases, unpacked) into FOLDER by these names.
set -eu

mkdir -p "$1"
cd "$1"
mkdir -p apt/parts apt/lists/partial apt/cache/archives/partial

apt() { # TOOL ARGUMENT...
    tool=$1
    shift
    "$tool" -q -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$PWD/apt/parts" \
        -o "Dir::State::Lists=$PWD/apt/lists" -o "Dir::Cache=$PWD/apt/cache" -o "APT::Sandbox::User=" "$@"
}

# The same places that packages come from, asked for sources.
list_places() {
    for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        if [ -f "$list" ]; then sed -n 's/^deb /deb-src /p' "$list"; fi
    done >apt/parts/places.list
    for list in /etc/apt/sources.list.d/*.sources; do
        if [ -f "$list" ]; then sed 's/^Types:.*/Types: deb-src/' "$list" >"apt/parts/${list##*/}"; fi
    done
}

# The newest version that is really there: a mirror may list one that it no longer has.
get() { # PACKAGE
    for version in $(apt apt-cache showsrc "$1" | sed -n 's/^Version: //p' | sort -Vru); do
        if apt apt-get source "$1=$version" && mv "$1"-*/ "$1"; then return 0; fi
    done
    return 1
}

for name in pcre2 cjson utf8proc; do
    if [ -d "$name" ]; then continue; fi
    if ! command -v apt-get >/dev/null || ! command -v dpkg-source >/dev/null; then
        echo "no $PWD/$name, and no apt-get and dpkg-source to get it with" >&2
        exit 77
    fi
    if [ ! -f apt/listed ]; then
        list_places
        apt apt-get update || exit 77
        : >apt/listed
    fi
    get "$name" || {
        echo "the sources of $name cannot be had" >&2
        exit 77
    }
done
