# One result a record, in order; blank lines are passed over; the last may lack its line feed.
printf '{"id":"a","text":"sore neck"}\n\n  \r\n{"id":"b","text":""}\r\n' > records
printf '{"id":"c","text":"sore back"}' >> records
expect_exit 0 "$TPTRIAGE" batch records > out
sed 's/.*"id": *"\([abc]\)".*/\1/' out
"$TPTRIAGE" batch < records | cmp - out
"$TPTRIAGE" batch - < records | cmp - out
