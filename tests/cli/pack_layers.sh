# A pack upon another: the answer names both; ids that were renamed or retired are known as such.
cp -R "$(dirname "$0")/../packs/mini" "$(dirname "$0")/../packs/clinic" .
"$TPTRIAGE" --json --pack clinic --country GB "fever and my neck is sore" > answer
grep -o '"packs":.*"engine"' answer | sed 's/[0-9a-f]\{64\}/HASH/g'
printf '%s\n' '{"text": "my neck is sore", "findings": {"high_temperature": true}}' \
    '{"text": "x", "findings": {"chills": true}}' > records
expect_exit 4 "$TPTRIAGE" batch --pack clinic records > answers
sed 's/,"because".*//' answers
expect_exit 0 "$TPTRIAGE" pack lint clinic
expect_exit 0 "$TPTRIAGE" pack show meningitis --pack clinic
