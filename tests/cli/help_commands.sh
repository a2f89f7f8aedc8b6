# Each command has help of its own.
for name in batch check form pack; do
    expect_exit 0 "$TPTRIAGE" $name --help > out
    expect_match "^usage: tptriage $name" out
    expect_match '^exit status: 0' out
done
