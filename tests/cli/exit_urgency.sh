# The status tells the urgency only where asked.
text="numb between my legs and can't pee"
expect_exit 15 "$TPTRIAGE" --exit-urgency "$text" > /dev/null
expect_exit 15 "$TPTRIAGE" --exit-urgency --json "$text" > out
expect_match '"level": ?"emergency"' out
expect_exit 0 "$TPTRIAGE" "$text" > /dev/null
