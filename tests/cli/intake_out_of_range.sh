# The message names the value's place, not the person's text.
echo '{"text": "sore neck", "age": 900}' > form.json
expect_exit 4 "$TPTRIAGE" --intake form.json 2> err
expect_match 'age' err
expect_no_match 'sore neck' err
wc -l < err | tr -d ' '
