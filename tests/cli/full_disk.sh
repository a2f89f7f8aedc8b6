# Output that cannot be written is status 1, told once.
[ -w /dev/full ] || exit 0
echo '{"text":"sore neck"}' > records
for arguments in "batch records" "--json sore neck" --help; do
    # shellcheck disable=SC2086 # the words are meant to part
    expect_exit 1 "$TPTRIAGE" $arguments > /dev/full 2> err
    expect_match '^tptriage: cannot write the output' err
    [ "$(wc -l < err)" -eq 1 ] || cat err
done
