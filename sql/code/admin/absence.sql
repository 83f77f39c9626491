-- Absences with their deputies: what both an administrator and the officer (beat/duty.sql) do, and the administrator's.

create or replace function varta.own_officer(p_login text) returns varta.operator
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    perform varta.operator_of(p_login);
    return varta.officer_of(p_login);
end
$$;
comment on function varta.own_officer is
'in: login. out: the officer, of no city but the administrator''s: absences and office hours are of all cities of an officer. errors: VA001,
VA003, VA004';

create or replace function varta.deputy_check(o varta.operator, d varta.operator, p_period tstzrange) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if d.id = o.id or not varta.cities_of(d.id) && varta.cities_of(o.id) then
        perform varta.fail('VA003', format('%s cannot stand in for %s', d.login, o.login), 'deputy', d.login,
                           'another officer of the same city');
    elsif exists (select from varta.absence where operator_id = d.id and period && p_period) then
        perform varta.fail('VA003', format('%s is away then too', d.login), 'deputy', d.login, 'an officer who is there');
    end if;
end
$$;
comment on function varta.deputy_check is 'errors: VA003 where the deputy is of no common city, or away at that time';

create or replace function varta.absence_tell(p_operator integer) returns void
language sql set search_path = varta, pg_temp as $$
    select varta.tell('city', c) from unnest(varta.cities_of(p_operator)) c
$$;
comment on function varta.absence_tell is 'in: operator. Those of the same cities hear that other messages may be theirs now';

create or replace function varta.absence_store(o varta.operator, d varta.operator, p_period tstzrange) returns integer
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_stands_for text;
    v_id integer;
begin
    lock table varta.absence in share row exclusive mode;
    if d.id is not null then
        perform varta.deputy_check(o, d, p_period);
    end if;
    select p.login into v_stands_for from varta.absence a join varta.operator p on p.id = a.operator_id
    where a.deputy_id = o.id and a.period && p_period limit 1;
    if found then
        perform varta.fail('VA003', format('%s stands in for %s then', o.login, v_stands_for), 'operator', o.login,
                           'an officer who is nobody''s deputy then');
    end if;
    insert into varta.absence (operator_id, deputy_id, period) values (o.id, d.id, p_period) returning id into v_id;
    perform varta.absence_tell(o.id);
    return v_id;
exception when exclusion_violation then
    perform varta.fail('VA005', format('%s is already away in that time', o.login), 'absence', o.login);
end
$$;
comment on function varta.absence_store is
'in: who is away, who stands in (null: nobody), when. out: its number. errors: VA003 (a deputy who is away, or an officer who is a deputy then), VA005 where the
officer is away already';

create or replace function varta.absence_stop(a varta.absence, p_to timestamptz) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_to timestamptz := coalesce(p_to, clock_timestamp());
begin
    if v_to > upper(a.period) then
        perform varta.fail('VA003', 'an absence is not made longer, but added to', 'to', v_to::text, 'not later than its end');
    elsif v_to <= lower(a.period) then
        delete from varta.absence where id = a.id;
    else
        update varta.absence set period = tstzrange(lower(period), v_to) where id = a.id;
    end if;
    perform varta.absence_tell(a.operator_id);
end
$$;
comment on function varta.absence_stop is 'in: an absence (locked), when it ends (null: now). One that had not begun then is taken back. errors: VA003';

create or replace function api.absence_add(p_login text, p_deputy text, p_from timestamptz, p_to timestamptz) returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.own_officer(p_login);
    v_period tstzrange := varta.period(p_from, p_to);
    d varta.operator;
begin
    if p_deputy is not null then
        d := varta.officer_of(p_deputy);
    end if;
    return varta.absence_store(o, d, v_period);
end
$$;
comment on function api.absence_add is
'in: officer, deputy (null: nobody), from (null: now), to (null: until further notice). out: its number. errors: VA001, VA003 (a deputy
who is away, or an officer who is a deputy then), VA004 who is of other cities too, VA005 where the officer is away already';

create or replace function api.absence_end(p_id integer, p_to timestamptz default null) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    a varta.absence;
begin
    select b.* into a from varta.absence b join varta.operator o on o.id = b.operator_id
    where b.id = p_id and (varta.is_super() or varta.cities_of(o.id) && varta.cities_as('admin')) for no key update of b;
    if a.id is null then
        perform varta.fail('VA001', format('there is no absence %s', p_id), 'absence', p_id::text);
    end if;
    perform varta.operator_of(login) from varta.operator where id = a.operator_id;
    perform varta.absence_stop(a, p_to);
end
$$;
comment on function api.absence_end is
'in: number of an absence, when it ends (null: now). One that had not begun then is taken back. errors: VA001, VA003';
