#!/bin/sh
# The names that the shared library shows, as tests/install/symbols.txt has them.
#
#   symbols.sh check LIBRARY    status 1 and the difference if the list is out of date
#   symbols.sh write LIBRARY    makes it anew
#
# A name that goes breaks programs that are linked already: raise SOVERSION with it.
set -eu
list=$(dirname "$0")/symbols.txt
shown() { nm -D --defined-only "$1" | awk '{ sub(/@.*/, "", $3); print $3 }' | grep -vE '^(_init|_fini|_edata|_end|__bss_start)$' | LC_ALL=C sort; }
made=$(mktemp)
trap 'rm -f "$made"' EXIT
shown "$2" >"$made"
case $1 in
write) cat "$made" >"$list" ;;
check) diff "$list" "$made" || { echo "tests/install/symbols.txt is out of date: ./dev symbols; '<' is gone, '>' is new"; exit 1; } ;;
*) exit 2 ;;
esac
