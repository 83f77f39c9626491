# Completion of varta(1) for bash. Commands and options come from 'varta commands', codes of reasons
# and units from the database.
# shellcheck shell=bash

_varta_codes() { # COMMAND COLUMN
    varta "$1" 2>/dev/null | awk -v column="$2" 'NR > 1 { print $column }'
}

_varta() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} commands name group words i
    commands=$(varta commands 2>/dev/null) || return
    for ((i = 1; i < COMP_CWORD; i++)); do # a name is one word, or two: 'order issue'
        name=${group:+$group }${COMP_WORDS[i]}
        grep -q "^$name"$'\t' <<<"$commands" && break
        grep -q "^$name " <<<"$commands" && group=$name
        name=
    done
    case $before in
    --reason | -r) words=$(_varta_codes reasons 1) ;;
    --unit | -u) words=$(_varta_codes units 2) ;;
    --language | -l) words='uk en' ;;
    --filter | -f) words='status: city: cat: kind: district:' ;;
    --file | --config | -F | -c)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    *)
        if [ -z "${name-}" ] && [ -n "${group-}" ]; then
            words=$(sed -n "s/^$group \([^ \t]*\)"$'\t.*/\\1/p' <<<"$commands")
        elif [ -z "${name-}" ]; then
            words=$(cut -f 1 <<<"$commands" | cut -d ' ' -f 1 | sort -u)
        elif [ "$name" = keys ] && [[ $word != -* ]]; then
            words='list check'
        else
            words=$(sed -n "s/^$name"$'\t\\([^\t]*\\)\t.*/\\1/p' <<<"$commands")
        fi
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _varta varta
