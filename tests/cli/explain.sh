# What was read, denied, corrected, not understood; the cues and their scopes; what silent flags lack.
"$TPTRIAGE" --explain "No fever or chills but my nekc is stiff, mum had a stroke. it feels blarg in my shoulder" > out
sed -n '/^What was read/,/^Warning signs/p' out
grep -A 1 'x meningitis:' out
printf '{"id":"a","text":"fever"}\n' | "$TPTRIAGE" batch --explain | grep -c '"silent":\[{"id":'
printf '{"id":"a","text":"fever"}\n' | "$TPTRIAGE" batch | expect_no_match '"silent"' /dev/stdin
