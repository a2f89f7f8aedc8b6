#!/bin/sh
# Each folder of tests/packs/bad is laid over the pack mini (its file "remove" lists what goes); what 'pack lint' then says is
# in its file "expected". The pack mini itself stands beside it as "below", for packs that extend it.
# A folder "below" in the case is laid over that.
#   bad.sh TPTRIAGE [--rewrite]
set -u
program=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0
for case in "$here"/bad/*/; do
    name=$(basename "$case")
    rm -rf "$work/pack" "$work/below"
    cp -R "$here/mini" "$work/pack"
    cp -R "$here/mini" "$work/below"
    cp -R "$case." "$work/pack"
    if [ -d "$case/below" ]; then
        cp -R "$case/below/." "$work/below"
        rm -rf "$work/pack/below"
    fi
    [ -f "$case/remove" ] && (cd "$work/pack" && xargs rm -f < "$case/remove")
    rm -f "$work/pack/expected" "$work/pack/remove"
    (cd "$work" && "$program" pack lint pack > out 2> err; echo "exit $?" >> out; cat err >> out)
    if [ "${2:-}" = --rewrite ]; then
        cp "$work/out" "$case/expected"
    elif ! diff -u "$case/expected" "$work/out"; then
        echo "not as expected: $name"
        failed=1
    fi
done
[ -n "$(ls "$here/bad")" ] || failed=1
exit $failed
