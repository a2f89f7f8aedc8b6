# A fact of a form that suffices by itself raises its flag, which names it.
echo '{"paracetamol_day_mg": 6000}' > record
"$TPTRIAGE" --json --intake record > out
expect_match '"level": *"emergency"' out
expect_match '"evidence": *\[\], *"fact": *"paracetamol_day_mg"' out
"$TPTRIAGE" --explain --intake record > out
expect_match '! overdose = emergency: paracetamol_day_mg' out
"$TPTRIAGE" --json "took far too much paracetamol" > out
expect_no_match '"fact"' out
