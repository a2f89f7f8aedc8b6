# "--" makes the rest text; so does any first argument that is no command.
"$TPTRIAGE" --json -- batch > out
expect_match '"urgency"' out
"$TPTRIAGE" --json batch | cmp - out
"$TPTRIAGE" -- --json > out
expect_no_match '^\{' out
