# Answers without a meaning are told, and no error.
echo '{"text": "stiff neck", "q7": 1, "q8": true}' > answers.json
expect_exit 0 "$TPTRIAGE" --form answers.json > out
expect_exit 0 "$TPTRIAGE" --json --form answers.json > out
expect_match '"unmapped_count":2,"unmapped":\["q7","q8"\]' out
