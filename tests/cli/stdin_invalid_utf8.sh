# Ill-formed bytes still get an answer, which is itself well-formed.
printf 'my neck \377\300 hurts' | expect_exit 0 "$TPTRIAGE" --json > out
expect_match '"complete": ?true' out
iconv -f UTF-8 -t UTF-8 out > /dev/null
