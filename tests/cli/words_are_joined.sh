# The same text, as words, as one word, from a pipe.
"$TPTRIAGE" --json stiff neck and headaches > words
"$TPTRIAGE" --json "stiff neck and headaches" | cmp - words
printf 'stiff neck and headaches' | "$TPTRIAGE" --json | cmp - words
"$TPTRIAGE" stiff neck --json and headaches | cmp - words
wc -l < words | tr -d ' '
