# The program's version, then id, version and hash of the rules.
expect_exit 0 "$TPTRIAGE" --version > out
expect_match '^tptriage 0\.1\.0$' out
expect_match '^pack [a-z_]+ [0-9]+\.[0-9]+\.[0-9]+ \(sha256 [0-9a-f]{12}\)$' out
