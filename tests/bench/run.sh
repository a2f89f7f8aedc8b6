#!/bin/sh
# Makes packs and texts, runs the benchmarks, and prints what they say as Markdown; with --write also into docs/performance.md.
#
#   run.sh ROOT BUILD [--quick] [--write]     BUILD: of the preset bench
#
# --quick: few rounds and no pack of 10,000 phrases, to see that all works. Its numbers mean little and are not written.
set -eu
root=$1
build=$2
shift 2
quick=
page=
for option in "$@"; do
    case $option in
    --quick) quick=--quick ;;
    --write) page=$root/docs/performance.md ;;
    *) echo "usage: ./dev bench [--quick] [--write]" >&2; exit 2 ;;
    esac
done
if [ -n "$quick" ] && [ -n "$page" ]; then
    echo "numbers of a quick run are not written" >&2
    exit 2
fi

data=$build/bench-data
counts='100 1000'
[ -n "$quick" ] || counts="$counts 10000"

version() { pkg-config --modversion "$1" 2>/dev/null || echo 'not here'; }
package() { dpkg-query -W -f '${Version}' "$1" 2>/dev/null | sed 's/[+-].*//' || true; } # RE2 does not tell it otherwise
machine() {
    model=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1)
    load=$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo unknown)
    re2=$(package libre2-dev)
    printf 'Machine: %s, %s cores, %s. ' "${model:-unknown}" "$(getconf _NPROCESSORS_ONLN)" "$(uname -m)"
    printf 'Load when it began: %s.\n' "$load"
    printf '%s; PCRE2 %s; Hyperscan %s; RE2 %s.\n\n' "$("${CC:-cc}" --version | head -n 1)" \
        "$(version libpcre2-8)" "$(version libhs)" "${re2:-$(version re2)}"
}

# A call through each binding beside the C call, as far as the tests have built them (./dev test): each has texts of its own.
bindings() {
    echo "A call through each binding, beside the C call on the same texts:"
    echo
    echo '```'
    python=$root/build/dev/python/venv/bin/python
    if [ -x "$python" ]; then "$python" "$root/bindings/python/bench.py"; else echo "Python: not here"; fi
    if [ -f "$root/bindings/js/dist/tptriage.wasm" ]; then node "$root/bindings/js/bench.mjs" "$build/tptriage"
    else echo "JavaScript: not here"; fi
    if [ -f "$build/sqlite/tptriage.so" ]; then sh "$root/bindings/sqlite/bench.sh" "$build"
    else echo "SQLite: not here"; fi
    echo '```'
}

# shellcheck disable=SC2086 # lists of words
results() {
    machine
    "$build/tests/bench/tpt_bench" $quick "$data" $counts
    echo
    "$build/tests/bench/tpt_bench_process" $quick "$build/tptriage" "$data"
    echo
    bindings
}

# Puts a file between the marks of a page.
insert() { # FILE PAGE
    awk -v file="$1" '
        /^<!-- end of the tables -->$/ { inside = 0 }
        !inside { print }
        /^<!-- tables: / { inside = 1; print ""; while ((getline line < file) > 0) print line; print "" }' "$2" >"$2.new"
    mv "$2.new" "$2"
}

mkdir -p "$data"
# shellcheck disable=SC2086
python3 "$root/tests/bench/pack.py" "$root" "$data" $counts
results >"$data/results.md.new" || { cat "$data/results.md.new"; exit 1; }
mv "$data/results.md.new" "$data/results.md"
cat "$data/results.md"
[ -z "$page" ] || insert "$data/results.md" "$page"
