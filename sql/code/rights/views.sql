-- For psql in the hands of an operator. They belong to varta_view, which row-level security binds.

grant usage on schema varta to varta_view;
grant usage, create on schema api to varta_view;

set local role varta_view;

create or replace view api.requests with (security_barrier) as
select c.code as city, r.id, k.code as kind, g.code as category, s.code as status, r.version, r.rank, case when v.readable then d.code end as district, r.area,
       r.due_at, r.received_at, r.requested_at, r.updated_at, o.login as operator, case when v.readable then r.address else '' end as address,
       case when v.readable then r.point end as point, case when v.readable then r.title else '' end as title,
       case when v.readable then r.body else '' end as body
from varta.request r
join varta.city c on c.id = r.city_id
join varta.kind k on k.id = r.kind
join varta.status s on s.id = r.status
join varta.category g on g.city_id = r.city_id and g.id = r.category_id
left join varta.district d on d.city_id = r.city_id and d.id = r.district_id
left join varta.operator o on o.id = r.operator_id
cross join lateral (select not k.sealed or varta.may_open(r.city_id, r.id, r.operator_id) as readable) v;
comment on view api.requests is 'the requests of the operator''s cities and kinds; text and place of a sealed one only for its officer';

create or replace view api.responses with (security_barrier) as
select p.request_id, p.id, s.code as state, p.public, o.login as author, p.created_at, p.updated_at, p.visible_at, p.body
from varta.response p
join varta.response_state s on s.id = p.state
join varta.request r on r.city_id = p.city_id and r.id = p.request_id
join varta.kind k on k.id = r.kind
left join varta.operator o on o.id = p.author_id
where not k.sealed or varta.may_open(r.city_id, r.id, r.operator_id);
comment on view api.responses is 'answers and internal notes to what the operator may read';

create or replace view api.referrals with (security_barrier) as
select f.request_id, f.id, u.code as unit, s.code as state, f.due_at,
       case when not k.sealed or varta.may_open(r.city_id, r.id, r.operator_id) then f.note else '' end as note, o.login as operator, f.created_at
from varta.referral f
join varta.request r on r.city_id = f.city_id and r.id = f.request_id
join varta.kind k on k.id = r.kind
join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
join varta.referral_state s on s.id = f.state
left join varta.operator o on o.id = f.operator_id;
comment on view api.referrals is 'what was given to which unit';

create or replace view api.events with (security_barrier) as
select c.code as city, e.id, e.request_id, e.at, e.who, e.origin, e.verb,
       case when v.readable then e.why end as why, case when v.readable then e.before end as before,
       case when v.readable then e.after - 'digests' end as after
from varta.event e
join varta.city c on c.id = e.city_id
join varta.request r on r.city_id = e.city_id and r.id = e.request_id
join varta.kind k on k.id = r.kind
cross join lateral (select not k.sealed or varta.may_open(r.city_id, r.id, r.operator_id) as readable) v;
comment on view api.events is 'the history of the requests that the operator sees';

create or replace view api.streets with (security_barrier) as
select c.code as city, s.id, s.name, s.kind, s.class, s.shape, i.source, i.licence, i.dated
from varta.street s
join varta.city c on c.id = s.city_id
join varta.place_import i on i.city_id = s.city_id and i.id = s.import_id;
comment on view api.streets is 'the streets of the operator''s cities, and what they were taken from';

create or replace view api.houses with (security_barrier) as
select c.code as city, s.name as street, h.label as house, h.postcode, h.point, i.source, i.licence, i.dated
from varta.house h
join varta.street s on s.city_id = h.city_id and s.id = h.street_id
join varta.city c on c.id = h.city_id
join varta.place_import i on i.city_id = h.city_id and i.id = h.import_id;
comment on view api.houses is 'the houses of the operator''s cities';

create or replace view api.places with (security_barrier) as
select c.code as city, p.kind, p.name, p.point, i.source, i.licence, i.dated
from varta.place p
join varta.city c on c.id = p.city_id
join varta.place_import i on i.city_id = p.city_id and i.id = p.import_id;
comment on view api.places is 'stops, squares and other known places of the operator''s cities';

set local role varta_owner;
