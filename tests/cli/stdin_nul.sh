# A NUL means a file that is no text; the message says where.
printf 'sore neck\0and back' | "$TPTRIAGE"
