# Over the limit of what is read: one line, status 4.
head -c 17000000 /dev/zero | tr '\0' 'a' | "$TPTRIAGE"
