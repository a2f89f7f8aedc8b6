# What an echo takes over has the place as its reach, also where the echo stands first.
"$TPTRIAGE" --json "my hands are not numb, nor are my feet" > out
expect_match '"cue": *"nor","scope":{"start":34,"end":38' out
