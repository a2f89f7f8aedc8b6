# Answers of a form: with a map of its own, and without one for the form that the rules write.
cat > map.json <<'END'
{"items": [{"key": "say", "as": "text"}, {"key": "fever", "finding": "fever"}, {"key": "news", "as": "ignore"}]}
END
echo '{"say": "stiff neck", "fever": false, "news": true}' > answers.json
"$TPTRIAGE" --json --form answers.json --map map.json > by_form
echo '{"text": "stiff neck", "findings": {"fever": false}}' | "$TPTRIAGE" --json --intake - > by_record
cmp by_form by_record
"$TPTRIAGE" --json --form - --map map.json < answers.json | cmp - by_form
"$TPTRIAGE" --format json --form answers.json --map map.json | cmp - by_form

# The country comes from the form, then from the map, then from the option.
"$TPTRIAGE" --json --country GB --form answers.json --map map.json > with_country
echo '{"country": "GB", "text": "stiff neck", "findings": {"fever": false}}' | "$TPTRIAGE" --json --intake - | cmp - with_country

echo '{"text": "stiff neck", "finding.fever": false}' | "$TPTRIAGE" --json --form - | cmp - by_form
