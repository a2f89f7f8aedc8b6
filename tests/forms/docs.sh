#!/bin/sh
# The examples of docs/forms.md: docs.sh BIN FILE
#
# A block ```json NAME is written to the file NAME; in a block ```console, each line that begins with "$ " is run, and the
# lines after it are what it must say, on stdout or stderr, the latter first.
set -eu
bin=$(cd "$(dirname "$1")" && pwd)
document=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
PATH=$bin:$PATH
unset NO_COLOR TERM

awk '/^```json [a-z]/ { file = $2; next } /^```console/ { file = "transcript"; next } /^```/ { file = "" }
     file { print > file }' "$document"
[ -s transcript ] || { echo "no examples in $document" >&2; exit 1; }

sed -n 's/^\$ //p' transcript > commands
while read -r command; do
    printf '$ %s\n' "$command"
    sh -c "$command" > out 2> err < /dev/null || true
    cat err out
done < commands > found
diff -u transcript found && echo "ok - $(wc -l < commands) examples"
