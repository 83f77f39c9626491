-- A private message told others more than the deadline needs: its address, point and district, the notes of its
-- referrals, that it is near a place, and to the public that it exists; a moderator could reject or refer it unread, and
-- nobody answered it. What has no officer is handed on and never lost.
\ir ../../lib/tap.sql
select plan(27);

select pg_temp.report('Сусід', 'message', p_more => '{"address": "вул. Лісова, 5", "email": "olha@example.org"}') as m \gset
select pg_temp.report('Ліхтар', 'light') as l \gset
update varta.request set operator_id = (select id from varta.operator where login = 't_officer') where id = :m;
update varta.reporter set may_contact = true;
select id as kyiv_site from varta.source where code = 'kyiv-site' \gset
select lat, long from (select st_y(point) as lat, st_x(point) as long from varta.request where id = :m) p \gset
set session authorization t_officer;
select is((api.refer(:m, 1, 'legal_aid', 'Ользі, вул. Лісова, 5')).status, 'new', 'its officer refers it');
select is(api.request(:m) ->> 'address', 'вул. Лісова, 5', 'and knows where it is');

set session authorization t_moderator;
select is(api.request(:m) ->> 'address', '', 'a moderator does not learn the address');
select is(api.request(:m) ->> 'lat', null, 'nor the point');
select is(api.request(:m) #>> '{row,district_name}', null, 'nor the district');
select is(api.request(:m) #>> '{reporter,email}', null, 'nor who wrote');
select is(api.request(:m) #>> '{referrals,0,note}', '', 'nor the note to the unit');
select is(api.request(:m) ->> 'suggested_unit', null, 'nor whose area it is in');
select is_empty(format('select from api.suggestions(%s)', :m), 'nor by asking for that');
select isnt(api.request(:m) #>> '{row,due}', null, 'but when it is due');
select is((select concat_ws(' ', address, point, district) from api.requests where id = :m), '', 'by psql neither');
select is((select note from api.referrals where request_id = :m), '', 'nor the note');
select is(api.queue_count(format('{"near": {"lat": %s, "long": %s, "m": 500}}', :lat, :long)::jsonb), 1::bigint, 'what is near a place does not count it');
select is(pg_temp.error_of(format('select api.queue_count(''{"near": {"id": %s}}'')', :m)) ~ '^VA003', true, 'nor is it a place itself');
select is(api.queue_count('{"district": ["podil"], "kind": ["message"]}'), 0::bigint, 'nor is it found by its district');
select is(pg_temp.error_of(format('select api.reject(%s, %s, ''spam'')', :m, pg_temp.version(:m))), 'VA004 ["reject","officer"]', 'nobody rejects it unread');
select is(pg_temp.error_of(format('select api.refer(%s, %s, ''patrol'')', :m, pg_temp.version(:m))), 'VA004 ["refer","officer"]', 'or refers it');
select is(api.request(:m) -> 'verbs' ?| '{reject,refer,withdraw,reopen,snooze,prolong}', false, 'or sees that offered');
set session authorization t_expert;
select is(api.request(:l) ->> 'address' is null, false, 'a unit works as before');
set session authorization t_officer;
select is(api.queue_count(format('{"near": {"lat": %s, "long": %s, "m": 500}}', :lat, :long)::jsonb), 2::bigint, 'its officer finds it');
reset session authorization;

set session authorization t_syncd;
select is(sync.token(:kyiv_site, :m), false, 'to the public it does not exist');
select is(sync.token(:kyiv_site, :m, true), true, 'to the site that sent it it does');
select is(sync.token(:kyiv_site, :l), true, 'as a public one does');
reset session authorization;

-- Nobody is there
insert into varta.absence (operator_id, period) select id, tstzrange(now() - interval '1 hour', now() + interval '1 hour') from varta.operator where login = 't_officer';
select is(varta.message_readers(r.city_id, r.operator_id, r.beat_id) @> array(select id from varta.operator where login = 't_moderator'), true,
    'while the only officer is away, a moderator of the police answers') from varta.request r where id = :m;
select is(varta.message_readers(r.city_id, r.operator_id, r.beat_id) && array(select id from varta.operator where login = 't_moderator2'), false,
    'and no other') from varta.request r where id = :m;
set session authorization t_moderator;
select is(api.request(:m) ->> 'description', 'Сусід', 'who can read it then');
select is((api.answer(:m, pg_temp.version(:m), 'Приїдемо.')).status, 'answered', 'and answer it');
reset session authorization;

select * from finish();
