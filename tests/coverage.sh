#!/bin/sh
# From gcovr's reports in FOLDER (coverage.csv, coverage.xml) to a table, and to uncovered.txt: each line of the engine with what
# of it no test has reached.
#
#   coverage.sh FOLDER    in the project's folder
set -eu
folder=$1

# Parts without a comma or a quotation mark: file, lines, reached, share, branches, reached, share, ...
awk -F, '
    function share(reached, all) { return all ? sprintf("%5.1f %%", 100 * reached / all) : "      -" }
    function row(name, l, lr, b, br) { printf "%-34s %6d %s %8d %s\n", name, l, share(lr, l), b, share(br, b) }
    BEGIN { printf "%-34s %6s %7s %8s %7s\n", "file", "lines", "reached", "branches", "reached" }
    NR > 1 {
        gsub("\"", "", $1)
        row($1, $2, $3, $5, $6)
        lines += $2; lines_reached += $3; branches += $5; branches_reached += $6
    }
    END {
        if (!lines) exit 1
        row("all", lines, lines_reached, branches, branches_reached)
    }' "$folder/coverage.csv"

awk '
    function attribute(name) {
        return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
    }
    function open_source(path) {
        close(source); source = path; at = 0
    }
    function text_of(number) {
        while (at < number && (getline text < source) > 0) at++
        sub(/^[ \t]+/, "", text)
        return text
    }
    /<class / { open_source(attribute("filename")) }
    /<line / {
        number = attribute("number") + 0
        branches = attribute("condition-coverage")
        if (seen[source, number]++) next
        if (attribute("hits") == "0") printf "%s:%d: never: %s\n", source, number, text_of(number)
        else if (match(branches, /\([0-9]+\/[0-9]+\)/)) {
            split(substr(branches, RSTART + 1, RLENGTH - 2), of, "/")
            if (of[1] + 0 < of[2] + 0) printf "%s:%d: %d of %d ways: %s\n", source, number, of[1], of[2], text_of(number)
        }
    }' "$folder/coverage.xml" > "$folder/uncovered.txt"
echo "What no test has reached: $folder/uncovered.txt ($(grep -c ': never: ' "$folder/uncovered.txt" || true) lines never," \
    "$(grep -c ' ways: ' "$folder/uncovered.txt" || true) not in every way)"
