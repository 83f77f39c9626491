-- Receipts: who sends a report gets its leaf in the log at once; nobody else guesses it, and it stays the same.
\ir ../../lib/tap.sql
select plan(11);

create function pg_temp.send(p_items jsonb) returns table (n integer, request_id bigint, outcome text, receipt text) language sql as $$
    select n, request_id, outcome, receipt from sync.import(pg_temp.source('kyiv-site'), p_items)
$$;
create temp table sent as select * from pg_temp.send('[{"n": 0, "external_id": "r1", "service_code": "light", "lat": 50.47, "long": 30.45, "description": "Ліхтар", "raw": "a"},
    {"n": 1, "service_code": "nothing", "raw": "b"}, {"n": 2, "external_id": "r2", "service_code": "message", "address": "вул. Хорива, 1", "description": "Таємно", "raw": "c"},
    {"n": 3, "external_id": "r1", "service_code": "light", "raw": "a"}]');
select is((select array_agg(outcome order by n) from sent), '{stored,refused,stored,known}', 'of four');
select is((select count(*) from sent where receipt ~ ('^' || request_id || '-[0-9a-f]{64}$')), 3::bigint, 'those that are there have a receipt, private ones too');
select is((select receipt from sent where n = 1), null, 'what was refused has none');
select is((select receipt from sent where n = 3), (select receipt from sent where n = 0), 'what comes again has the same');
select receipt as r, request_id as id from sent where n = 2 \gset
select is((select (number, leaf is null, encode(sha256('\x00' || entry), 'hex'))::text from sync.receipt(:'r')), format('(%s,t,%s)', :id, split_part(:'r', '-', 2)),
    'it is the leaf of what will be logged');
select sync.log_seal() \g /dev/null
select is((select encode(varta.tile_leaf(leaf), 'hex') from sync.receipt(:'r')), split_part(:'r', '-', 2), 'and is in the log');
select is_empty(format($$select * from unnest(array[%1$L, %2$L, upper(%1$L), split_part(%1$L, '-', 2), '', null, '1-', %1$L || '0', '0' || %1$L, repeat('9', 30) || '-' || repeat('0', 64)]) r
    cross join lateral sync.receipt(r) where r <> %1$L$$, :'r', (select (request_id + 1) || '-' || split_part(:'r', '-', 2) from sent where n = 2)), 'whatever is not it, finds nothing');
set session authorization t_moderator;
select is(pg_temp.error_of(format('select sync.receipt(%L)', :'r')), '42501', 'operators do not look receipts up');
set session authorization t_admin;
select count(*) from api.erase_reporter('kyiv', p_request => :id, p_texts => true) \g /dev/null
reset session authorization;
select is((select encode(sha256('\x00' || entry), 'hex') from sync.receipt(:'r')), split_part(:'r', '-', 2), 'it proves the same when the person was erased');
select is(pg_temp.error_of('select * from sync.import(0, ''[]'')') ~ '^VA001', true, 'an unknown source is told as before');
select is_empty($$select * from pg_temp.send('[]')$$, 'and nothing gives nothing');

select * from finish();
