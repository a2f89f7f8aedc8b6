#!/bin/sh
# Tests of the tptriage command: run.sh BIN [--rewrite] [NAME...]
#
# A case is NAME.sh. It runs in an empty folder, with TPTRIAGE set to the command and tools/ in PATH. It must
# be silent and exit 0, unless these stand beside it:
#   NAME.stdout  what it writes to stdout, to the byte
#   NAME.stderr  what it writes to stderr, to the byte
#   NAME.exit    its exit status
# Reports in TAP. --rewrite writes these files anew from what the cases did: look at the difference before
# keeping it.

set -u
LC_ALL=C
export LC_ALL
unset NO_COLOR TERM

if [ $# -lt 1 ] || [ ! -x "$1" ]; then
    echo "usage: run.sh BIN [--rewrite] [NAME...]" >&2
    exit 2
fi
TPTRIAGE=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
export TPTRIAGE
shift
rewrite=no
if [ "${1:-}" = --rewrite ]; then
    rewrite=yes
    shift
fi
cases=$(cd "$(dirname "$0")" && pwd)
PATH=$cases/tools:$PATH
export PATH
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
: > "$scratch/nothing"
EXPECT_LOG=$scratch/log
export EXPECT_LOG

# keep FILE ACTUAL: writes an expectation, or removes it where silence is expected
keep() {
    if [ -s "$2" ]; then cp "$2" "$1"; else rm -f "$1"; fi
}

# differs FILE ACTUAL: shows the difference as diagnostics; true if there is one
differs() {
    wanted=$1
    [ -f "$wanted" ] || wanted=$scratch/nothing
    cmp -s "$wanted" "$2" && return 1
    echo "# $(basename "$1") (- expected, + found):"
    diff -u "$wanted" "$2" | sed -e 1,2d -e 's/^/#   /'
    return 0
}

run_case() {
    rm -rf "$scratch/work"
    mkdir "$scratch/work"
    : > "$EXPECT_LOG"
    (cd "$scratch/work" && exec sh "$cases/$1.sh") > "$scratch/stdout" 2> "$scratch/stderr" < /dev/null
    status=$?
    cat "$EXPECT_LOG" >> "$scratch/stdout"
    : > "$scratch/exit"
    [ $status -eq 0 ] || echo $status > "$scratch/exit"
}

names=${*:-$(cd "$cases" && for file in *.sh; do [ "$file" = run.sh ] || echo "${file%.sh}"; done)}
count=0
failed=0
echo "TAP version 14"
for name in $names; do
    count=$((count + 1))
    run_case "$name"
    outcome=ok
    for part in stdout stderr exit; do
        if [ $rewrite = yes ]; then
            keep "$cases/$name.$part" "$scratch/$part"
        elif differs "$cases/$name.$part" "$scratch/$part"; then
            outcome="not ok"
        fi
    done
    [ "$outcome" = ok ] || failed=$((failed + 1))
    echo "$outcome $count - $name"
done
echo "1..$count"
[ $failed -eq 0 ]
