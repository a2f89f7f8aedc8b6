#!/bin/sh
# Every code of engine/pack/problems.c is told of in docs/pack-problems.md, and has a bad pack whose answer shows it.
set -u
root=$1
failed=0
codes=$(sed -n 's/.*\] = {"\([a-z-]*\)".*/\1/p' "$root/engine/pack/problems.c")
[ "$(echo "$codes" | wc -l)" -gt 20 ] || { echo "no codes found"; exit 1; }
for code in $codes; do
    grep -q "^| \`$code\` |" "$root/docs/pack-problems.md" || { echo "not in the docs: $code"; failed=1; }
    grep -rqs " $code: \|^$code: " "$root"/tests/packs/bad/*/expected || { echo "no bad pack: $code"; failed=1; }
done
exit $failed
