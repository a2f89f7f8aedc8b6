# Mistakes of use are one line and status 2.
expect_exit 2 "$TPTRIAGE" --intake form.json sore neck
expect_exit 2 "$TPTRIAGE" batch one.ndjson two.ndjson
expect_exit 2 "$TPTRIAGE" check
expect_exit 2 "$TPTRIAGE" pack
expect_exit 2 "$TPTRIAGE" pack mend here
expect_exit 2 "$TPTRIAGE" pack lint
