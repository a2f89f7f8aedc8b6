#!/bin/sh
# repeatable.sh TPT_IMAGE FOLDER: the image of the rules in FOLDER is the same each time that it is made, so that a
# package can be made again to the byte. What differs is most often an address, copied along in a struct's padding.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for i in 1 2 3; do "$1" "$work/$i" "$2"; done
for i in 2 3; do
    cmp "$work/1" "$work/$i" || { echo "not ok - the image differs from one run to the next"; exit 1; }
done
