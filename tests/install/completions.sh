#!/bin/sh
# completions.sh PREFIX [LIBDIR]: each command and option that `--help` names is in the installed completions of
# bash, zsh and fish, and in the manual page; and the completions work, in each of the shells that is there.
set -eu
prefix=$1
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ -n "${2:-}" ]; then export LD_LIBRARY_PATH="$2"; fi
share=$prefix/share
bash=$share/bash-completion/completions/tptriage
zsh=$(find "$share/zsh" -name _tptriage)
fish=$share/fish/vendor_completions.d/tptriage.fish
page=$(find "$share/man/man1" -name 'tptriage.1*')
status=0
fail() {
    echo "not ok - $*"
    status=1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $page in
*.gz) gzip -dc "$page" >"$work/tptriage.1" ;;
*) cp "$page" "$work/tptriage.1" ;;
esac
sed 's/\\-/-/g; s/\\f.//g' "$work/tptriage.1" >"$work/plain"

# ---- Nothing is missing: a search that knows nothing of how they were made ----

help_of() { if [ "$1" = - ]; then "$prefix/bin/tptriage" --help; else "$prefix/bin/tptriage" "$1" --help; fi; }
options_in() { grep -oE "(^|[][ (|])-(-[a-z]+)+|^ +-[a-zA-Z]," | grep -oE -e '-(-[a-z]+)+|-[a-zA-Z]' | sort -u; }
in_text() { grep -qE -e "(^|[^a-z-])$1([^a-z-]|\$)" "$2"; }

commands=$(help_of - | sed -n 's/^ *\(usage: \)\{0,1\}tptriage \([a-z][a-z]*\) .*/\2/p' | sort -u)
[ "$(echo "$commands" | wc -w)" -ge 4 ] || fail "--help names its commands: $commands"
for command in - $commands; do
    [ "$command" = - ] || for file in "$bash" "$zsh" "$fish" "$work/plain"; do
        in_text "$command" "$file" || fail "the command $command is not in $file"
    done
    help_of "$command" >"$work/help"
    for option in $(options_in <"$work/help"); do
        for file in "$bash" "$zsh" "$work/plain"; do
            in_text "$option" "$file" || fail "$option of '$command' is not in $file"
        done
        case $option in
        --*) word="-l ${option#--}" ;;
        *) word="-s ${option#-}" ;;
        esac
        in_text "$word" "$fish" || fail "$option of '$command' is not in $fish"
    done
done
for name in lint show coverage; do
    for file in "$bash" "$zsh" "$fish" "$work/plain"; do in_text $name "$file" || fail "pack $name is not in $file"; done
done

# What the command takes is what some help names.
known=$(for command in - $commands; do help_of "$command"; done)
for option in $(sed -n 's/^    {"\([a-z-]*\)", .*OPTION_.*/\1/p' "$here/../../cli/options.c"); do
    case $known in *"--$option"*) ;; *) fail "no help names --$option" ;; esac
done

# ---- They work ----

have() { command -v "$1" >/dev/null 2>&1 || { echo "skipped - $1 is not here"; return 1; }; }

expect() { # WANTED NAME GOT
    if [ "$1" = "$3" ]; then echo "ok - $2"; else fail "$2
  wanted: $1
  got:    $3"; fi
}

if have bash; then
    cat >"$work/try.bash" <<'END'
source "$1"; shift
compopt() { :; } # outside of a completion it complains
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_tptriage
echo "${COMPREPLY[*]}"
END
    try() { bash "$work/try.bash" "$bash" tptriage "$@"; }
    expect batch "bash: a command" "$(try ba)"
    expect "" "bash: no command in the middle of a text" "$(try stiff ba)"
    expect "--jobs --json" "bash: options of a command" "$(try batch --j)"
    expect "auto always" "bash: a value after =" "$(try --color = a)"
    expect "never" "bash: a value of its own" "$(try --color n)"
    expect "lint show coverage" "bash: commands of pack" "$(try pack '')"
    mkdir -p "$work/there/folder"
    touch "$work/there/file"
    expect "folder" "bash: folders alone" "$(cd "$work/there" && try --pack f)"
    expect "file folder" "bash: files" "$(cd "$work/there" && try check f | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/ $//')"
fi
if have zsh; then
    # What it asks _arguments and _describe for is what it offers.
    cat >"$work/try.zsh" <<'END'
completions=$1; shift
_describe() { local name=${@[-1]}; print -l -- ${(P)name%%:*} }
_arguments() { print -l -- ${(M)@:#-*} | sed 's/[=[].*//' }
words=(tptriage "$@") CURRENT=$(($# + 1))
. $completions
END
    try() { zsh -f "$work/try.zsh" "$zsh" "$@" | tr '\n' ' ' | sed 's/ *$//'; }
    case "$(try batch --j)" in *"--jobs"*"--json"*) echo "ok - zsh: options of a command" ;; *) fail "zsh: options of a command: $(try batch --j)" ;; esac
    case "$(try b)" in *"batch"*"pack"*"--json"*) echo "ok - zsh: commands and options" ;; *) fail "zsh: commands: $(try b)" ;; esac
    case "$(try pack '')" in "lint show coverage"*) echo "ok - zsh: commands of pack" ;; *) fail "zsh: commands of pack: $(try pack '')" ;; esac
fi
if have fish; then
    try() { HOME=$work XDG_CONFIG_HOME=$work fish --no-config -c "source '$fish'; complete -C '$1'" | cut -f1 | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//'; }
    expect batch "fish: a command" "$(try 'tptriage ba')"
    expect "--jobs --json" "fish: options of a command" "$(try 'tptriage batch --j')"
    expect "always auto never" "fish: values" "$(try 'tptriage --color ')"
    expect "coverage lint show" "fish: commands of pack" "$(try 'tptriage pack ')"
    expect "" "fish: no command in the middle of a text" "$(try 'tptriage stiff ba')"
fi

# ---- The manual page is well-formed ----

if have mandoc; then
    mandoc -Tlint -W warning "$work/tptriage.1" >"$work/lint" || fail "mandoc: $(cat "$work/lint")"
fi
if have groff; then
    groff -man -Tutf8 -ww "$work/tptriage.1" >/dev/null 2>"$work/lint" || fail "groff fails"
    [ ! -s "$work/lint" ] || fail "groff: $(cat "$work/lint")"
fi
version=$("$prefix/bin/tptriage" --version | sed -n '1s/[^0-9]*\([0-9.]*\).*/\1/p')
grep -q "^\\.TH TPTRIAGE 1 .*\"tptriage $version\"" "$work/tptriage.1" || fail "the manual page is of another version than $version"
exit $status
