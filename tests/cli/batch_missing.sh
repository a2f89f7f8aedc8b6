"$TPTRIAGE" batch nowhere.ndjson
