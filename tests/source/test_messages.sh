#!/bin/bash
# The Ukrainian messages are complete: po/ is what 'make pot' makes of the sources today, nothing is
# untranslated or uncertain, plural forms and printf arguments fit. What the database says to people
# (tools/sql-words) is among it: nobody reads 'expected an active officer' in English.
set -u
cd "$(dirname "$0")/../.." || exit 1
failed=0

tools/pot "$TMPDIR" || exit 1
count=$(tools/sql-words | grep -c '^msgid')
[ "$count" -ge 190 ] || {
    echo "only $count words were found in sql/"
    failed=1
}
echo "create function varta.check_x(p_field text) returns void language plpgsql as \$\$ begin
    perform varta.fail('VA003', 'no', p_field, p_x, case when p_y then 'a planted phrase' else 'another' end); end
\$\$; select varta.check_x('planted');
create function varta.x_fault(p_x bigint) returns text language sql as \$\$
    select case when p_x > 0 then format('what event %s planted is gone', p_x) when p_x is null then 'gone'::text end
\$\$;" >"$TMPDIR/planted.sql"
[ "$(tools/sql-words "$TMPDIR/planted.sql" | grep '^msgid' | sort)" = 'msgid "a planted phrase"
msgid "another"
msgid "planted"
msgid "what event %s planted is gone"' ] || {
    echo "what a function of the database says is not found:"
    tools/sql-words "$TMPDIR/planted.sql"
    failed=1
}
for file in po/varta.pot po/*.po; do
    diff -u "$file" "$TMPDIR/$(basename "$file")" || {
        echo "$file is not up to date: run 'make pot' and translate"
        failed=1
    }
done
for catalogue in po/*.po; do
    msgfmt --check --output-file=/dev/null "$catalogue" || failed=1
    for kind in untranslated fuzzy; do
        [ -z "$(msgattrib --$kind --no-obsolete "$catalogue")" ] || {
            echo "$catalogue: $kind messages:"
            msgattrib --$kind --no-obsolete --no-wrap "$catalogue" | grep '^msgid' | tail -n +2
            failed=1
        }
    done
done
grep -q 'nplurals=3' po/uk.po || failed=1
exit $failed
