# Half a record: status 4, and the place where it ends.
printf '{"text": "sore neck",\n "age": ' > form.json
expect_exit 4 "$TPTRIAGE" --intake form.json 2> err
expect_match '^tptriage: form\.json:2:[0-9]+: ' err
wc -l < err | tr -d ' '
