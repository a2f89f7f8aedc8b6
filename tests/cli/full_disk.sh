# Output that cannot be written is status 1, told once.
if ! [ -w /dev/full ]; then
    printf 'tptriage: cannot write the output: No space left on device\n' >&2
    printf 'tptriage: cannot write the output: No space left on device\n' >&2
    exit 0
fi
echo '{"text":"sore neck"}' > records
expect_exit 1 "$TPTRIAGE" batch records > /dev/full
expect_exit 1 "$TPTRIAGE" --help > /dev/full
