# Cases may ask for fields of findings, facts, corrections and what was not read; each that is not met is told.
cat > good.jsonl <<'END'
{"id":"g1","text":"pain in my left shuolder for 3 weeks, 8/10. no fever. I am 62","expect":{"findings":{"shoulder_pain":{"status":"present","site":"shoulder","side":"left","duration_days":21,"strength":2},"fever":"absent","chest_pain":"none"},"facts":{"age":62,"pregnant":null},"read_as":{"shuolder":"shoulder","left":null},"unread":[]}}
{"id":"g2","text":"neck pain, and numb hands","expect":{"findings":{"neck_pain":"present","numbness":[{"status":"present","site":"hand"},{"status":"not_present","site":"neck"}]}}}
END
cat > bad.jsonl <<'END'
{"id":"b1","text":"neck pain","expect":{"findings":{"neck_pain":{"status":"present","side":"left"},"fever":"absent"},"facts":{"age":62},"read_as":{"neck":"back"},"unread":["neck"]}}
END
printf '{"id":"m1","text":"x","expect":{"findings":{"neck_pain":{"status":"present","sight":"left"}}}}\n' > malformed.jsonl
"$TPTRIAGE" check good.jsonl
expect_exit 1 "$TPTRIAGE" check bad.jsonl
expect_exit 1 "$TPTRIAGE" check malformed.jsonl
