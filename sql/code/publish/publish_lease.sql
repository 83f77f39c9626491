-- The static trees of the sources: which are wanted anew, and which rows of the outbox they still miss.

create or replace function varta.tree_wanted() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    if tg_table_name = 'source' then
        insert into varta.tree (city_id, source_id) values (new.city_id, new.id)
        on conflict (source_id) do update set wanted_at = clock_timestamp(), orders_wanted_at = clock_timestamp();
    else
        update varta.tree set wanted_at = clock_timestamp()
        where city_id = (to_jsonb(new) ->> case tg_table_name when 'city' then 'id' else 'city_id' end)::smallint;
    end if;
    perform varta.tell_daemons('outbox', array[(to_jsonb(new) ->> case tg_table_name when 'city' then 'id' else 'city_id' end)::smallint]);
    return null;
end
$$;
comment on function varta.tree_wanted is 'what changes every page of a tree has it made from scratch';

create trigger tree_wanted after insert on varta.source
    for each row when (new.transport = 'publish') execute function varta.tree_wanted();

create trigger tree_changed after update on varta.source
    for each row when (new.transport = 'publish' and new is distinct from old) execute function varta.tree_wanted();

create trigger tree_wanted after update of name, name_en, tz on varta.city
    for each row when ((new.name, new.name_en, new.tz) is distinct from (old.name, old.name_en, old.tz)) execute function varta.tree_wanted();

create trigger tree_wanted after update of name, name_en on varta.category
    for each row when ((new.name, new.name_en) is distinct from (old.name, old.name_en)) execute function varta.tree_wanted();

create trigger tree_wanted after update of name, name_en, area on varta.district
    for each row when ((new.name, new.name_en) is distinct from (old.name, old.name_en) or not public.st_equals(new.area, old.area))
    execute function varta.tree_wanted();

create or replace function api.publish_rebuild(p_source text) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    update varta.tree t set wanted_at = clock_timestamp(), map_wanted_at = clock_timestamp(), map_next = '', orders_wanted_at = clock_timestamp()
    from varta.source s
    where s.id = t.source_id and s.code = p_source and s.transport = 'publish'
      and (s.city_id = any(varta.cities_as('admin')) or varta.is_super());
    if not found then
        perform varta.fail('VA001', format('there is no source %L that is published', p_source), 'source', p_source);
    end if;
    perform varta.tell_daemons('outbox', array(select s.city_id from varta.source s where s.code = p_source));
end
$$;
comment on function api.publish_rebuild is 'in: source of the transport publish. Its tree, with the map of the streets, is made from scratch, as soon as a daemon can. errors: VA001';

create or replace function api.publish_list()
returns table (city text, source text, lang text, url text, active boolean, waiting bigint, wanted bigint, built bigint, rebuild boolean)
language sql stable security definer set search_path = varta, pg_temp as $$
    select c.code, s.code, s.lang, s.url, s.active,
           (select count(*) from varta.delivery d where d.source_id = s.id and d.delivered_at is null and d.dead_at is null),
           varta.epoch(t.wanted_at), varta.epoch(t.built_at), t.built_for is distinct from t.wanted_at
    from varta.tree t
    join varta.source s on s.city_id = t.city_id and s.id = t.source_id and s.transport = 'publish'
    join varta.city c on c.id = t.city_id
    where t.city_id = any(varta.cities_as('admin')) or varta.is_super()
    order by c.code, s.code
$$;
comment on function api.publish_list is
'out: the static trees of the administrator''s cities: how many changes wait, when one made from scratch was wanted and when made (epoch s),
whether that is still to be done. errors: none';

create or replace function sync.publish_sources()
returns table (id integer, code text, city text, lang text, url text, wanted text, rebuild boolean, map boolean)
language sql stable security definer set search_path = varta, pg_temp as $$
    select s.id, s.code, case s.lang when 'en' then coalesce(nullif(c.name_en, ''), c.name) else c.name end, s.lang, s.url,
           t.wanted_at::text, t.built_for is distinct from t.wanted_at, t.map_built_for is distinct from t.map_wanted_at
    from varta.tree t
    join varta.source s on s.city_id = t.city_id and s.id = t.source_id
    join varta.city c on c.id = t.city_id
    where s.transport = 'publish' and s.active and c.active and s.city_id = any((select varta.served_cities())::smallint[]) order by s.id
$$;
comment on function sync.publish_sources is
'out: whose trees are kept: the code names the folder, city is its name in the tree''s language; rebuild: it is to be made from scratch; map: its map of
the streets is. errors: none';

create or replace function sync.publish_built(p_source integer, p_wanted text) returns void
language sql security definer set search_path = varta, pg_temp as $$
    update varta.delivery set delivered_at = clock_timestamp(), dead_at = null
    where source_id = p_source and city_id = any((select varta.served_cities())::smallint[]) and dead_at < p_wanted::timestamptz;
    update varta.tree set built_for = p_wanted::timestamptz, built_at = clock_timestamp()
    where source_id = p_source and city_id = any((select varta.served_cities())::smallint[])
$$;
comment on function sync.publish_built is
'in: source, the wanted for which its tree was made from scratch. What was given up before shows in it now, and counts as delivered. errors: none';

-- The outbox ------------------------------------------------------------------------------------

create or replace function sync.publish_lease(p_daemon text, p_source integer, p_limit integer default 200, p_seconds integer default 120)
returns table (seq bigint, request_id bigint)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
    t varta.transport := (select t from varta.transport t where t.code = 'publish');
    v_seqs bigint[];
begin
    perform from varta.source o where o.city_id = s.city_id and o.id = s.id for no key update skip locked;
    if found then
        perform varta.export_gate(s.city_id);
        perform varta.lease_expire(s.id, t);
        -- in a statement of its own: it sees, and takes, what was committed after the statement that calls it had begun
        v_seqs := array(select varta.lease_source(s.id, t, p_daemon, p_limit, p_seconds));
        return query
        select d.seq, d.request_id from varta.delivery d where d.source_id = s.id and d.seq = any(v_seqs) order by d.seq;
    end if;
end
$$;
comment on function sync.publish_lease is
'in: daemon, source, how many at most, for how many seconds. out: changes of requests that its tree does not show yet; as sync.outbox_lease().
errors: VA001, VA003';

create or replace function sync.publish_done(p_daemon text, p_source integer, p_seqs bigint[]) returns bigint
language sql security definer set search_path = varta, pg_temp as $$
    with done as (
        update varta.delivery set delivered_at = clock_timestamp(), leased_by = null, leased_until = null
        where source_id = p_source and city_id = any((select varta.served_cities())::smallint[]) and seq = any(p_seqs) and leased_by = p_daemon and delivered_at is null
        returning seq)
    select count(*) from done
$$;
comment on function sync.publish_done is
'in: daemon, source, numbers. out: how many of them the tree shows now. What changed again since it was leased (varta.republish()) is none of
the daemon''s any more, and is leased again. errors: none';
