# Many threads give the same bytes, in the same order, bad records and all.
i=0
while [ $i -lt 300 ]; do
    printf '{"id":"r%d","text":"my neck has been stiff for %d days, no fever"}\n' $i $i
    [ $((i % 7)) -eq 0 ] && echo '{"id":"bad","text":3}'
    [ $((i % 11)) -eq 0 ] && echo
    i=$((i + 1))
done > records
expect_exit 4 "$TPTRIAGE" batch records > one
for jobs in 2 5 16; do
    expect_exit 4 "$TPTRIAGE" batch --jobs $jobs records > many
    cmp one many
done
expect_exit 0 "$TPTRIAGE" batch --jobs 3 /dev/null
expect_exit 2 "$TPTRIAGE" batch --jobs 0 records 2> err
expect_match '1 to 256' err
"$TPTRIAGE" batch --jobs 4 records | head -n 1 | wc -l | tr -d ' '
