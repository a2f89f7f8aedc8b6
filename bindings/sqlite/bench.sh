#!/bin/sh
# What a call takes in SQL, beside the same through the C library (by the command's `batch`): bench.sh [BUILD]
# BUILD is build/release by default. Times of a busy machine prove nothing; compare the rows.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
build=${1:-$root/build/release}
for python in /usr/bin/python3 python3; do
    if "$python" -c 'import sqlite3; sqlite3.Connection.enable_load_extension' 2>/dev/null; then break; fi
done
exec "$python" - "$root" "$build" <<'END'
import json
import pathlib
import sqlite3
import subprocess
import sys
import time

ROUNDS = 5  # the best of them counts
root, build = map(pathlib.Path, sys.argv[1:])

lines = [line for path in sorted((root / "rules/msk/cases").glob("*.jsonl")) for line in path.read_text().splitlines()]
texts = [text for text in (json.loads(line).get("text") for line in lines if line) if text]
texts = texts[:: max(1, len(texts) // 1000)][:1000]

db = sqlite3.connect(":memory:")
db.enable_load_extension(True)
db.load_extension(str(build / "sqlite/tptriage"))
db.execute("CREATE TABLE notes(body TEXT)")
db.executemany("INSERT INTO notes VALUES (?)", [(text,) for text in texts])


def best(run):
    least = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        least = min(least, time.perf_counter() - start)
    return least


def print_row(what, seconds, count):
    print(f"{what:44} {seconds / count * 1e6:8.0f} µs")


def batch(records):
    subprocess.run([build / "tptriage", "batch"], input=records.encode(), stdout=subprocess.DEVNULL, check=True)


def ask(query):
    return best(lambda: db.execute(query).fetchall())


start = time.perf_counter()
db.execute("SELECT tptriage('')").fetchall()
print_row("SQLite: the first call of a connection", time.perf_counter() - start, 1)
print_row("SQLite: sum(length(tptriage(body)))", ask("SELECT sum(length(tptriage(body))) FROM notes"), len(texts))
print_row("SQLite: tptriage_urgency(body)", ask("SELECT tptriage_urgency(body) FROM notes"), len(texts))
print_row("SQLite: tptriage_flags(body)", ask("SELECT count(id) FROM notes, tptriage_flags(body)"), len(texts))
records = "".join(json.dumps({"text": text}) + "\n" for text in texts) * 3
print_row("C: a text, through the command", best(lambda: batch(records)) - best(lambda: batch("{}\n")), 3 * len(texts))
END
