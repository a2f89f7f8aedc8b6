# The answer as FHIR: one line, the same each time, to a text, a record and a form.
echo 'stiff neck' | "$TPTRIAGE" --format fhir > once
echo 'stiff neck' | "$TPTRIAGE" --format fhir | cmp - once
echo '{"text": "stiff neck"}' | "$TPTRIAGE" --format fhir --form - > of_form
echo '{"text": "stiff neck"}' | "$TPTRIAGE" --format fhir --intake - | cmp - of_form
[ "$(wc -l < once)" -eq 1 ] || echo "once: more than one line"
expect_match '^{"resourceType":"Bundle","type":"collection"' once
