# Bad forms and bad maps: told with their place, status 4.
try() {
    expect_exit 4 "$TPTRIAGE" "$@"
}
cat > good.json <<'END'
{"items": [{"key": "fever", "finding": "fever"}]}
END
cat > bad.json <<'END'
{"items": [
  {"key": "fever", "finding": "fevr"}
]}
END
echo '{"items": [{"key": "fever", "findng": "fever"}]}' > typo.json
echo '{"fever": true}' > answers.json
echo '{"resourceType": "QuestionnaireResponse", "status": "entered-in-error"}' > wrong.json
echo '{"resourceType": "QuestionnaireResponse", "item": [' > half.json
echo '{"resourceType": "Bundle", "entry": []}' > empty.json
try --form answers.json --map bad.json
try --form answers.json --map typo.json
try --form answers.json --map missing.json
try --form missing.json --map good.json
try --form wrong.json
try --form half.json
try --form empty.json
expect_exit 2 "$TPTRIAGE" --form answers.json text
expect_exit 2 "$TPTRIAGE" --form answers.json --intake answers.json
expect_exit 2 "$TPTRIAGE" --map good.json text
expect_exit 2 "$TPTRIAGE" --format xml text
expect_exit 2 "$TPTRIAGE" --form= text
