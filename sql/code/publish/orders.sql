-- Orders in the static trees: order/12/12345 is the page of one, institution/CODE that of an institution, institution/CODE/2026-03 what it
-- got in a month, institutions the list of them. Nothing is there unless the city switched it on; what it switches off goes first.

-- What is to be written ---------------------------------------------------------------------------

create or replace function varta.want_orders(p_city smallint, p_orders bigint[]) returns void
language sql set search_path = varta, pg_temp as $$
    insert into varta.tree_order (city_id, source_id, order_id)
    select t.city_id, t.source_id, o.id from varta.tree t join varta.public_order o on o.city_id = t.city_id and o.id = any(p_orders)
    where t.city_id = p_city order by 2, 3
    on conflict (source_id, order_id) do update set at = clock_timestamp();
    select varta.tell_daemons('outbox', array[p_city]) where exists (select from varta.city c where c.id = p_city and c.orders_public);
$$;
comment on function varta.want_orders is 'in: city, orders. Their pages, and those of their institutions, are made anew; nothing where the city does not show orders';

create or replace function varta.order_shows() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    if tg_table_name = 'order_step' then
        perform varta.want_orders(new.city_id, array[new.order_id] || array(select o.replaces_id from varta.orders o where o.city_id = new.city_id and o.id = new.order_id and o.replaces_id is not null));
    else
        perform varta.want_orders(new.city_id, array(select x.order_id from varta.order_defect x where x.city_id = new.city_id and x.defect_id = new.id));
    end if;
    return null;
end
$$;
comment on function varta.order_shows is 'what becomes of an order, or is corrected of its defects, comes into the trees';

create trigger order_shows after insert on varta.order_step for each row execute function varta.order_shows();
create trigger order_shows after update of place, object_id, point on varta.defect
    for each row when (new.place <> old.place or new.object_id <> old.object_id) execute function varta.order_shows();

create or replace function varta.all_orders_wanted() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_city smallint := (to_jsonb(new) ->> case tg_table_name when 'city' then 'id' else 'city_id' end)::smallint;
begin
    update varta.tree set orders_wanted_at = clock_timestamp() where city_id = v_city;
    delete from varta.tree_order t using varta.city c where t.city_id = v_city and c.id = v_city and not c.orders_public;
    perform varta.tell_daemons('outbox', array[v_city]);
    return null;
end
$$;
comment on function varta.all_orders_wanted is 'what changes the pages of all orders, or takes them away';

create trigger all_orders_wanted after update of orders_public, name, name_en, tz on varta.city
    for each row when ((new.orders_public, new.name, new.name_en, new.tz) is distinct from (old.orders_public, old.name, old.name_en, old.tz)) execute function varta.all_orders_wanted();
create trigger all_orders_wanted after update of name, name_en on varta.institution
    for each row when ((new.name, new.name_en) is distinct from (old.name, old.name_en)) execute function varta.all_orders_wanted();
create trigger all_orders_wanted after update of name, name_en on varta.unit
    for each row when ((new.name, new.name_en) is distinct from (old.name, old.name_en)) execute function varta.all_orders_wanted();

-- What the daemon asks ----------------------------------------------------------------------------

create or replace function sync.publish_orders(p_source integer) returns table (wanted text, shown boolean, rebuild boolean, due boolean)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    return query
    select t.orders_wanted_at::text, c.orders_public, t.orders_built_for is distinct from t.orders_wanted_at,
           exists (select from varta.tree_order o where o.source_id = s.id and o.at <= clock_timestamp())
    from varta.tree t join varta.city c on c.id = t.city_id where t.source_id = s.id;
end
$$;
comment on function sync.publish_orders is
'in: source. out: for which wanted its tree should show the orders of its city, or none (shown), whether that is still to be done (rebuild), and whether some changed (due). errors: VA001';

create or replace function sync.publish_orders_changed(p_source integer, p_limit integer default 100)
returns table (order_id bigint, at text, doc json, institution text, month text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    return query
    select t.order_id, t.at::text, (select varta.public_order_doc(p, s.lang) from varta.public_order p where p.city_id = o.city_id and p.id = o.id),
           i.code, to_char(o.issued_at at time zone c.tz, 'YYYY-MM')
    from (select * from varta.tree_order x where x.source_id = s.id and x.at <= clock_timestamp() order by x.at limit least(greatest(p_limit, 1), 1000)) t
    join varta.orders o on o.city_id = t.city_id and o.id = t.order_id join varta.city c on c.id = o.city_id
    join varta.institution i on i.city_id = o.city_id and i.id = o.institution_id
    order by t.at, t.order_id;
end
$$;
comment on function sync.publish_orders_changed is
'in: source, how many at most. out: orders that its tree shows as they are no more, since when, what their pages say (null: nothing), and on whose page and in which month of it they are. errors: VA001';

create or replace function sync.publish_orders_thousand(p_source integer, p_thousand bigint) returns table (order_id bigint, doc json)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    return query
    select p.id, varta.public_order_doc(p, s.lang) from varta.public_order p
    where p.city_id = s.city_id and p.id between p_thousand * 1000 and p_thousand * 1000 + 999 order by p.id;
end
$$;
comment on function sync.publish_orders_thousand is 'in: source, a thousand numbers (12: 12000 to 12999). out: what the pages of these orders say. errors: VA001';

create or replace function sync.publish_institutions(p_source integer, p_names text[]) returns table (name text, doc json)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    return query
    select n.name, case when n.name = 'institutions' then varta.institution_index(s.city_id, s.lang)
                        when n.part[3] is null then (select varta.institution_front(i, s.lang) from varta.institution i where i.city_id = s.city_id and i.code = n.part[2])
                        when n.part[3] ~ '^\d{4}-(0[1-9]|1[0-2])$' then
                            (select varta.institution_month(i, n.part[3], s.lang) from varta.institution i where i.city_id = s.city_id and i.code = n.part[2]) end
    from (select x.name, string_to_array(x.name, '/') as part, x.n from unnest(p_names) with ordinality x (name, n)) n
    order by n.n;
end
$$;
comment on function sync.publish_institutions is
'in: source, names: institutions, institution/CODE, institution/CODE/2026-03. out: what these pages say; null: they are not there. errors: VA001';

create or replace function sync.publish_orders_plan(p_source integer) returns table (name text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    return query
    with p as materialized (select q.id, q.institution_id, q.month from varta.public_order q where q.city_id = s.city_id)
    select 'order/' || x.n from (select distinct p.id / 1000 as n from p) x
    union all
    select concat_ws('/', 'institution', i.code, x.month)
    from (select p.institution_id, p.month from p group by grouping sets ((p.institution_id), (p.institution_id, p.month))) x
    join varta.institution i on i.city_id = s.city_id and i.id = x.institution_id;
end
$$;
comment on function sync.publish_orders_plan is 'in: source. out: what its tree has of orders: order/12 (a thousand numbers), institution/CODE, institution/CODE/2026-03. errors: VA001';

create or replace function sync.publish_orders_written(p_source integer, p_orders bigint[], p_at text[]) returns void
language sql security definer set search_path = varta, pg_temp as $$
    with written as (
        select t.source_id, t.order_id, o.due_at, s.waits and o.due_at > now() as again
        from unnest(p_orders, p_at) w (order_id, at)
        join varta.tree_order t on t.source_id = p_source and t.order_id = w.order_id and t.at = w.at::timestamptz and t.city_id = any((select varta.served_cities())::smallint[])
        join varta.orders o on o.city_id = t.city_id and o.id = t.order_id join varta.order_state s on s.id = o.state
        for no key update of t),
    later as (
        update varta.tree_order t set at = w.due_at from written w where t.source_id = w.source_id and t.order_id = w.order_id and w.again)
    delete from varta.tree_order t using written w where t.source_id = w.source_id and t.order_id = w.order_id and not w.again
$$;
comment on function sync.publish_orders_written is
'in: source, orders, since when each was to be written. Their pages show what they showed then; what changed again meanwhile is still to be written, and what waits for its owner is when its time is over. errors: none';

create or replace function sync.publish_orders_built(p_source integer, p_wanted text) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    update varta.tree set orders_built_for = orders_wanted_at
    where source_id = p_source and city_id = any((select varta.served_cities())::smallint[]) and orders_wanted_at = p_wanted::timestamptz;
    if found then
        insert into varta.tree_order (city_id, source_id, order_id, at)
        select t.city_id, t.source_id, o.id, o.due_at
        from varta.tree t join varta.public_order o on o.city_id = t.city_id where t.source_id = p_source and o.waits and o.due_at > t.orders_wanted_at
        on conflict do nothing;
    end if;
end
$$;
comment on function sync.publish_orders_built is 'in: source, the wanted for which its tree shows all orders, or none. Those that wait for their owner are written again when their time is over. errors: none';
