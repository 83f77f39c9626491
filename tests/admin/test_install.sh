#!/bin/bash
# Installing puts the programs, the schema, manuals and messages below DESTDIR and PREFIX, and they
# work from there; uninstalling leaves the tree as it was, other files included.
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$TMPDIR/root
fail() {
    echo "$1"
    exit 1
}

mkdir -p "$root/usr/bin" "$root/usr/share/man/man1"
echo other | tee "$root/usr/bin/other" >"$root/usr/share/man/man1/other.1"
tree() { (cd "$root" && find . -printf '%y %m %P\n' | sort); }
before=$(tree)

tools/install install "$VARTA_BUILD" "$root" /usr /etc || fail "install failed"
for file in bin/varta sbin/varta-syncd sbin/vartactl share/man/man1/varta.1 share/man/man5/varta.yaml.5 \
    share/man/man7/varta-security.7 share/man/man8/vartactl.8 share/varta/sql/sqitch.plan share/varta/keymaps/default.yaml \
    share/locale/uk/LC_MESSAGES/varta.mo share/bash-completion/completions/varta \
    share/zsh/site-functions/_varta share/doc/varta/varta.yaml lib/systemd/system/varta-syncd.service; do
    [ -s "$root/usr/$file" ] || fail "$file is missing"
done
grep -rl '@PREFIX@\|@SYSCONF@' "$root" && fail "a place was not filled in"
grep -q '^ExecStart=/usr/sbin/varta-syncd' "$root/usr/lib/systemd/system/varta-syncd.service" || fail "ExecStart"
diff <(cd sql && find . -type f ! -path "./reference/*" | sort) <(cd "$root/usr/share/varta/sql" && find . -type f ! -path "./reference/*" | sort) ||
    fail "the schema is not whole"

"$root/usr/bin/varta" -V | grep -q '^varta [0-9]' || fail "varta -V"
"$root/usr/sbin/vartactl" -h | grep -q 'schema upgrade' || fail "vartactl -h"
"$root/usr/sbin/varta-syncd" -n -c "$root/usr/share/doc/varta/varta.yaml" >/dev/null ||
    fail "the example configuration is refused"
VARTA_SQLDIR=$root/usr/share/varta/sql "$root/usr/sbin/vartactl" schema status >/dev/null ||
    fail "the installed schema does not fit"

tools/install uninstall "$VARTA_BUILD" "$root" /usr /etc || fail "uninstall failed"
diff <(echo "$before") <(tree) || fail "uninstall left something or took too much"

tools/install install "$VARTA_BUILD" "$TMPDIR/fresh" /opt/varta /etc || fail "install into nothing failed"
[ -x "$TMPDIR/fresh/opt/varta/bin/varta" ] || fail "nothing in /opt/varta"
tools/install uninstall "$VARTA_BUILD" "$TMPDIR/fresh" /opt/varta /etc || fail "uninstall failed"
[ -z "$(find "$TMPDIR/fresh" -mindepth 1)" ] || fail "uninstall left $(find "$TMPDIR/fresh")"
