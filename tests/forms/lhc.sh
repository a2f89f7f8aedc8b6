#!/bin/sh
# The form of the rules in LHC-Forms, a published FHIR form renderer, in headless Chromium: lhc.sh BIN FOLDER
#
# LHC-Forms comes from npm, unpacked into FOLDER (an installation would bring along far more than the page needs). Status 77
# where it, node or the browser cannot be had: the test is then skipped.
set -eu
version=40.1.3
bin=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$2"
cd "$2"

skip() {
    echo "SKIPPED: $1: the form was not shown by a renderer" >&2
    exit 77
}

browser=
for name in chromium chromium-browser google-chrome; do
    if command -v $name > /dev/null; then browser=${browser:-$name}; fi
done
[ -n "$browser" ] || skip "there is no Chromium"
command -v node > /dev/null || skip "there is no node"
if [ ! -f "$version/package/dist/lforms/webcomponent/main.js" ]; then
    command -v npm > /dev/null || skip "there is no npm"
    mkdir -p $version
    npm pack lforms@$version --fetch-retries=1 --pack-destination $version > npm.log 2>&1 < /dev/null || skip "npm could not fetch LHC-Forms"
    tar -xzf $version/lforms-$version.tgz -C $version || skip "LHC-Forms could not be unpacked"
fi
exec node "$here/lhc.js" "$bin" "$PWD/$version/package/dist" "$browser"
