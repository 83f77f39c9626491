#!/bin/bash
# Erasing a resident leaves no copy of the name in any table: a dump of the whole database, searched for
# every form of it, and the history verifies all the same.
set -u
cd "$(dirname "$0")/../../.." || exit 1
bin=$(ls -d /usr/lib/postgresql/15/bin)
fail() {
    echo "$1"
    exit 1
}
sql() { "$bin/psql" -XqAt -v ON_ERROR_STOP=1 "$@" || exit 1; }
traces() {
    "$bin/pg_dump" --data-only --file="$TMPDIR/dump" || fail "the database was not dumped"
    grep -niE 'квітослав|мандриківськ|kvitka@|1112233|%D0%9C%D0%B0%D0%BD%D0%B4' "$TMPDIR/dump"
}

sql >/dev/null <<'SQL'
select request_id as r from sync.import((select id from varta.source where code = 'kyiv-site'), jsonb_build_array(jsonb_build_object(
    'external_id', 'erasure-1', 'service_code', 'light', 'lat', 50.47, 'long', 30.45,
    'description', E'Світлофор біля Мандриківської\n\nНе працює. Квітослава Мандриківська, тел. 067 111-22-33',
    'email', 'kvitka@example.org', 'first_name', 'Квітослава', 'last_name', 'Мандриківська', 'phone', '+380671112233',
    'attributes', '{"contact": "Мандриківська К."}'::jsonb, 'address', 'вул. Садова, 1, кв. Мандриківських',
    'raw', 'first_name=Квітослава&last_name=%D0%9C%D0%B0%D0%BD%D0%B4&email=kvitka@example.org', 'content_type', 'application/x-www-form-urlencoded'))) \gset
select format('[{"service_request_id": "%s", "update_id": "erasure-c1", "description": "Це знову Мандриківська", "first_name": "Квітослава",
    "email": "kvitka@example.org", "raw": "Мандриківська"}]', :r) as comment \gset
select sync.comments((select id from varta.source where code = 'kyiv-site'), :'comment');
set session authorization t_moderator;
select api.accept(:r, 1);
select version as v from api.queue_page(jsonb_build_object('id', :r), null, null, null, false, 1) \gset
select api.refer(:r, :v, 'patrol', 'Подзвоніть Квітославі: 0671112233');
select version as v from api.queue_page(jsonb_build_object('id', :r), null, null, null, false, 1) \gset
select api.draft(:r, :v, 'Шановна Квітославо!', true);
select version as v from api.queue_page(jsonb_build_object('id', :r), null, null, null, false, 1) \gset
select api.draft(:r, :v, 'Шановна пані Мандриківська, світлофор працює.', true, (api.request(:r) #>> '{responses,0,id}')::bigint);
select version as v from api.queue_page(jsonb_build_object('id', :r), null, null, null, false, 1) \gset
select api.publish(:r, :v);
reset session authorization;
SQL
indexed() { sql -c 'select sync.index_texts(1000)'; }
[ "$(indexed)" -ge 1 ] || fail "no text was indexed"
[ "$(sql -c "select count(*) from varta.search where doc::text ~ 'квітослав'")" = 1 ] || fail "the name is not in the index before"
[ "$(traces | wc -l)" -ge 10 ] || fail "the name is not where it should be before"

request=$(sql -c "select request_id from varta.submission where external_id = 'erasure-1'")
sql -c 'set session authorization t_admin' -c "select api.erase_reporter('kyiv', p_request => $request, p_texts => true)" >/dev/null
[ "$(indexed)" -ge 1 ] || fail "the erased texts were not indexed again"
if traces; then
    fail "a copy of the name is left"
fi
[ "$(sql -c 'set session authorization t_auditor' -c "select ok from audit.verify('kyiv')")" = t ] || fail "the history does not verify"
[ "$(sql -c "select encode(digest, 'hex') ~ '^[0-9a-f]{64}$' and raw = '' from varta.submission where request_id = $request")" = t ] ||
    fail "the digest is gone"
