# Help goes to stdout and names every command, option and exit status.
expect_exit 0 "$TPTRIAGE" --help > out
for word in batch check 'form questionnaire' 'pack lint' --form --map --format --json --explain --intake --country --pack --color --exit-urgency; do
    expect_match "$word" out
done
expect_match '--version' out
expect_match '15 emergency' out
"$TPTRIAGE" -h | cmp - out
"$TPTRIAGE" back pain --help | cmp - out
