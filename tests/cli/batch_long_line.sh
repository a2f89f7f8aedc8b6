# A line over the limit is an error record, and what follows it is read.
{
    echo '{"id":"a","text":""}'
    printf '{"id":"b","text":"'
    head -c 17000000 /dev/zero | tr '\0' 'a'
    echo '"}'
    echo '{"id":"c","text":""}'
} | expect_exit 4 "$TPTRIAGE" batch > out
wc -l < out | tr -d ' '
sed -n 1p out | grep -c '"id": *"a"'
sed -n 2p out
sed -n 3p out | grep -c '"id": *"c"'
