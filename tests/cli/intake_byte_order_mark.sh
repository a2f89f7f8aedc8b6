printf '\357\273\277{"id": "p1", "text": "stiff neck"}\n' > form.json
expect_exit 0 "$TPTRIAGE" --json --intake form.json > out
expect_match '"id": ?"p1"' out
