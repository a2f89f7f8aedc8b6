# --country reaches a text and a record alike; a record's own country stays.
text="numb between my legs and can't pee"
"$TPTRIAGE" --json --country GB "$text" > gb
"$TPTRIAGE" --json --country gb "$text" | cmp - gb
echo "{\"text\": \"$text\"}" | "$TPTRIAGE" --json --country GB --intake - | cmp - gb
echo "{\"text\": \"$text\"}" | "$TPTRIAGE" batch --country GB | cmp - gb
echo "{\"country\": \"GB\", \"text\": \"$text\"}" | "$TPTRIAGE" --json --country US --intake - | cmp - gb

echo "{\"country\": \"gb\", \"text\": \"$text\"}" | "$TPTRIAGE" --json --intake - | cmp - gb

# Beside what would make it an emergency: whom to call then.
"$TPTRIAGE" --country GB "stiff neck" | grep 'call 999'
"$TPTRIAGE" "stiff neck" | expect_no_match 'call 999' /dev/stdin
