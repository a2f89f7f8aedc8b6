# Spans that somebody else found, judged; a bad record becomes an error in its place, and the run goes on.
cat > records <<'END'
{"id":"n1","text":"No fever, but a stiff neck.","spans":[{"start":3,"end":8},{"start":16,"end":26}]}
{"id":"n2","text":"Mum had a stroke.","spans":[{"start":10,"end":16}]}

{"id":"n3","text":"short","spans":[{"start":3,"end":8}]}
{"id":"n4","text":"short"}
{"id":5,"text":"Possible fracture, rule out \u00e9clampsia.","spans":[{"start":9,"end":17},{"start":28,"end":38}]}
END
expect_exit 4 "$TPTRIAGE" assert records
printf '{"text":"","spans":[]}\n' | "$TPTRIAGE" assert
