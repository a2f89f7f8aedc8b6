# Whoever writes a record and waits gets the answer before writing the next.
mkfifo records answers
"$TPTRIAGE" batch < records > answers &
exec 3> records 4< answers
echo '{"id":"a","text":""}' >&3
read -r first <&4
echo '{"id":"b","text":""}' >&3
read -r second <&4
exec 3>&-
wait
printf '%s\n%s\n' "$first" "$second" | sed 's/.*"id": *"\([ab]\)".*/\1/'
