# The key is named, so that a misspelt one is found.
echo '{"text": "sore neck", "agee": 40}' > form.json
expect_exit 4 "$TPTRIAGE" --intake form.json 2> err
expect_match 'agee' err
wc -l < err | tr -d ' '
