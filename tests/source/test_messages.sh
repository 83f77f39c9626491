#!/bin/bash
# The Ukrainian messages are complete: po/ is what 'make pot' makes of the sources today, nothing is
# untranslated or uncertain, plural forms and printf arguments fit.
set -u
cd "$(dirname "$0")/../.." || exit 1
failed=0

tools/pot "$TMPDIR" || exit 1
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
