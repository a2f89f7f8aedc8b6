#!/bin/sh
# schema.sh TPTRIAGE ROOT: runs schema.py by a Python whose jsonschema knows JSON Schema 2020-12. Without one the test is
# skipped: status 77.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
for python in python3 /usr/bin/python3; do
    if "$python" -c 'from jsonschema import Draft202012Validator' 2>/dev/null; then
        exec "$python" -W ignore::DeprecationWarning "$here/schema.py" "$@"
    fi
done
echo "SKIPPED: schemas and loader were not compared. That needs python3 with jsonschema 4.0 or newer (Debian 12: python3-jsonschema;"
echo "Ubuntu 22.04 has an older one: pip install --user 'jsonschema>=4')."
exit 77
