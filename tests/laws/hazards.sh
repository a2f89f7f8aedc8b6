#!/bin/sh
# The table of rules and their cases in docs/hazards.md.
#
#   hazards.sh check TPTRIAGE ROOT    status 1 and the difference if the table is out of date
#   hazards.sh write TPTRIAGE ROOT    makes it anew
set -eu
mode=$1 command=$2 root=$3
page=$root/docs/hazards.md

table() {
    "$command" pack coverage "$root/rules/msk" | awk -F '\t' '
        NR == 1 { next }
        $1 != kind { kind = $1; printf "\n| %s | positive | near miss |\n|---|---|---|\n", kind }
        { printf "| `%s`%s | %s | %s |\n", $2, $5 == "" ? "" : " " $5, $3, $4 }'
    echo
}

made=$(mktemp)
rows=$(mktemp)
trap 'rm -f "$made" "$rows"' EXIT
table >"$rows"
awk -v rows="$rows" '
    /^<!-- rules:/ { print; while ((getline line < rows) > 0) print line; inside = 1; next }
    /^<!-- end -->/ { inside = 0 }
    !inside { print }' "$page" >"$made"
case $mode in
write) cat "$made" >"$page" ;;
check) diff "$page" "$made" || { echo "docs/hazards.md is out of date: ./dev hazards"; exit 1; } ;;
*) exit 2 ;;
esac
