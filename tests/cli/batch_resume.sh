# A run that stopped in the middle of a line is gone on with, and the file ends as if it had never stopped.
i=0
while [ $i -lt 40 ]; do
    printf '{"id":"r%d","text":"sore left shoulder for %d weeks"}\n\n' $i $i
    i=$((i + 1))
done > records
expect_exit 0 "$TPTRIAGE" batch records > whole
size=$(wc -c < whole | tr -d ' ')
for cut in 0 1 $((size / 3)) $((size / 2)) $((size - 1)) "$size"; do
    head -c "$cut" whole > part
    expect_exit 0 "$TPTRIAGE" batch --resume part records > out
    cmp whole part
    [ ! -s out ] || echo "wrote to stdout"
done
expect_exit 0 "$TPTRIAGE" batch --jobs 4 --resume new records
cmp whole new
expect_exit 1 "$TPTRIAGE" batch --resume no/such/folder/file records 2> err
expect_match 'cannot go on with' err
expect_exit 0 "$TPTRIAGE" assert --resume spans /dev/null
