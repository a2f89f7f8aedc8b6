# A bad record becomes an error with its id and line, in its place, and the run goes on.
cat > records <<'END'
{"id":"a","text":"sore neck"}
{"id":"b","text":"sore neck","agee":4}

{"id":"c","text":"sore
{"id":"d","text":"sore back"}
[1, 2]
END
expect_exit 4 "$TPTRIAGE" batch records > out 2> err
cat err
wc -l < out | tr -d ' '
sed -n 1p out | grep -c '"urgency"'
sed -n 2p out | sed 's/"error".*//'
sed -n 2p out | grep -c 'agee'
sed -n 3p out | sed 's/"message".*//'
sed -n 4p out | grep -c '"id": *"d"'
sed -n 5p out | sed 's/"error".*//'
grep '"error"' out > errors
expect_no_match 'sore' errors
