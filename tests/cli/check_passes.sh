# TAP 14 on stdout, a summary on stderr.
cat > good.jsonl <<'END'
{"id": "empty", "text": "", "expect": {"urgency": ["insufficient"]}}

{"id": "no #1", "text": "", "expect": {"urgency": ["insufficient"]}}
END
"$TPTRIAGE" check good.jsonl
