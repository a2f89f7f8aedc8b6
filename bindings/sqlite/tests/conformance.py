"""The conformance suite of the project, by SQL, and the examples of pages: blocks of SQL, each before what it prints.

    conformance.py EXTENSION PAGE... FOLDER

Lines of the suite that this extension cannot be asked (options, spans, what is no text) are counted. Status 77 where this
Python cannot load extensions.
"""

import base64
import hashlib
import json
import pathlib
import re
import sqlite3
import sys

INPUTS = {
    "record": ("tptriage_record(?)", lambda value: json.dumps(value, ensure_ascii=False)),
    "raw": ("tptriage_record(?)", str),
    "raw_base64": ("tptriage_record(CAST(? AS TEXT))", base64.b64decode),
    "text": ("tptriage(?)", str),
    "text_base64": ("tptriage(CAST(? AS TEXT))", base64.b64decode),
}


def connect(extension):
    db = sqlite3.connect(":memory:")
    db.enable_load_extension(True)
    db.load_extension(extension)
    return db


def question(line):
    """The expression and its argument, or None."""
    key = next((key for key in INPUTS if key in line), None)
    if key is None or "options" in line:
        return None
    expression, prepare = INPUTS[key]
    argument = prepare(line[key])
    if isinstance(argument, str) and re.search("[\ud800-\udfff]", argument):
        return None
    return expression, argument


def expected_error(error):
    at = f", at {error['pointer']}" if error["pointer"] else ""
    hint = f": {error['hint']}" if error["hint"] else ""
    return f": {error['message']}{at}{hint}"


def difference(line, answer, error, pack):
    """What is wrong, or None."""
    if error is not None:
        wanted = expected_error(line["error"]) if "error" in line else "a result"
        return None if error.endswith(wanted) else f"expected {wanted}, found {error}"
    if "error" in line:
        return "expected an error"
    data = answer.replace(pack, "0" * 64).encode()
    if "result" in line:
        return None if data == line["result"].encode() else "another result"
    found = (len(data), hashlib.sha256(data).hexdigest())
    wanted = (line["bytes"], line["sha256"])
    return None if found == wanted else f"expected {wanted}, found {found}"


def run_suite(db, folder):
    pack = json.loads(db.execute("SELECT tptriage('')").fetchone()[0])["packs"][0]["sha256"]
    run = left = 0
    wrong = []
    for path in sorted(pathlib.Path(folder).glob("*.jsonl")):
        for text in path.read_text(encoding="utf-8").splitlines():
            line = json.loads(text)
            asked = question(line)
            if asked is None:
                left += 1
                continue
            run += 1
            answer = error = None
            try:
                answer = db.execute(f"SELECT {asked[0]}", (asked[1],)).fetchone()[0]
            except sqlite3.Error as failure:
                error = str(failure)
            problem = difference(line, answer, error, pack)
            if problem:
                wrong.append(f"not ok - {path.name}: {line['name']}: {problem}")
    return run, left, wrong


def run_examples(db, readme):
    """How many there are in the page, and which are wrong."""
    page = pathlib.Path(readme).read_text(encoding="utf-8")
    examples = re.findall(r"```sql\n(.*?)```\n+```text\n(.*?)```", page, re.DOTALL)
    wrong = []
    for sql, printed in examples:
        rows = []
        sql = re.sub(r"^\.load .*\n", "", sql)
        for statement in filter(str.strip, sql.split(";\n")):
            rows += db.execute(statement).fetchall()
        found = "".join("|".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)
        if found != printed:
            wrong.append(f"not ok - {readme}: {sql}expected\n{printed}found\n{found}")
    return len(examples), wrong


def main():
    extension, *pages, folder = sys.argv[1:]
    if not hasattr(sqlite3.Connection, "enable_load_extension"):
        print("skipped: this Python cannot load extensions into SQLite")
        return 77
    db = connect(extension)
    examples, wrong = 0, []
    for page in pages:
        found, differing = run_examples(db, page)
        examples += found
        wrong += differing or ([] if found else [f"not ok - {page}: no examples"])
    run, left, differing = run_suite(db, folder)
    wrong += differing
    print("\n".join(wrong))
    print(f"{examples} examples; {run} lines of the suite, {left} that SQL cannot ask; {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
