#!/bin/sh
# release.sh SOURCE BUILD PREFIX [OPTION...]: builds a release in BUILD and installs it afresh into PREFIX.
set -eu
source=$1 build=$2 prefix=$3
shift 3
unset DESTDIR CFLAGS LDFLAGS
cmake=${CMAKE:-cmake}

"$cmake" -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=Release -DTPT_TESTS=OFF "$@"
"$cmake" --build "$build" --parallel 2
rm -rf "$prefix"
"$cmake" --install "$build" --prefix "$prefix"
