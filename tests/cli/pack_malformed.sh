# A mistake in a rule file: its name, line and column.
mkdir bad
printf '{"id": "bad",\n "version": "0.1.0"\n "language": "en"}\n' > bad/pack.json
expect_exit 3 "$TPTRIAGE" --pack bad "sore neck" 2> err
expect_match 'pack\.json:3:[0-9]+: ' err
wc -l < err | tr -d ' '
expect_exit 1 "$TPTRIAGE" pack lint bad > out
expect_match 'pack\.json:3:[0-9]+: ' out
