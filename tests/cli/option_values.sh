"$TPTRIAGE" --color=blue x
"$TPTRIAGE" --country=GBR x
"$TPTRIAGE" --json=yes x
"$TPTRIAGE" x --pack
expect_exit 2 "$TPTRIAGE" --intake= x
