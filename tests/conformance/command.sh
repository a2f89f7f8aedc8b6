#!/bin/sh
# The command gives the bytes of the conformance suite: command.sh CONFORMANCE TPTRIAGE FILE...
set -eu
suite=$1 command=$2
shift 2
answers=$(mktemp)
trap 'rm -f "$answers"' EXIT
for kind in batch assert; do
    status=0
    "$suite" input $kind "$@" | "$command" $kind >"$answers" || status=$?
    [ $status -eq 4 ] || { echo "$kind: status $status, and some records are bad"; exit 1; }
    "$suite" compare $kind "$@" <"$answers"
done
