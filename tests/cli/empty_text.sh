# No words are no error: there is just too little to go on.
expect_exit 0 "$TPTRIAGE" --json "" > out
expect_match '"level": ?"insufficient"' out
expect_exit 0 "$TPTRIAGE" --json < /dev/null > out
expect_match '"level": ?"insufficient"' out
expect_exit 10 "$TPTRIAGE" --exit-urgency "" > /dev/null
