#!/bin/sh
# What is written as FHIR, against the published definitions: run.sh BIN FOLDER
#
# The definitions come from two npm packages, kept in FOLDER. Status 77 where they cannot be had: the test is then skipped.
set -eu
bin=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$2"
packages=$(cd "$2" && pwd)

skip() {
    echo "SKIPPED: $1: nothing was held against the FHIR definitions" >&2
    exit 77
}

command -v node > /dev/null || skip "there is no node"
if ! cmp -s "$here/package.json" "$packages/installed.json"; then
    command -v npm > /dev/null || skip "there is no npm"
    cp "$here/package.json" "$packages/package.json"
    npm install --prefix "$packages" --ignore-scripts --no-audit --no-fund --fetch-retries=1 --loglevel=error > "$packages/npm.log" 2>&1 < /dev/null ||
        skip "npm could not install the definitions ($packages/npm.log)"
    cp "$here/package.json" "$packages/installed.json"
fi
NODE_PATH=$packages/node_modules exec node "$here/validate.js" "$bin" "$here"
