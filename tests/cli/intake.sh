# A form from a file and from stdin.
echo '{"id": "p1", "text": "stiff neck", "age": 40}' > form.json
expect_exit 0 "$TPTRIAGE" --json --intake form.json > out
expect_match '"id": ?"p1"' out
"$TPTRIAGE" --json --intake - < form.json | cmp - out
"$TPTRIAGE" --json --intake=form.json | cmp - out
