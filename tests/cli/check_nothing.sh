# No case found is a mistake: a check that checks nothing must not pass.
mkdir empty
expect_exit 2 "$TPTRIAGE" check empty
: > none.jsonl
expect_exit 2 "$TPTRIAGE" check -q none.jsonl
expect_exit 4 "$TPTRIAGE" check nowhere
