-- A transaction that is kept open stops no clock: a deputy read on in it after the deputyship had ended, an
-- answer published late in it had no recall window left, a due date counted from its begin.
\ir ../../lib/tap.sql
select plan(8);

select pg_sleep(0.01) \g /dev/null
select api.operator_add('t_deputy', 'Іван Сидоренко', 'officer', '{kyiv}', true) \g /dev/null
select id as officer from varta.operator where login = 't_officer' \gset
select id as deputy from varta.operator where login = 't_deputy' \gset
select pg_temp.report('Сусід щось продає', 'message') as m \gset
update varta.request set operator_id = :officer where id = :m;
insert into varta.absence (operator_id, deputy_id, period) values (:officer, :deputy, tstzrange(now() - interval '1 hour', now() + interval '1 hour'));
set session authorization t_deputy;
select is(api.request(:m) ->> 'description', 'Сусід щось продає', 'while standing in, the deputy reads');
reset session authorization;
update varta.absence set period = tstzrange(now() - interval '1 hour', clock_timestamp()) where deputy_id = :deputy;
set session authorization t_deputy;
select is(api.request(:m) ->> 'description', '', 'and not when that is over, in the same transaction');
select is((select title || body from api.requests where id = :m), '', 'nor by psql');
select is(pg_temp.error_of(format('select api.accept(%s, 1)', :m)), 'VA004 ["accept","officer"]', 'nor acts');
reset session authorization;
select cmp_ok(lower(varta.period(null, null)), '>', now(), 'who gets a beat or a deputyship now has it from now on');


select is(varta.moment(), now(), 'what is done in a transaction has one moment');
select cmp_ok(varta.moment(now() - interval '6 minutes'), '>', now(), 'but who keeps it open gets no time of others by it');
select is_empty($$
    select p.oid::regprocedure from pg_proc p
    where p.pronamespace in ('varta'::regnamespace, 'api'::regnamespace)
      and (p.prosrc ~ 'now\(\) \+ (c\.|\(select )recall_window' or p.prosrc ~ 'due_(answer|work|days)\([^;]*now\(\)')$$, 'no window and no due date counts from the begin of the transaction');

select * from finish();
