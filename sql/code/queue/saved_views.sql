-- Filters of the queue, or of the register of orders, under a name: an operator's own, or shared in a city. And the counters that the
-- console shows.

create or replace function varta.view_total(p_filter jsonb) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    f varta.filter;
begin
    f := varta.parse_filter(p_filter);
    f.statuses := array(select s from unnest(f.statuses) s join varta.status t on t.id = s where t.open);
    return varta.queue_total(f);
exception when sqlstate 'VA003' or sqlstate 'VA006' then
    return null;
end
$$;
comment on function varta.view_total is
'in: a saved filter of the queue. out: how many open requests it finds now; null where it names what the operator does not see, or what is gone';

create or replace function varta.view_orders(p_filter jsonb) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    f varta.order_filter := varta.parse_order_filter(p_filter);
begin
    f.states := array(select s from unnest(f.states) s join varta.order_state t on t.id = s where t.open);
    return varta.orders_total(f);
exception when sqlstate 'VA001' or sqlstate 'VA003' or sqlstate 'VA004' then
    return null;
end
$$;
comment on function varta.view_orders is 'in: a saved filter of the register. out: how many open orders it finds now; null as of varta.view_total()';

create or replace function varta.view_found(v varta.saved_view) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return case v.list when 'orders' then varta.view_orders(v.filter) else varta.view_total(v.filter) end;
end
$$;
comment on function varta.view_found is 'in: a view. out: how many open things of its list it finds now, or null';

create or replace function varta.my_views() returns setof varta.saved_view
language sql stable set search_path = varta, pg_temp as $$
    select * from varta.saved_view v
    where (v.operator_id = (select (varta.me()).id) or v.city_id = any((select varta.my_cities())::smallint[]) and (v.unit_id is null or (v.city_id, v.unit_id) = (select m.unit_city, m.unit_id from varta.me() m)))
      and (v.list = 'requests' or v.city_id = any((select varta.order_cities())::smallint[]) or v.city_id is null and (select varta.order_cities()) <> '{}')
$$;

-- A view costs its count each time that a console asks for the counters.
create or replace function varta.views_max() returns integer language sql immutable as $$ select 40 $$;
comment on function varta.views_max is 'views of one operator, and of one city, at most; and those that are counted at a time';

create or replace function api.views() returns table (id integer, name text, city text, filter jsonb, sort smallint, n bigint, list text, unit text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select v.id, v.name, c.code, v.filter, v.sort,
           case when row_number() over (order by v.city_id is not null, v.sort, v.name, v.id) <= varta.views_max() then varta.view_found(v) end, v.list, varta.localized(u.name, u.name_en)
    from varta.my_views() v left join varta.city c on c.id = v.city_id left join varta.unit u on u.city_id = v.city_id and u.id = v.unit_id
    order by v.sort, v.city_id is not null, v.name, v.id
$$;
comment on function api.views is
'out: the operator''s own views (city null) and those shared in the operator''s cities, each with the number of open requests, or orders, that it finds; list: requests or orders;
unit: the one within which it is shared (null: in the whole city); n null: it names something that the operator does not see. errors: none';

create or replace function varta.view_room(p_city smallint, p_unit integer, p_operator integer, p_name text) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform pg_advisory_xact_lock(7305, coalesce(p_city, p_operator));
    if (select count(*) from varta.saved_view v
        where v.name <> p_name and (v.city_id = p_city and v.unit_id is not distinct from p_unit or p_city is null and v.operator_id = p_operator)) >= varta.views_max() then
        perform varta.fail('VA003', 'there are as many views as there can be', 'view', p_name, 'at most 40 views; delete one first');
    end if;
end
$$;
comment on function varta.view_room is 'in: city of a shared view, and the unit where it is shared within one, or null and the operator; name. errors: VA003 where there are as many already';

create or replace function varta.view_unit(p_city smallint, p_list text) returns integer
language sql stable set search_path = varta, pg_temp as $$
    select m.unit_id from varta.me() m
    where p_list = 'orders' and m.unit_city = p_city and 'traffic' = any(varta.roles_in(p_city)) and not 'moderator' = any(varta.roles_in(p_city))
$$;
comment on function varta.view_unit is 'in: city in which a view is to be shared, list. out: the unit within which the operator shares it; null: in the whole city, or nowhere';

create or replace function api.view_save(p_name text, p_filter jsonb, p_city text default null, p_sort integer default 0, p_list text default 'requests') returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_city smallint := case when p_city is not null then (varta.city_of(p_city)).id end;
    v_me integer := (varta.me()).id;
    v_unit integer := varta.view_unit(v_city, p_list);
    v_id integer;
begin
    perform varta.filter_check('list', array[p_list], '{requests,orders}');
    if v_city is not null and v_unit is null and not 'moderator' = any(varta.roles_in(v_city)) then
        perform varta.fail('VA004', 'a shared view is not for your role', 'view_save', 'moderator');
    elsif v_city is null and v_me is null then
        perform varta.fail('VA004', 'only an operator has views', 'view_save', 'operator');
    elsif coalesce(length(btrim(p_name)), 0) not between 1 and 60 then
        perform varta.fail('VA003', 'the name is empty or too long', 'name', left(p_name, 60), '1 to 60 characters');
    elsif p_filter ? 'id' or jsonb_typeof(p_filter) is distinct from 'object' then
        perform varta.fail('VA003', 'a view is a filter, not one request', 'filter', coalesce(left(p_filter::text, 60), ''), 'a filter without id');
    end if;
    if p_list = 'orders' then
        perform varta.parse_order_filter(p_filter);
    else
        p_filter := varta.filter_neutral(p_filter, (varta.sight()).cities);
        perform varta.parse_filter(p_filter);
    end if;
    perform varta.view_room(v_city, v_unit, v_me, btrim(p_name));
    if exists (select from varta.saved_view v where (v.operator_id is not distinct from case when v_city is null then v_me end) and v.city_id is not distinct from v_city
               and v.name = btrim(p_name) and (v.list <> p_list or v.unit_id is distinct from v_unit)) then
        perform varta.fail('VA005', format('the view %L of another list, or of others, already exists', btrim(p_name)), 'view', btrim(p_name));
    end if;
    insert into varta.saved_view (operator_id, city_id, unit_id, name, filter, sort, author_id, list)
    values (case when v_city is null then v_me end, v_city, v_unit, btrim(p_name), p_filter, p_sort, v_me, p_list)
    on conflict (operator_id, city_id, name) do update
        set filter = excluded.filter, sort = excluded.sort, author_id = excluded.author_id, updated_at = now()
    returning id into v_id;
    if v_city is not null then
        perform varta.tell('city', v_city);
    end if;
    return v_id;
end
$$;
comment on function api.view_save is
'in: name, filter as of api.queue_page without id, city in which it is shared (null: the operator''s own; by a moderator with all of the city, by an officer of a unit that issues orders within the unit, and of the register alone), place in the order, list: requests, or orders, of which the filter is as of api.orders_page().
out: id; a view of that name and list is replaced. errors: VA001 city, VA003, VA004 (shared: moderators, officers of a unit), VA005 of the other list, or shared with others, VA006';

create or replace function api.view_delete(p_view integer) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v varta.saved_view;
begin
    select * into v from varta.my_views() m where m.id = p_view;
    if v.id is null then
        perform varta.fail('VA001', format('there is no view %s', p_view), 'view', p_view::text);
    elsif v.city_id is not null and not (case when v.unit_id is null then 'moderator' else 'traffic' end) = any(varta.roles_in(v.city_id)) then
        perform varta.fail('VA004', 'a shared view is not for your role', 'view_delete', case when v.unit_id is null then 'moderator' else 'traffic' end);
    end if;
    delete from varta.saved_view where id = v.id;
    if v.city_id is not null then
        perform varta.tell('city', v.city_id);
    end if;
end
$$;
comment on function api.view_delete is 'in: id of an own view or, for moderators, of one that is shared in the city, for officers within their unit. errors: VA001, VA004';

-- Counters --------------------------------------------------------------------------------------

create or replace function varta.work_counters() returns table (name text, n bigint)
language plpgsql stable set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
    v_me integer := (varta.me()).id;
    v_sight record := varta.sight();
    v_cities smallint[] := v_sight.cities;
    v_kinds smallint[] := v_sight.kinds;
    v_hidden integer[] := v_sight.hidden;
    v_open bigint;
    v_fresh bigint;
    v_late bigint;
    v_taken bigint;
begin
    select count(*), count(*) filter (where r.status = varta.status_new()), count(*) filter (where r.due_at < now()) into v_open, v_fresh, v_late
    from varta.request r where r.city_id = any(v_cities) and varta.is_open(r.status) and r.kind = any(v_kinds) and (v_hidden is null or r.city_id * 16 + r.kind <> all(v_hidden))
      and coalesce(r.snoozed_until, '-infinity') <= now();
    select count(*) into v_taken from varta.request r
    where r.city_id = any(v_cities) and r.operator_id is not null and varta.is_open(r.status) and r.kind = any(v_kinds) and (v_hidden is null or r.city_id * 16 + r.kind <> all(v_hidden))
      and coalesce(r.snoozed_until, '-infinity') <= now();
    return query values ('open', v_open), ('new', v_fresh), ('late', v_late), ('unassigned', v_open - v_taken);
    return query
    select x.name, x.n
    from (select count(*) as mine, count(*) filter (where r.due_at < now()) as mine_late from varta.request r
          where r.city_id = any(v_cities) and r.operator_id = v_me and varta.is_open(r.status) and r.kind = any(v_kinds) and (v_hidden is null or r.city_id * 16 + r.kind <> all(v_hidden))
            and coalesce(r.snoozed_until, '-infinity') <= now()) m
    cross join lateral (values ('mine', m.mine), ('mine_late', m.mine_late)) x (name, n);
end
$$;
comment on function varta.work_counters is
'out: how many requests are open, new, late, unassigned, mine, mine_late (open ones of the operator''s cities and kinds, those that are
snoozed left out)';

create or replace function varta.desk_counters() returns table (name text, n bigint)
language plpgsql stable set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_moderates boolean := varta.cities_as('moderator') <> '{}';
    v_unit boolean := (varta.me()).unit_id is not null;
begin
    return query
    select d.name, case when d.filter is null then varta.unseen_total(d.whose) else varta.view_total(d.filter) end
    from (values (1, v_unit, 'my_unit', '{"unit": "me"}'::jsonb, 0),
                 (2, v_unit, 'my_unit_new', '{"unit": "me", "untaken": true}', 0),
                 (3, v_unit, 'my_unit_late', '{"unit": "me", "late": true}', 0),
                 (4, v_unit, 'my_unit_returned', '{"unit": "me", "returned": true}', 0),
                 (5, v_moderates, 'approval', '{"draft": "submitted"}', 0),
                 (6, v_moderates, 'returned', '{"returned": true}', 0),
                 (7, true, 'unsent', '{"draft": ["draft", "recalled"]}', 0),
                 (8, true, 'comments', null, 0),
                 (9, true, 'my_comments', null, (varta.me()).id)) d (place, there, name, filter, whose)
    where d.there order by d.place;
end
$$;
comment on function varta.desk_counters is
'out: how many requests are on the lists of the operator''s desk: my_unit, my_unit_new, my_unit_late and my_unit_returned of who is in a unit, approval and returned of moderators, unsent,
comments and my_comments of everybody';

create or replace function api.counters() returns table (name text, n bigint)
language plpgsql stable security definer set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
    v_cities smallint[] := varta.cities_as('moderator', 'admin');
begin
    return query select c.name, c.n from varta.work_counters() c;
    return query
    select 'dead', count(*) from varta.delivery d where d.city_id = any(v_cities) and d.dead_at is not null;
    return query
    select 'view:' || v.id,
           case when row_number() over (order by v.city_id is not null, v.sort, v.name, v.id) <= varta.views_max() then varta.view_found(v) end
    from varta.my_views() v order by v.sort, v.id;
end
$$;
comment on function api.counters is
'out: name and number in one call, over the operator''s cities and kinds: open, new, late, unassigned, mine, mine_late, dead (deliveries given up, for
moderators and administrators), and view:ID for each saved view (null as in api.views). Snoozed requests do not count. Reads the indexes request_queue and request_mine. errors: none';

create or replace function api.view_list() returns table (id integer, name text, city text, filter jsonb, n bigint, list text, unit text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select 0, c.name, '', '{}'::jsonb, c.n, 'requests', null from varta.work_counters() c
    union all
    select 0, d.name, '', '{}'::jsonb, d.n, 'requests', null from varta.desk_counters() d
    union all
    select v.id, v.name, v.city, v.filter, v.n, v.list, v.unit from api.views() v
$$;
comment on function api.view_list is
'out: what an operator chooses a queue from: first the counters open, new, late, unassigned, mine, mine_late and those of the desk: my_unit, my_unit_new, my_unit_late, my_unit_returned, approval, returned,
unsent, comments, my_comments (id 0, an empty filter), then the
views as of api.views(). errors: none';
