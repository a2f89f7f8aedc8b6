#!/bin/sh
# deb.sh SOURCE WORK [CMAKE OPTION...]: builds the packages, unpacks them into a root of their own, and uses what
# is there: the command, and programs that are built against it. Exit status 77 where there is no dpkg.
set -eu
source=$1 work=$2
shift 2
unset DESTDIR CFLAGS LDFLAGS
cmake=${CMAKE:-cmake}
for tool in dpkg-deb dpkg-shlibdeps file gzip; do
    command -v $tool >/dev/null 2>&1 || { echo "skipped - $tool is not here"; exit 77; }
done
status=0
fail() {
    echo "not ok - $*"
    status=1
}

# ---- Build; the tests have no time for the best compression ----

"$cmake" -S "$source" -B "$work/build" -DCMAKE_BUILD_TYPE=Release -DTPT_TESTS=OFF -DTPT_PACKAGE=ON -DCMAKE_INSTALL_PREFIX=/usr "$@" >"$work.log" 2>&1 &&
    "$cmake" --build "$work/build" --parallel 2 >>"$work.log" 2>&1 &&
    rm -rf "$work/build/deb" &&
    (cd "$work/build" && "${CPACK:-cpack}" -G DEB -D CPACK_DEBIAN_COMPRESSION_TYPE=gzip) >>"$work.log" 2>&1 || { cat "$work.log"; exit 1; }
debs=$work/build/deb
root=$work/root
rm -rf "$root"
for name in libtptriage0 libtptriage-dev tptriage; do
    file=$(ls "$debs/${name}"_*.deb)
    dpkg-deb -x "$file" "$root"
    dpkg-deb -c "$file" | awk -v name=$name '{ print name ": " $6 }'
done >"$work/contents"
libdir=$(dirname "$(find "$root/usr/lib" -name libtptriage.so.0)")

# ---- Which package holds what, and needs what ----

holds() { grep -q "^$1: \./usr/$2\$" "$work/contents" || fail "$1 lacks $2"; }
holds libtptriage0 'lib/[^/]*/libtptriage\.so\.0'
holds libtptriage0 'lib/[^/]*/libtptriage\.so\.[0-9.]*[0-9]'
for path in include/tptriage/tptriage.h 'lib/[^/]*/libtptriage\.so' 'lib/[^/]*/libtptriage\.a' 'lib/[^/]*/pkgconfig/tptriage\.pc' \
    'lib/[^/]*/cmake/tptriage/tptriageConfig\.cmake' share/doc/libtptriage-dev/examples/hot_reload.c; do
    holds libtptriage-dev "$path"
done
for path in bin/tptriage share/man/man1/tptriage.1.gz share/tptriage/packs/msk/pack.json share/tptriage/schema/flags.schema.json \
    share/bash-completion/completions/tptriage share/zsh/vendor-completions/_tptriage share/fish/vendor_completions.d/tptriage.fish; do
    holds tptriage "$path"
done
for name in libtptriage0 libtptriage-dev tptriage; do
    for file in copyright changelog.Debian.gz; do holds $name "share/doc/$name/$file"; done
    grep -q 'Kevin Atkinson' "$root/usr/share/doc/$name/copyright" || fail "$name: the notice of the word lists is missing"
done
[ -z "$(cut -d ' ' -f 2 "$work/contents" | grep -v '/$' | sort | uniq -d)" ] || fail "two packages hold the same file"

version=$(dpkg-deb -f "$(ls "$debs"/tptriage_*.deb)" Version)
needs() { # PACKAGE WHAT
    dpkg-deb -f "$(ls "$debs/$1"_*.deb)" Depends | tr ',' '\n' | sed 's/^ *//' | grep -qE "^$2" || fail "$1 does not depend on $2"
}
for name in libc6 libpcre2-8-0 libcjson1 libutf8proc; do needs libtptriage0 $name; done
needs tptriage libc6
for name in tptriage libtptriage-dev; do needs $name "libtptriage0 \\(= $version\\)"; done
for name in libpcre2-dev libcjson-dev libutf8proc-dev; do needs libtptriage-dev $name; done

# Would it be installed? All that it needs was needed to build it.
if command -v apt-get >/dev/null 2>&1; then
    apt-get -s -o Debug::NoLocking=true install "$debs"/*.deb >"$work/apt.log" 2>&1 || { cat "$work/apt.log"; fail "apt-get would not install the packages"; }
    [ "$(grep -c '^Conf .*tptriage' "$work/apt.log")" = 3 ] || fail "apt-get would not configure three packages: $work/apt.log"
fi

# ---- It runs ----

export LD_LIBRARY_PATH="$libdir"
ldd "$root/usr/bin/tptriage" | grep -q 'libtptriage.so.0 => .*/root/' || fail "the command does not use the library of its package"
"$root/usr/bin/tptriage" --json "stiff neck and headaches" | grep -q '"level":"routine"' || fail "the command does not answer as it should"
"$root/usr/bin/tptriage" --pack "$root/usr/share/tptriage/packs/msk" "stiff neck" >/dev/null || fail "the installed rules do not load"
here=$source/tests/install
sh "$here/run.sh" "$root/usr" "$work/consumer" || fail "programs against the packages"
sh "$here/completions.sh" "$root/usr" "$libdir" || fail "the completions in the package"

# ---- lintian, where it is. Not its business here: ----
#   initial-upload-closes-no-bugs    the packages are not for Debian's archive
#   maintscript-calls-ldconfig       cpack writes these scripts; the trigger is there too
if command -v lintian >/dev/null 2>&1; then
    if ! lintian --allow-root --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs,maintscript-calls-ldconfig \
        "$debs"/*.deb >"$work/lintian.log" 2>&1 || grep -q '^[EW]:' "$work/lintian.log"; then
        cat "$work/lintian.log"
        fail lintian
    fi
else
    echo "skipped - lintian is not here"
fi
exit $status
