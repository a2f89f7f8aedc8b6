# Each limit can be set, and what is beyond it is told.
expect_exit 4 "$TPTRIAGE" --limit text=10 "stiff neck and headaches"
expect_exit 5 "$TPTRIAGE" --json --limit steps=1 "stiff neck and headaches" | grep -c '"complete": *false'
expect_exit 0 "$TPTRIAGE" --json --limit steps=100000 --limit confirms=1000 --limit match=100000 --limit match-depth=1000 \
    --limit match-heap=1024 --limit nesting=1000 "stiff neck and headaches" | grep -c '"complete": *true'
echo '{"text": "stiff neck", "sites": [{"site": "neck"}]}' > record
expect_exit 4 "$TPTRIAGE" --intake record --limit nesting=2
expect_exit 0 "$TPTRIAGE" --intake record --limit nesting=3 > out
expect_exit 4 "$TPTRIAGE" batch --limit line=20 record
expect_exit 0 "$TPTRIAGE" batch --limit line=60 record > out
expect_exit 4 "$TPTRIAGE" batch --jobs 2 --limit nesting=2 record
echo '{"id": "a", "text": "stiff neck", "expect": {}}' > cases.jsonl
expect_exit 1 "$TPTRIAGE" check -q --limit line=20 cases.jsonl
echo '{"id": "a", "text": "no rash", "spans": [{"start": 3, "end": 7}]}' | expect_exit 4 "$TPTRIAGE" assert --limit text=60
for limit in text=0 text=16777217 nesting=1001 steps=18446744073709551616 steps=1k match=4294967296 lines=5 line; do
    expect_exit 2 "$TPTRIAGE" --limit "$limit" x 2>&1 | sed 's/needs NAME=NUMBER.*/needs .../'
done
expect_exit 2 "$TPTRIAGE" --limit match=0 x
