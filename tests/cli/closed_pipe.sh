# A reader who has seen enough ends the run without a word, even where the parent ignores SIGPIPE.
i=0
while [ $i -lt 2000 ]; do
    echo '{"text":"sore neck"}'
    i=$((i + 1))
done > records
"$TPTRIAGE" batch records | head -n 1 | wc -l | tr -d ' '
"$TPTRIAGE" batch records | true
(trap '' PIPE; "$TPTRIAGE" batch records | true)
