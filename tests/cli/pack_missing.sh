# Rules that cannot be read: status 3 before any answer.
expect_exit 3 "$TPTRIAGE" --pack nowhere "sore neck" 2> err
expect_match 'nowhere' err
echo '{"text": "sore neck"}' | expect_exit 3 "$TPTRIAGE" batch --pack nowhere 2> err
expect_match 'nowhere' err
expect_exit 3 "$TPTRIAGE" pack lint nowhere 2> err
expect_match 'nowhere' err
