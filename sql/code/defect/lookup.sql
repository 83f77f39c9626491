-- Finds a defect for an operator, shows it as a line, and locks it. Who reads requests of a city reads its defects; the unit's own people change them.

create or replace function varta.issuing_unit(p_city smallint, p_verb text) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
begin
    if o.unit_city is distinct from p_city or not 'traffic' = any(varta.roles_in(p_city)) then
        perform varta.fail('VA004', format('%s is not for your role', p_verb), p_verb, 'traffic');
    end if;
    return o.unit_id;
end
$$;
comment on function varta.issuing_unit is
'in: city, what is to be done. out: the operator''s unit, which verifies and issues orders there. errors: VA004 where the operator has no unit there, or another role';

create or replace function varta.own_unit_check(p_city smallint, p_unit integer, p_verb text) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if varta.issuing_unit(p_city, p_verb) <> p_unit then
        perform varta.fail('VA004', 'it is another unit''s', p_verb, (select code from varta.unit where city_id = p_city and id = p_unit));
    end if;
end
$$;
comment on function varta.own_unit_check is
'in: the unit whose something is, what is to be done with it. errors: VA004 where that is not the operator''s unit, or the operator issues no orders there';

create or replace function varta.heads(p_city smallint, p_unit integer) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select exists (select from varta.unit_head h where h.city_id = p_city and h.unit_id = p_unit and h.operator_id = (varta.me()).id)
$$;
comment on function varta.heads is 'in: unit. out: whether the operator heads it';

create or replace function varta.order_cities() returns smallint[]
language sql stable set search_path = varta, pg_temp as $$
    select varta.cities_as('traffic', 'moderator', 'expert', 'auditor')
$$;
comment on function varta.order_cities is 'out: the cities of which the operator reads defects and orders';

create type api.defect_row as (
    city text, id bigint, version integer, object text, object_name text, dangerous boolean, what text, place text, district_name text, state text, state_name text,
    latitude double precision, longitude double precision, requests integer, "order" bigint, order_name text, owner text, unit_name text, reopened smallint, created bigint, changed bigint);
comment on type api.defect_row is
'one line of a list of defects. requests: how many are about it; order: the newest that is about it, order_name its number or empty; owner: who gets or would get the order';

create or replace function varta.order_name(o varta.orders) returns text
language sql stable as $$
    select coalesce(o.number || '/' || o.year, o.paper_number, '')
$$;
comment on function varta.order_name is 'out: the number of an order as people write it, 12/2026, or as it was on paper; empty: it has none yet';

create or replace function varta.owner_of(d varta.defect) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return varta.owner(d.city_id, d.object_id, d.point, varta.parse_address(d.place, (select name from varta.city where id = d.city_id)));
end
$$;
comment on function varta.owner_of is 'in: defect. out: the institution that is suggested for it; null: none is known';

create or replace function varta.defect_row(p_city smallint, p_id bigint) returns setof api.defect_row
language sql stable as $$
    select c.code, d.id, d.version, k.code, varta.localized(k.name, k.name_en), d.dangerous, d.what, d.place, varta.localized(t.name, t.name_en),
           s.code, varta.localized(s.name, s.name_en), public.st_y(d.point), public.st_x(d.point),
           (select count(*)::integer from varta.defect_request q where q.city_id = d.city_id and q.defect_id = d.id),
           o.id, coalesce(o.name, ''),
           (select varta.localized(i.name, i.name_en) from varta.institution i where i.city_id = d.city_id and i.id = coalesce(o.institution_id, varta.owner_of(d))),
           varta.localized(u.name, u.name_en), d.reopened, varta.epoch(d.created_at), varta.epoch(d.changed_at)
    -- apart, as in varta.order_row()
    from (select x.* from varta.defect x where x.city_id = p_city and x.id = p_id offset 0) d
    join varta.city c on c.id = d.city_id
    join varta.object_kind k on k.id = d.object_id
    join varta.defect_state s on s.id = d.state
    join varta.unit u on u.city_id = d.city_id and u.id = d.unit_id
    left join varta.district t on t.city_id = d.city_id and t.id = d.district_id
    left join lateral (select x.id, x.institution_id, varta.order_name(x) as name from varta.order_defect y join varta.orders x on x.city_id = y.city_id and x.id = y.order_id
                       where y.city_id = d.city_id and y.defect_id = d.id order by x.id desc limit 1) o on true
$$;
comment on function varta.defect_row is 'in: key of a defect. out: its line';

create or replace function varta.defect_of(p_id bigint) returns varta.defect
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    d varta.defect;
begin
    select * into d from varta.defect where city_id = any(varta.order_cities()) and id = p_id;
    if not found then
        perform varta.fail('VA001', format('there is no defect %s', p_id), 'defect', p_id::text);
    end if;
    return d;
end
$$;
comment on function varta.defect_of is 'in: number. out: the defect, as far as the operator sees it. errors: VA001';

create or replace function varta.lock_reporters(p_city smallint, p_defects bigint[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform from varta.request q where q.city_id = p_city and q.id in (select x.request_id from varta.defect_request x where x.city_id = p_city and x.defect_id = any(p_defects))
    order by q.id for no key update;
end
$$;
comment on function varta.lock_reporters is
'in: city, defects. Locks the requests that are about them: before orders and defects, since who stores a resident''s later word has the request and then opens the defect (varta.reopen_defects())';

create or replace function varta.stands(v varta.verification) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select not exists (select from varta.verification_undone u where u.city_id = v.city_id and u.verification_id = v.id)
$$;
comment on function varta.stands is 'in: verification. out: whether it was not taken back';

create or replace function varta.begin_defect(p_verb text, p_id bigint, p_version integer) returns varta.defect
language plpgsql set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.defect_of(p_id);
begin
    perform varta.own_unit_check(d.city_id, d.unit_id, p_verb);
    perform varta.lock_reporters(d.city_id, array[d.id]);
    select * into d from varta.defect where city_id = d.city_id and id = d.id for update;
    perform varta.version_check('defect', d.id, p_version, d.version);
    return d;
end
$$;
comment on function varta.begin_defect is
'in: verb, number, the version that the operator saw. out: the defect, locked, of the operator''s own unit. errors: VA001, VA004, 40001';

create or replace function varta.defect_verbs(d varta.defect) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if (varta.me()).unit_id is distinct from d.unit_id or not 'traffic' = any(varta.roles_in(d.city_id)) then
        return '[]';
    end if;
    return to_jsonb(array['defect_change', 'defect_confirmed', 'defect_join', 'defect_mended', 'defect_split']
        || case when d.state <> varta.defect_ordered() then array['defect_unfounded', 'defect_foreign'] else '{}' end
        || case when d.state = varta.defect_confirmed() then array['order_draft'] else '{}' end);
end
$$;
comment on function varta.defect_verbs is 'in: defect. out: what the operator can do with it now, as api.order_detail() has verbs: defect_OUTCOME is its verification, with that outcome';
