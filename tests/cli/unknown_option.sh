# Named, but without what else was typed: that may be somebody's complaint.
"$TPTRIAGE" --explane "sore neck"
"$TPTRIAGE" --note="secret pain"
"$TPTRIAGE" -my back hurts
expect_exit 2 "$TPTRIAGE" batch --exit-urgency
