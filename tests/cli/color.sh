# Colours are asked for, or there are none off a terminal; JSON has none.
escape=$(printf '\033')
"$TPTRIAGE" --color=always "sore neck" > out
expect_match "$escape" out
for when in auto never; do
    TERM=xterm "$TPTRIAGE" --color $when "sore neck" > out
    expect_no_match "$escape" out
done
"$TPTRIAGE" --color=always --json "sore neck" > out
expect_no_match "$escape" out
