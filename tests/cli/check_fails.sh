# One failing case and one that is no case: status 1, each with its line.
mkdir cases cases/deeper
echo '{"id": "wrong", "text": "", "expect": {"urgency": ["emergency"]}}' > cases/a.jsonl
echo '{"id": "right", "text": "", "expect": {"urgency": ["insufficient"]}}' > cases/b.jsonl
printf '\n{"id": "half", \n' > cases/deeper/c.jsonl
echo 'no case' > cases/notes.txt
expect_exit 1 "$TPTRIAGE" check cases > out
grep -E '^(TAP|ok|not ok|1\.\.)' out
expect_match '^  ---$' out
expect_match '^    - "' out
expect_match '^  \.\.\.$' out
expect_exit 1 "$TPTRIAGE" check -q cases > out
grep -E '^(TAP|ok|not ok|1\.\.)' out
