"$TPTRIAGE" --intake form.json
