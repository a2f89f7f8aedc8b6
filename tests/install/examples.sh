#!/bin/sh
# examples.sh SOURCE BUILD [LIBDIR]: runs the examples that stand in BUILD, and looks at what they answer.
set -eu
source=$1 build=$2
if [ -n "${3:-}" ]; then export LD_LIBRARY_PATH="$3"; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
fail() {
    echo "not ok - $*"
    cat "$work/out" "$work/err"
    status=1
}

# ---- hot_reload: there and back, with one set of rules that cannot be loaded ----

cat >"$work/wanted" <<'END'
now msk
now mini
kept what there was: file: cannot be read
now whole
now mini
0 wrong answers, 4 sets of rules loaded, 4 freed
END
packs=$source/tests/packs
"$build/hot_reload" "$packs/mini" "$work/nowhere" "$packs/whole" "$packs/mini" >"$work/out" 2>"$work/err" || fail "hot_reload: exit status $?"
sed 's/^\(now [a-z]*\) .*/\1/; s/^\(kept.*read\):.*/\1/' "$work/out" | diff "$work/wanted" - || fail "hot_reload: another course of things"
[ ! -s "$work/err" ] || fail "hot_reload: talks on stderr"

# ---- intake_form: an answer that matters, ones that are refused, one that is left out ----

form() { printf '%s\n' "$@" | "$build/intake_form" >"$work/out" 2>"$work/err"; }
form 'my lower back hurts' low_back left 3 some 6 44 no '' maybe yes no warfarin || fail "intake_form: exit status $?"
grep -q '^!! Get emergency help now' "$work/out" || fail "intake_form: numbness between the legs is an emergency"
grep -q 'left' "$work/out" || fail "intake_form: the side"
grep -q 'A whole number, please' "$work/err" || fail "intake_form: takes a word for a number"
grep -q 'yes or no, please' "$work/err" || fail "intake_form: takes maybe for an answer"

form 'stiff neck after a day at my desk' || fail "intake_form: exit status $?"
grep -q '^!!' "$work/out" && fail "intake_form: what was not asked is no warning sign"

if form 'stiff neck' nowhere; then fail "intake_form: a place that the rules do not know"; fi
grep -q 'nowhere' "$work/err" || fail "intake_form: the error names the place"
exit $status
