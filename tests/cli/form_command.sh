# The form of the rules, and its map; what is wrong is told.
"$TPTRIAGE" form questionnaire > questionnaire
"$TPTRIAGE" form map > map
expect_match '^{"resourceType":"Questionnaire"' questionnaire
expect_match '"linkId":"finding.fever"' questionnaire
expect_match '{"linkId":"finding.fever","finding":"fever"}' map
[ "$(wc -l < questionnaire)" -eq 1 ] || echo "questionnaire: more than one line"
expect_exit 0 "$TPTRIAGE" form --help > out
expect_match '^usage: tptriage form questionnaire' out
expect_exit 2 "$TPTRIAGE" form
expect_exit 2 "$TPTRIAGE" form letter
expect_exit 2 "$TPTRIAGE" form map extra
