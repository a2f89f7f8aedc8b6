# Asked to stop, a run writes what it has answered, says so, ends as by the signal, and can be gone on with.
i=0
while [ $i -lt 30 ]; do
    printf '{"id":"r%d","text":"sore left shoulder for %d weeks"}\n' $i $i
    i=$((i + 1))
done > records
expect_exit 0 "$TPTRIAGE" batch records > whole
for jobs in 1 3; do
    mkfifo feed
    "$TPTRIAGE" batch --jobs $jobs --resume part feed 2> err &
    run=$!
    exec 3> feed
    head -n 20 records >&3
    tries=0
    # the answers so far are there although more could come: with one job they are flushed before more is read
    while [ "$(wc -l < part 2> /dev/null || echo 0)" -lt 20 ] && [ $tries -lt 500 ]; do
        sleep 0.02
        tries=$((tries + 1))
    done
    printf '{"id":"half' >&3 # half a line is no record
    sleep 0.1
    kill -TERM $run
    { wait $run; } 2> /dev/null # where the shell tells of the signal
    echo "jobs $jobs: status $?, $(wc -l < part | tr -d ' ') answers"
    exec 3>&-
    cat err
    head -n 20 whole | cmp - part
    expect_exit 0 "$TPTRIAGE" batch --jobs $jobs --resume part records
    cmp whole part
    rm feed part
done
