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

# has FILE MACRO TEXT: whether the page has an item '.It MACRO … TEXT …'
has() {
    grep -E "^\.It $2 " "$1" | tr ',' '\n' | sed -E "s/^\.It//; s/ (Cm|Ic|Fl|Ar) / /g" |
        grep -qE "(^| )$3( |\$)"
}

mandoc -Tlint -Wwarning man/*.[1-8] || complain "mandoc has found something"

mapfile -t keys < <(sed -n 's/.*{KEY("\([a-z_.]*\)".*/\1/p' lib/settings.c)
[ "${#keys[@]}" -ge 18 ] || complain "only ${#keys[@]} keys were found in lib/settings.c"
for key in "${keys[@]}"; do
    has man/varta.yaml.5 Cm "${key//./\\.}" || complain "varta.yaml.5 has no key '$key'"
    grep -qE "^#? *${key##*.}:|^ *#?${key##*.}:" admin/varta.yaml || complain "admin/varta.yaml has no '$key'"
done
examples=$(grep -c '^\.Bd -literal' man/varta.yaml.5)
[ "$examples" -ge "${#keys[@]}" ] || complain "varta.yaml.5: ${#keys[@]} keys, but $examples examples"

mapfile -t commands < <(sed -n 's/.*\.words = "\([a-z -]*\)".*/\1/p' admin/*.c)
[ "${#commands[@]}" -ge 17 ] || complain "only ${#commands[@]} subcommands were found in admin/"
for command in "${commands[@]}"; do
    grep -qE "^\.It Ic $command( |\$)" man/vartactl.8 || complain "vartactl.8 has no command '$command'"
done
while read -r option; do
    grep -q -- "Fl -$option" man/vartactl.8 || complain "vartactl.8 has no option '--$option'"
done < <(sed -n 's|.*{.name = "\([a-z-]*\)".*|\1|p' admin/options.c)

for key in $(sed -n "s/.*settings_check(p_settings, '{\(.*\)}').*/\1/p" sql/deploy/admin_{city,operator}.sql | tr ',' '\n' | sort -u); do
    case $key in verifier | key_hash) continue ;; esac # these have commands of their own
    has man/vartactl.8 Cm "$key" || complain "vartactl.8 has no setting '$key'"
done

while read -r source page; do
    options=$(sed -n 's/.*getopt(argc, argv, "\([a-zA-Z:+]*\)").*/\1/p' "$source" | tr -d ':+')
    [ -n "$options" ] || complain "the options in $source were not found"
    for ((i = 0; i < ${#options}; i++)); do
        grep -qE "^\.It Fl ${options:i:1}( |\$)" "$page" || complain "$page has no option '-${options:i:1}'"
    done
done <<'EOP'
syncd/main.c man/varta-syncd.8
EOP

while read -r option; do
    grep -qE "^\.It Fl ([a-zA-Z] , )?-$option( |\$)" man/varta.1 || complain "varta.1 has no option '--$option'"
done < <(sed -n 's|.*{.name = "\([a-z-]*\)".*|\1|p' console/cli/options.c)
while read -r letter; do
    grep -qE "^\.It Fl $letter , " man/varta.1 || complain "varta.1 has no option '-$letter'"
done < <(sed -n "s|.*letter = '\(.\)'.*|\1|p" console/cli/options.c)
mapfile -t commands < <("$VARTA_BUILD/console/varta" commands | cut -f 1 | sort)
[ "${#commands[@]}" -ge 42 ] || complain "'varta commands' lists only ${#commands[@]}"
for command in "${commands[@]}"; do
    grep -qE "^\.It Ic $command( |\$)" man/varta.1 || complain "varta.1 has no command '$command'"
done

mapfile -t actions < <(sed -nE 's/^[[:space:]]*[A-Z]+\([A-Z_]+, "([a-z-]+)", N_\(.*/\1/p' console/terminal/{verbs.h,acts.def})
[ "${#actions[@]}" -ge 90 ] || complain "only ${#actions[@]} actions were found in console/terminal"
for action in "${actions[@]}"; do
    grep -qE "^\.It Cm $action( |\$)" man/varta.1 || complain "varta.1 has no action '$action'"
done

# The table of keys says what the built-in key map says; 'v q' is written as it is pressed: vq.
keys() { sed -E "s/, */|/g; s/^([a-z-]+) /\1|/; s/ //g; s/[|]/ /g" | sort; }
diff <(sed -n "s/^  \([a-z-]*\): \[\(.*\)\]\$/\1 \2/p" keymaps/default.yaml | tr -d "'\"" | keys) \
    <(sed -n '/^\.Sh KEYS/,/^\.Sh FILTER/ s/^\.It Cm \([a-z-]*\) Pq \(.*\)/\1 \2/p' man/varta.1 | sed 's/ ,/,/g; s/\\&//g' | keys) ||
    complain "the keys in varta.1 (>) are not those of keymaps/default.yaml (<)"

for page in man/*.[1-8]; do
    for section in NAME DESCRIPTION ENVIRONMENT FILES EXAMPLES 'SEE ALSO'; do
        grep -q "^\.Sh $section\$" "$page" || complain "$page has no section $section"
    done
    grep -oE '^\.Xr [a-z.-]+ [0-9]' "$page" | while read -r _ name number; do
        case $name in varta*) [ -e "man/$name.$number" ] || echo "$page refers to $name($number)" ;; esac
    done | grep . && failed=1
done
exit $failed
