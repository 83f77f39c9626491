-- Who the operator is, and the lists that a filter or a form chooses from.

create or replace function api.me()
returns table (login text, full_name text, roles text[], cities jsonb, unit text, server_time bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
begin
    if o.id is null then
        perform varta.fail('VA004', format('%I is not an operator here', session_user), 'login', 'operator');
    end if;
    return query
    select o.login, o.full_name, varta.my_roles(),
           (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'code', c.code, 'name', varta.localized(c.name, c.name_en),
                                                       'recall_window', extract(epoch from c.recall_window)::int) order by c.id), '[]')
            from varta.city c where c.id = any(varta.my_cities())),
           (select varta.localized(u.name, u.name_en) from varta.unit u where u.city_id = o.unit_city and u.id = o.unit_id),
           varta.epoch(clock_timestamp());
end
$$;
comment on function api.me is
'out: login, name, roles (codes), cities [{id, code, name, recall_window (s)}], unit, and the server''s clock (epoch s). errors: VA004 where the session is no operator';

create or replace function api.cities() returns table (code text, name text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select c.code, varta.localized(c.name, c.name_en) from varta.city c where c.id = any(varta.my_cities()) order by 2
$$;
comment on function api.cities is 'out: the operator''s cities';

create or replace function api.categories(p_city text) returns table (code text, name text, kind text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select g.code, varta.localized(g.name, g.name_en), k.code from varta.category g join varta.kind k on k.id = g.kind
    where g.city_id = (varta.city_of(p_city)).id and g.active order by k.id, 2
$$;
comment on function api.categories is 'in: city. out: its active categories. errors: VA001';

create or replace function api.districts(p_city text) returns table (code text, name text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select d.code, varta.localized(d.name, d.name_en) from varta.district d where d.city_id = (varta.city_of(p_city)).id order by 2
$$;
comment on function api.districts is 'in: city. out: its districts. errors: VA001';

create or replace function api.units(p_city text) returns table (code text, name text, kind text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select u.code, varta.localized(u.name, u.name_en), u.kind from varta.unit u
    where u.city_id = (varta.city_of(p_city)).id and u.active order by u.id
$$;
comment on function api.units is 'in: city. out: its active units. errors: VA001';

create or replace function api.reasons() returns table (code text, name text, text text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select r.code, varta.localized(r.name, r.name_en), varta.localized(r.text, r.text_en) from varta.reason r order by r.sort
$$;
comment on function api.reasons is 'out: why a request can be rejected, and what the resident is told';

create or replace function api.schema_version() returns text
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    v_change text;
begin
    if to_regclass('sqitch.changes') is not null then
        execute 'select change from sqitch.changes where project = ''varta'' order by committed_at desc limit 1' into v_change;
    end if;
    return coalesce(v_change, '');
end
$$;
comment on function api.schema_version is 'out: the last change of sql/sqitch.plan that is deployed here; empty where sqitch did not deploy';
