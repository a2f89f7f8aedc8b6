# An id is repeated as it stands where it is sure, else left out.
bad='"agee":4'
cat > records <<END
{"id":"J\\u00f6 \\"x\\"",$bad}
{$bad, "id" : "last" }
{"id":"twice","id":"again",$bad}
{"\\u0069d":"spelt","id":"other",$bad}
{"findings":{"id":"inner"},$bad}
{"id":["list"],$bad}
{"id":"half\\ud83d",$bad}
{"id":"broken",$bad
END
printf '{"id":"\377",%s}\n' "$bad" >> records
expect_exit 4 "$TPTRIAGE" batch records | sed 's/, "error".*//'
