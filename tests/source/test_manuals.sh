#!/bin/bash
# The manuals: clean for mandoc, and complete. Every key of the configuration with an example, every
# subcommand and option of vartactl, every option of the daemon, every action of the key maps.
set -u
cd "$(dirname "$0")/../.." || exit 1
failed=0

complain() {
    echo "$1"
    failed=1
}

# enough MIN WHAT ITEM...: complains where fewer than MIN items were found: a loop over none would be content
enough() {
    [ $(($# - 2)) -ge "$1" ] || complain "only $(($# - 2)) $2 were found"
}

# has FILE MACRO TEXT: whether the page has an item '.It MACRO … TEXT …'
has() {
    grep -E "^\.It $2 " "$1" | tr ',' '\n' | sed -E "s/^\.It//; s/ (Cm|Ic|Fl|Ar) / /g" |
        grep -qE "(^| )$3( |\$)"
}

mandoc -Tlint -Wwarning man/*.[1-8] || complain "mandoc has found something"

mapfile -t keys < <(sed -n 's/.*{KEY("\([a-z_.]*\)".*/\1/p' lib/program/settings.c)
enough 45 'keys in lib/program/settings.c' "${keys[@]}"
for key in "${keys[@]}"; do
    has man/varta.yaml.5 Cm "${key//./\\.}" || complain "varta.yaml.5 has no key '$key'"
    grep -qE "^#? *${key##*.}:|^ *#?${key##*.}:" admin/varta.yaml || complain "admin/varta.yaml has no '$key'"
done
examples=$(grep -c '^\.Bd -literal' man/varta.yaml.5)
[ "$examples" -ge "${#keys[@]}" ] || complain "varta.yaml.5: ${#keys[@]} keys, but $examples examples"

# A key is sent only to the server that its file names.
mapfile -t files < <(grep -h '^editor /etc/varta/keys ' man/*.[1-8])
enough 2 'files of keys in the examples' "${files[@]}"
for file in "${files[@]}"; do
    grep -qE '# [a-z-]+: \{url: https://[a-z.]+, key: KEY\}$' <<<"$file" || complain "an example has a key without its server: '$file'"
done

mapfile -t commands < <(sed -n 's/.*\.words = "\([a-z -]*\)".*/\1/p' admin/*.c admin/*/*.c)
enough 45 'subcommands in admin/' "${commands[@]}"
for command in "${commands[@]}"; do
    grep -qE "^\.It Ic $command( |\$)" man/vartactl.8 || complain "vartactl.8 has no command '$command'"
done
mapfile -t options < <(sed -n 's|.*{.name = "\([a-z-]*\)".*|\1|p' admin/command/options.c)
enough 20 'options in admin/command/options.c' "${options[@]}"
for option in "${options[@]}"; do
    grep -q -- "Fl -$option" man/vartactl.8 || complain "vartactl.8 has no option '--$option'"
done

mapfile -t settings < <(find sql/code/admin/{city,source,operator}.sql -exec sed -n "s/.*settings_check(p_settings[^{]*'{\(.*\)}').*/\1/p" {} + |
    tr ',' '\n' | sort -u)
enough 20 'settings of cities and operators in sql/' "${settings[@]}"
for key in "${settings[@]}"; do
    case $key in verifier | key_hash) continue ;; esac # these have commands of their own
    has man/vartactl.8 Cm "$key" || complain "vartactl.8 has no setting '$key'"
done

while read -r source page; do
    letters=$(sed -n 's/.*getopt(argc, argv, "\([a-zA-Z:+]*\)").*/\1/p' "$source" | tr -d ':+')
    [ -n "$letters" ] || complain "the options in $source were not found"
    for ((i = 0; i < ${#letters}; i++)); do
        grep -qE "^\.It Fl ${letters:i:1}( |\$)" "$page" || complain "$page has no option '-${letters:i:1}'"
    done
done <<'EOP'
syncd/main.c man/varta-syncd.8
EOP

mapfile -t options < <(sed -n 's|.*{.name = "\([a-z-]*\)".*|\1|p' console/cli/options.c)
enough 15 'options in console/cli/options.c' "${options[@]}"
for option in "${options[@]}"; do
    grep -qE "^\.It Fl ([a-zA-Z] , )?-$option( |\$)" man/varta.1 || complain "varta.1 has no option '--$option'"
done
mapfile -t short < <(sed -n "s|.*letter = '\(.\)'.*|\1|p" console/cli/options.c)
enough 15 'letters in console/cli/options.c' "${short[@]}"
for letter in "${short[@]}"; do
    grep -qE "^\.It Fl $letter , " man/varta.1 || complain "varta.1 has no option '-$letter'"
done
mapfile -t commands < <("$VARTA_BUILD/console/varta" commands | cut -f 1 | sort)
enough 42 "commands in 'varta commands'" "${commands[@]}"
for command in "${commands[@]}"; do
    grep -qE "^\.It Ic $command( |\$)" man/varta.1 || complain "varta.1 has no command '$command'"
done

mapfile -t actions < <(sed -nE 's/^[[:space:]]*[A-Z]+\([A-Z_]+, "([a-z-]+)", N_\(.*/\1/p' console/terminal/{verbs.h,acts.def,order_acts.def})
enough 118 'actions in console/terminal' "${actions[@]}"
for action in "${actions[@]}"; do
    grep -qE "^\.It Cm $action( |\$)" man/varta.1 || complain "varta.1 has no action '$action'"
done

# The table of keys says what the built-in key map says; 'v q' is written as it is pressed: vq.
keys() { sed -E "s/, */|/g; s/^([a-z-]+) /\1|/; s/ //g; s/[|]/ /g" | sort; }
mapfile -t bound < <(sed -n "s/^  \([a-z-]*\): \[\(.*\)\]\$/\1 \2/p" keymaps/default.yaml | tr -d "'\"" | keys)
enough 80 'actions with keys in keymaps/default.yaml' "${bound[@]}"
diff <(printf '%s\n' "${bound[@]}") \
    <(sed -n '/^\.Sh KEYS/,/^\.Sh FILTER/ s/^\.It Cm \([a-z-]*\) Pq \(.*\)/\1 \2/p' man/varta.1 | sed 's/ ,/,/g; s/\\&//g' | keys) ||
    complain "the keys in varta.1 (>) are not those of keymaps/default.yaml (<)"

# Both twins of a word of the filter, such as {"unit", "підрозділ"}: the section names the English one, its list the other.
mapfile -t twins < <(grep -ohE '\{"[a-z_-]+", "[^"]+"\}' console/filter/filter_key.c console/filter/filter_word.c | tr -d '{}",')
enough 50 'words of the filter with a twin' "${twins[@]}"
said=$(sed -n '/^\.Sh FILTER/,/^\.Sh COMMANDS/ s/^\.\(It \)\?\(Cm\|Ar\) //p' man/varta.1 | tr ' ' '\n')
for twin in "${twins[@]}"; do
    for word in $twin; do
        grep -qxF -e "$word" <<<"$said" || complain "varta.1, FILTER, has no word '$word' ($twin)"
    done
done

pages=(man/*.[1-8])
enough 4 'manuals' "${pages[@]}"
references=0
for page in "${pages[@]}"; do
    for section in NAME DESCRIPTION ENVIRONMENT FILES EXAMPLES 'SEE ALSO'; do
        grep -q "^\.Sh $section\$" "$page" || complain "$page has no section $section"
    done
    while read -r _ name number; do
        references=$((references + 1))
        case $name in varta*) [ -e "man/$name.$number" ] || complain "$page refers to $name($number)" ;; esac
    done < <(grep -oE '^\.Xr [a-z.-]+ [0-9]' "$page")
done
[ "$references" -ge 40 ] || complain "only $references references between manuals were found"
exit $failed
