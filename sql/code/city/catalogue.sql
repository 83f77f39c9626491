-- Who the operator is, and the lists that a filter or a form chooses from.

create or replace function api.login_check() returns void
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    if exists (select from varta.operator where login = session_user and not active) then
        perform varta.fail('VA007', format('operator %I is locked out', session_user), session_user);
    end if;
end
$$;
comment on function api.login_check is
'Every program of an operator asks this first: who is locked out finds nothing, and is told why. errors: VA007 where the session is of an operator who is locked out';

create or replace function api.me()
returns table (login text, full_name text, roles text[], cities jsonb, unit text, server_time bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
begin
    perform api.login_check();
    if o.id is null then
        perform varta.fail('VA004', format('%I is not an operator here', session_user), 'login', 'operator');
    end if;
    return query
    select o.login, o.full_name, varta.my_roles(),
           (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'code', c.code, 'name', varta.localized(c.name, c.name_en),
                                                       'zone', c.tz, 'recall_window', extract(epoch from c.recall_window)::int,
                                                       'roles', varta.roles_in(c.id), 'actions', varta.actions_in(c.id), 'others', varta.others_in(c.id)) order by c.id), '[]')
            from varta.city c where c.id = any(varta.my_cities())),
           (select varta.localized(u.name, u.name_en) from varta.unit u where u.city_id = o.unit_city and u.id = o.unit_id),
           varta.epoch(clock_timestamp());
end
$$;
comment on function api.me is
'out: login, name, roles in whatever city (codes), cities [{id, code, name, zone, recall_window (s), roles (codes: those in that city), actions (names as of
api.actions(): those that are for one of them), others (all the rest: by name, for whom)}], unit, and the server''s clock (epoch s). errors: VA004 where the session is no operator, VA007 where
that is locked out';

create or replace function api.cities() returns table (code text, name text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select c.code, varta.localized(c.name, c.name_en) from varta.city c where c.id = any(varta.my_cities()) order by 2
$$;
comment on function api.cities is 'out: the operator''s cities. errors: none';

create or replace function api.categories(p_city text default null) returns table (code text, name text, kind text, city text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select g.code, varta.localized(g.name, g.name_en), k.code, c.code
    from varta.category g join varta.kind k on k.id = g.kind join varta.city c on c.id = g.city_id
    where g.city_id = any((select varta.cities_named(p_city))::smallint[]) and g.active
    order by varta.localized(c.name, c.name_en), k.id, 2
$$;
comment on function api.categories is 'in: city (null: all of the operator''s). out: its active categories. errors: VA001';

create or replace function api.districts(p_city text default null) returns table (code text, name text, city text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select d.code, varta.localized(d.name, d.name_en), c.code from varta.district d join varta.city c on c.id = d.city_id
    where d.city_id = any((select varta.cities_named(p_city))::smallint[]) order by varta.localized(c.name, c.name_en), 2
$$;
comment on function api.districts is 'in: city (null: all of the operator''s). out: its districts. errors: VA001';

create or replace function api.units(p_city text default null) returns table (code text, name text, kind text, city text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select u.code, varta.localized(u.name, u.name_en), u.kind, c.code from varta.unit u join varta.city c on c.id = u.city_id
    where u.city_id = any((select varta.cities_named(p_city))::smallint[]) and u.active
    order by varta.localized(c.name, c.name_en), u.id
$$;
comment on function api.units is 'in: city (null: all of the operator''s). out: its active units. errors: VA001';

create or replace function api.codes(p_city text default null) returns table (key text, code text, name text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select x.key, x.code, min(x.name)
    from (select 'city', code, name from api.cities()
          union all select 'category', code, name from api.categories(p_city)
          union all select 'district', code, name from api.districts(p_city)
          union all select 'unit', code, name from api.units(p_city)
          union all select 'institution', i.code, varta.localized(i.name, i.name_en) from varta.institution i
                    where i.city_id = any((select varta.cities_named(p_city))::smallint[]) and i.city_id = any((select varta.cities_as('traffic', 'moderator', 'expert', 'auditor'))::smallint[]) and i.active
          union all select 'object', k.code, varta.localized(k.name, k.name_en) from varta.object_kind k where (select varta.cities_as('traffic', 'moderator', 'expert', 'auditor')) <> '{}'
          union all select 'unit', 'me', '' where (varta.me()).unit_id is not null
          union all select 'operator', o, '' from unnest(array['me', 'none']) o
          union all select distinct 'street', concat_ws('_', nullif(regexp_replace(t.plain, '[^[:alnum:]-]+', '_', 'g'), ''), varta.place_plain(nullif(t.kind, ''))), t.name
                    from varta.request_place p join varta.street t on t.city_id = p.city_id and t.id = p.street_id
                    where p.city_id = any((select varta.cities_named(p_city))::smallint[])
          union all select 'operator', o.login, o.full_name from varta.operator o join varta.operator_city c on c.operator_id = o.id
                    where c.city_id = any((select varta.cities_named(p_city))::smallint[]) and o.active) x (key, code, name)
    group by x.key, x.code order by x.key, 3
$$;
comment on function api.codes is
'in: city (null: all of the operator''s). out: what the keys of a filter can be given: for city, category, district, unit, institution and object (who sees orders), operator and street (those with requests)
each code once, with a name. errors: VA001';

create or replace function api.reasons(p_id bigint default null) returns table (code text, name text, text text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select r.code, varta.localized(r.name, r.name_en), case s.lang when 'en' then r.text_en when 'uk' then r.text else varta.localized(r.text, r.text_en) end
    from varta.reason r
    left join (select x.lang from varta.request q join varta.source x on x.id = q.source_id where q.city_id = varta.find(p_id) and q.id = p_id) s on true
    order by r.sort
$$;
comment on function api.reasons is
'in: number (or null). out: why a request can be rejected, and what the resident is told: of that request in its resident''s language. errors: none';

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
comment on function api.schema_version is 'out: the last change of sql/sqitch.plan that is deployed here; empty where sqitch did not deploy. errors: none';
