# What is wrong in a pack, for people, as JSON and as SARIF.
MINI=$(dirname "$0")/../packs/mini
cp -R "$MINI" pack
sed 's/"title"/"titel"/' pack/flags/flags.json > changed && mv changed pack/flags/flags.json
expect_exit 1 "$TPTRIAGE" pack lint pack
expect_exit 1 "$TPTRIAGE" pack lint --format json pack
expect_exit 1 "$TPTRIAGE" pack lint --format sarif pack
expect_exit 0 "$TPTRIAGE" pack lint --format json "$MINI"
expect_exit 2 "$TPTRIAGE" pack lint --format xml pack 2> err
expect_match 'text, json or sarif' err
