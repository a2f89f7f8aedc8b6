#!/bin/sh
# completions.sh TPTRIAGE FOLDER: writes the completions of the command for bash, zsh and fish into FOLDER.
#
# They are made from what each `--help` says, so that no list of options has to be kept beside it:
#   a usage line        tptriage COMMAND [SUBCOMMAND] ...   what it does
#   a line of options     -q, --quiet        what it does
#                         --pack DIR         what it does
#                         --color WHEN       auto (the default), always or never; ...
# The word after an option tells what it takes: DIR a folder, FILE or OUT a file. Where the description begins
# with a list of single words, these are what it takes.
set -eu
command=$1 folder=$2
mkdir -p "$folder"
LC_ALL=C
export LC_ALL
tab=$(printf '\t')

# One row a command or an option, by tabs: kind, command, name, letter, takes, description. "-" is nothing.
read_help() { # COMMAND: "-" for the command without one
    if [ "$1" = - ]; then "$command" --help; else "$command" "$1" --help; fi | awk -v of="$1" '
        function row(kind, name, letter, takes, text) {
            if (seen[kind name]++) return
            print kind "\t" of "\t" name "\t" letter "\t" takes "\t" (text == "" ? "-" : text)
        }
        # "auto (the default), always or never; ..." is "auto always never"; what is no such list is "".
        function choices(text,   count, words, i) {
            gsub(/ *\([^)]*\)/, "", text)
            sub(/;.*/, "", text)
            gsub(/, or | or /, ", ", text)
            count = split(text, words, /, /)
            if (count < 2) return ""
            text = ""
            for (i = 1; i <= count; i++) {
                if (words[i] !~ /^[a-z_]+$/) return ""
                text = text (i > 1 ? " " : "") words[i]
            }
            return text
        }
        function takes(meta, text,   list) {
            if (meta == "") return "-"
            if (meta ~ /^DIR/) return "folder"
            if (meta ~ /^(FILE|OUT|PATH|MAP|RESPONSE)/) return "file"
            list = choices(text)
            return list == "" ? "value" : list
        }
        function option(line,   text, letter, name, meta) {
            text = match(line, /  +[^ ]/) ? substr(line, RSTART) : ""
            if (text != "") line = substr(line, 1, RSTART - 1)
            sub(/^ +/, "", text)
            letter = line ~ /^-[A-Za-z], / ? substr(line, 2, 1) : "-"
            sub(/^-[A-Za-z], /, "", line)
            name = line; sub(/[ =].*/, "", name)
            meta = line == name ? "" : substr(line, length(name) + 2)
            row("option", name, letter, takes(meta, text), text)
        }
        /^(usage:|      ) *tptriage / {
            line = $0; sub(/^(usage:)? *tptriage /, "", line)
            depth = split(line, words, / +/)
            at = of == "-" ? 1 : 2
            text = match(line, /  +[^ ]/) ? substr(line, RSTART) : ""; sub(/^ +/, "", text)
            if (depth >= at && words[at] ~ /^[a-z]+$/) row("command", words[at], "-", "-", text)
            while (match(line, /--[a-z][a-z-]*( [A-Z]+)?/)) {
                inside[++held] = substr(line, RSTART, RLENGTH)
                line = substr(line, RSTART + RLENGTH)
            }
        }
        /^  +(-[A-Za-z], )?--[a-z]/ { line = $0; sub(/^ +/, "", line); option(line) }
        END {
            for (i = 1; i <= held; i++) option(inside[i])     # those that only a usage line names
            option("-h, --help  show help")
        }'
}

rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
read_help - >"$rows"
for name in $(awk -F "$tab" '$1 == "command" { print $3 }' "$rows"); do read_help "$name" >>"$rows"; done

say() { printf '%s Completion of tptriage for %s, made from its --help by cmake/completions.sh. Do not edit.\n' "$1" "$2"; }

make_bash() {
    say '#' bash
    cat <<'END'
_tptriage() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=- takes='' words=''
    # bash makes three words of --option=value
    if [[ $current == = ]]; then
        current=''
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    ((COMP_CWORD > 1)) && command=${COMP_WORDS[1]}
    case $command in
END
    awk -F "$tab" '
        $1 == "command" && $2 == "-" { names = names (names == "" ? "" : " | ") $3 }
        END { print "    " names ") ;;\n    *) command=- ;;" }' "$rows"
    printf '    esac\n    case $command$before in\n'
    awk -F "$tab" '$1 == "option" && $5 != "-" { print "    " $2 $3 ") takes=\047" $5 "\047 ;;" }' "$rows"
    cat <<'END'
    esac
    COMPREPLY=()
    case $takes in
    '') ;;
    folder) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    value) return ;;
    *) mapfile -t COMPREPLY < <(compgen -W "$takes" -- "$current"); return ;;
    esac
    case $command in
END
    awk -F "$tab" '
        $1 == "option" { options[$2] = options[$2] " " $3 ($4 == "-" ? "" : " -" $4) }
        $1 == "command" { commands[$2] = commands[$2] " " $3 }
        !known[$2]++ { order[++count] = $2 }
        END {
            for (i = 1; i <= count; i++) {
                name = order[i]
                print "    " name ")"
                if (commands[name] != "")
                    print "        ((COMP_CWORD == " (name == "-" ? 1 : 2) ")) && words=\047" substr(commands[name], 2) "\047"
                print "        [[ $current == -* ]] && words=\047" substr(options[name], 2) "\047"
                print "        ;;"
            }
        }' "$rows"
    cat <<'END'
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    # Files, but where the next word is an option, a subcommand, or somebody's text.
    if [[ -z $words && $command != - ]]; then
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
}
complete -F _tptriage tptriage
END
}

make_zsh() {
    printf '#compdef tptriage\n'
    say '#' zsh
    awk -F "$tab" '
        function quoted(text) { gsub(/\047/, "\047\\\047\047", text); return text }
        function spec(   text, value) {
            text = $6; gsub(/[\]\[:\\]/, "\\\\&", text); text = quoted(text)
            value = $5 == "-" ? "" : $5 == "folder" ? ":folder:_files -/" : $5 == "file" ? ":file:_files" \
                : $5 == "value" ? ":value: " : ":value:(" $5 ")"
            text = "[" (text == "-" ? "" : text) "]" value "\047"
            return ($4 == "-" ? "" : "        \047-" $4 text "\n") "        \047" $3 ($5 == "-" ? "" : "=") text "\n"
        }
        function command_spec(   text) {
            text = $6; gsub(/:/, "\\:", text); text = quoted(text)
            return " \047" $3 (text == "-" ? "" : ":" text) "\047"
        }
        $1 == "option" { specs[$2] = specs[$2] spec() }
        $1 == "command" { commands[$2] = commands[$2] command_spec() }
        !known[$2]++ { order[++count] = $2 }
        END {
            print "_tptriage() {\n    local -a commands options"
            print "    if (( CURRENT == 2 )); then\n        commands=(" substr(commands["-"], 2) ")"
            print "        _describe -t commands command commands\n    fi"
            print "    case $words[2] in"
            for (i = 2; i <= count; i++) {
                name = order[i]
                print "    " name ")\n        options=(\n" specs[name] "        )"
                if (commands[name] != "") {
                    print "        if (( CURRENT == 3 )); then\n            commands=(" substr(commands[name], 2) ")"
                    print "            _describe -t commands command commands\n        fi"
                }
                print "        _arguments $options \047*:file:_files\047\n        ;;"
            }
            print "    *)\n        options=(\n" specs["-"] "        )\n        _arguments $options \047*:text: \047\n        ;;"
            print "    esac\n}\n_tptriage \"$@\""
        }' "$rows"
}

make_fish() {
    say '#' fish
    awk -F "$tab" '
        function quoted(text) { gsub(/[\\\047]/, "\\\\&", text); return "\047" text "\047" }
        function say_what(text) { return text == "-" ? "" : " -d " quoted(text) }
        # A command is one only as the first word.
        function when(name) {
            return name == "-" ? "not contains -- (commandline -opc)[2] " names : "test (commandline -opc)[2] = " name
        }
        { row[NR] = $0 }
        $1 == "command" && $2 == "-" { names = names (names == "" ? "" : " ") $3 }
        END {
            print "complete -c tptriage -n " quoted("test (count (commandline -opc)) -lt 2; or " when("-")) " -f"
            for (i = 1; i <= NR; i++) {
                split(row[i], part, FS)
                if (part[1] == "command") {
                    depth = part[2] == "-" ? 1 : 2
                    test = "test (count (commandline -opc)) -eq " depth
                    if (depth == 2) test = test "; and " when(part[2])
                    print "complete -c tptriage -n " quoted(test) " -f -a " part[3] say_what(part[6])
                    continue
                }
                test = part[2] == "-" ? "test (count (commandline -opc)) -lt 2; or " when("-") \
                    : "test (count (commandline -opc)) -ge 2; and " when(part[2])
                value = part[5] == "-" ? "" : part[5] == "folder" ? " -x -a \047(__fish_complete_directories)\047" \
                    : part[5] == "file" ? " -r -F" : part[5] == "value" ? " -x" : " -x -a " quoted(part[5])
                print "complete -c tptriage -n " quoted(test) (part[4] == "-" ? "" : " -s " part[4]) \
                    " -l " substr(part[3], 3) value say_what(part[6])
            }
        }' "$rows"
}

make_bash >"$folder/tptriage"
make_zsh >"$folder/_tptriage"
make_fish >"$folder/tptriage.fish"
