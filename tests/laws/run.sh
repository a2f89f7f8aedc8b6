#!/bin/sh
# The laws of the architecture, as far as a grep can see them.
#
#   run.sh sources ROOT           what includes and calls what
#   run.sh release ROOT PREFIX    what the installed libraries hold and show
#
# Prints each breach; status 1 if there is one.
set -eu
mode=$1
cd "$2"
status=0

breach() { # LAW LINES: each line is one breach
    [ -n "$2" ] || return 0
    printf 'not ok - %s\n%s\n' "$1" "$2"
    status=1
}

c_files() { find "$@" -name '*.[ch]' 2>/dev/null || true; }

at_most_one_file_includes() { # HEADER
    files=$(c_files engine | xargs grep -lE "^[[:space:]]*#[[:space:]]*include.*[</\"]$1[>\"]" || true)
    [ "$(printf '%s\n' "$files" | wc -l)" -le 1 ] || breach "one file includes $1" "$files"
}

# Prints "file:line: header" for each #include "header".
quoted_includes() {
    xargs awk 'match($0, /^[ \t]*#[ \t]*include[ \t]*"[^"]*"/) {
        header = substr($0, RSTART, RLENGTH); sub(/^[^"]*"/, "", header); sub(/"$/, "", header)
        print FILENAME ":" FNR ": " header }' /dev/null
}

# Each layer may use itself and those before it; pack and the files of engine/ itself may use all.
upward_includes() {
    c_files engine | sort | quoted_includes | awk '
        BEGIN {
            count = split("base text match assert reason report forms pack", names, " ")
            for (i = 1; i <= count; i++) rank[names[i]] = i
        }
        {
            split($1, at, ":"); parts = split(at[1], path, "/"); split($2, to, "/")
            if (parts == 2 || $2 == "tptriage/tptriage.h") next          # engine/*.c; the public header
            from = path[2]
            if (!(from in rank)) print $0 "   (engine/" from " is no layer)"
            else if (index($2, "/") == 0) {                              # "x.h": in the same folder, or above
                near = at[1]; sub(/[^\/]*$/, $2, near)
                if ((getline line < near) < 0) print $0
                else close(near)
            }
            else if (!(to[1] in rank) || rank[to[1]] > rank[from]) print $0
        }'
}

calls() { # REGEX FOLDER...: where one of these functions is called
    regex=$1
    shift
    c_files "$@" | sort | xargs grep -nE "(^|[^A-Za-z0-9_.>])($regex)[[:space:]]*\(" /dev/null || true
}

check_sources() {
    at_most_one_file_includes pcre2.h
    at_most_one_file_includes cJSON.h
    breach "layers include downward only: base < text < match < assert < reason < report < forms < pack" "$(upward_includes)"
    breach "the command and the bindings see the public header only" \
        "$(c_files cli bindings | sort | xargs grep -nE \
            '#[[:space:]]*include.*(engine/|["</](base|text|match|assert|reason|report|forms|pack)/|pcre2\.h|cJSON\.h)' \
            /dev/null || true)"
    breach "memory comes from engine/base" \
        "$(calls 'malloc|calloc|realloc|aligned_alloc|strdup|strndup' engine | grep -v '^engine/base/' || true)"
    breach "no locale, clock, chance, environment or network in the engine" \
        "$(calls 'setlocale|time|clock|clock_gettime|gettimeofday|rand|random|srand|getenv|socket' engine)"
}

check_release() { # PREFIX
    archive=$(find "$1" -name libtptriage.a)
    shared=$(find "$1" -name libtptriage.so)
    if [ -z "$archive" ] || [ -z "$shared" ]; then
        breach "both libraries are installed" "$1"
        return
    fi

    # .data.rel.ro holds constants with addresses in them: read-only once loaded.
    breach "no mutable globals" "$(size -A "$archive" | awk '
        / +\(ex / || /^[^ ]+ +:$/ { member = $1 }
        $1 ~ /^\.(t?data|t?bss|common)/ && $1 !~ /^\.data\.rel\.ro/ && $2 > 0 {
            print member ": " $2 " bytes in " $1 }'
        nm "$archive" 2>/dev/null | awk '$2 == "C" || $2 == "c" { print "common symbol " $3 }')"

    # What the shared library shows is what the header declares. Linkers may add marks like _edata.
    declared=$(grep -oE 'tpt_[a-z0-9_]+\(' include/tptriage/tptriage.h | tr -d '(' | sort -u |
        while read -r name; do
            if grep -qE "^TPT_API .*[ *]$name\(" include/tptriage/tptriage.h; then echo "$name"; fi
        done)
    shown=$(nm -D --defined-only "$shared" | awk '{ sub(/@.*/, "", $3); print $3 }' |
        grep -vE '^(_init|_fini|_edata|_end|__bss_start)$' | sort -u)
    # A name in only one of the two lists.
    difference=$(printf '%s\n%s\n' "$declared" "$shown" | sort | uniq -u)
    breach "the shared library exports exactly what the header declares" "$difference"
}

case $mode in
sources) check_sources ;;
release) check_release "$3" ;;
*) echo "usage: run.sh sources ROOT | release ROOT PREFIX" >&2; exit 2 ;;
esac
[ $status -ne 0 ] || echo "ok - laws of the $mode"
exit $status
