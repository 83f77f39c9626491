-- The worker of the daemon seals the events that were committed: it takes them from the queue, or from the
-- chains where they are older than the queue, gives them leaves, fills the batch up, and adds the hashes to
-- the tiles, in one transaction. An open transaction of an operator keeps back its own events and no others.

create or replace function varta.take_chained(p_limit integer) returns table (city_id smallint, event_id bigint)
language plpgsql set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    c record;
    v_left integer := p_limit;
    v_last bigint;
begin
    for c in select h.city_id, h.last, coalesce(s.sealed, 0) as sealed from varta.chain h left join varta.log_chain s on s.city_id = h.city_id
             where h.last > coalesce(s.sealed, 0) order by h.city_id
    loop
        exit when v_left = 0;
        select max(id) into v_last
        from (select id from varta.event e where e.city_id = c.city_id and e.id > c.sealed and e.id <= c.last order by id limit v_left) t;
        return query select e.city_id, e.id from varta.event e
                     where e.city_id = c.city_id and e.id > c.sealed and e.id <= v_last
                       and not exists (select from varta.log_leaf l where l.city_id = e.city_id and l.event_id = e.id);
        v_left := greatest(v_left - (coalesce(v_last, c.last) - c.sealed), 0);
        insert into varta.log_chain (city_id, sealed) values (c.city_id, coalesce(v_last, c.last))
        on conflict (city_id) do update set sealed = excluded.sealed;
    end loop;
end
$$;
comment on function varta.take_chained is
'in: how many at most. out: events of the chains that are not sealed yet, in their order. A chain has no gaps and is written by one after
the other, so a number says how far it is sealed';

create or replace function varta.take_queued(p_limit integer) returns table (city_id smallint, event_id bigint)
language sql set search_path = varta, pg_temp as $$
    with taken as (
        delete from varta.log_queue where ctid = any(array(select ctid from varta.log_queue limit p_limit))
        returning city_id, event_id)
    select distinct e.city_id, e.id
    from taken t join varta.event e on e.city_id = t.city_id and e.id = t.event_id
    where not exists (select from varta.log_leaf l where l.city_id = e.city_id and l.event_id = e.id)
$$;
comment on function varta.take_queued is 'in: how many at most. out: events that were committed and are not sealed yet; they leave the queue';

create or replace function varta.add_to_tiles(p_first bigint, p_hashes bytea) returns void
language sql set search_path = varta, pg_temp as $$
    insert into varta.log_tile as t (index, hashes)
    select i, substring(p_hashes from greatest((i * 256 - p_first)::integer * 32, 0) + 1
                                 for ((least((i + 1) * 256, p_first + length(p_hashes) / 32) - greatest(i * 256, p_first)) * 32)::integer)
    from generate_series(p_first / 256, (p_first + length(p_hashes) / 32 - 1) / 256) i
    on conflict (index) do update set hashes = t.hashes || excluded.hashes
$$;
comment on function varta.add_to_tiles is 'in: the first leaf that is new, hashes of the leaves from there on. Adds them to the tiles; only the last one that was there grows';

create or replace function varta.add_batch(b varta.log_batch, p_cities smallint[], p_ids bigint[]) returns void
language plpgsql set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    v_hashes bytea;
begin
    insert into varta.log_batch select b.*;
    insert into varta.log_leaf (leaf, city_id, event_id)
    select b.first + n - 1, city_id, id from unnest(p_cities, p_ids) with ordinality t (city_id, id, n);
    select string_agg(hash, '' order by leaf) into v_hashes
    from (select b.first + t.n - 1 as leaf, varta.leaf_hash(varta.event_entry(e)) as hash
          from unnest(p_cities, p_ids) with ordinality t (city_id, id, n) join varta.event e on e.city_id = t.city_id and e.id = t.id
          union all
          select leaf, varta.leaf_hash(varta.padding_entry(b, leaf)) from generate_series(b.first + b.events, b.first + b.size - 1) leaf) h;
    perform varta.add_to_tiles(b.first, v_hashes);
end
$$;
comment on function varta.add_batch is 'in: a batch; cities and numbers of its events. Makes them, and what fills the batch up, the next leaves of the log';

create or replace function sync.log_seal(p_limit integer default 10000) returns table (size bigint, more boolean)
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    v_limit integer := least(greatest(coalesce(p_limit, 10000), 1), 10000);
    b varta.log_batch;
    v_cities smallint[];
    v_ids bigint[];
    v_taken integer;
begin
    perform varta.serves_all_check();
    perform pg_advisory_xact_lock(7306, 0);
    select coalesce(array_agg(city_id order by city_id, event_id), '{}'), coalesce(array_agg(event_id order by city_id, event_id), '{}')
    into v_cities, v_ids from varta.take_chained(v_limit);
    v_taken := cardinality(v_ids);
    if v_taken < v_limit then
        select v_cities || coalesce(array_agg(city_id order by event_id), '{}'), v_ids || coalesce(array_agg(event_id order by event_id), '{}')
        into v_cities, v_ids from varta.take_queued(v_limit - v_taken);
    end if;
    b.events := cardinality(v_ids);
    b.first := varta.log_size();
    b.size := (b.events / 64 + 1) * 64; -- at least one leaf is padding, which tells of the batch
    b.seed := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    b.at := clock_timestamp();
    perform varta.add_batch(b, v_cities, v_ids), varta.log_roots_grow(1000);
    return query select b.first + b.size, b.events = v_limit;
end
$$;
comment on function sync.log_seal is
'in: how many events at most (1 to 10000). Seals what was committed as one batch, also where there is nothing, so that nobody learns when
nothing happened. One at a time. out: leaves of the log now, and whether there may be more to seal. errors: VA004 the log is that of
all cities, and so is the daemon that seals it';

create or replace function sync.log_leaves(p_from bigint, p_limit integer default 8192) returns table (leaf bigint, hashes bytea)
language sql stable security definer set search_path = varta, pg_temp as $$
    select varta.serves_all_check();
    select greatest(t.index * 256, p_from), substring(t.hashes from (greatest(t.index * 256, p_from) - t.index * 256)::integer * 32 + 1)
    from varta.log_tile t
    where t.index >= greatest(p_from, 0) / 256 and t.index < greatest(p_from, 0) / 256 + least(greatest(coalesce(p_limit, 8192), 256), 65536) / 256
    order by t.index
$$;
comment on function sync.log_leaves is
'in: a leaf, how many at most (256 to 65536). out: the hashes from there on, in pieces: each its first leaf, and 32 bytes for every leaf. errors: VA004';

create or replace function sync.log_state() returns table (size bigint, sealed bigint, waiting bigint, signed bigint, signed_root bytea, signed_at bigint)
language sql stable security definer set search_path = varta, pg_temp as $$
    select varta.log_size(), varta.epoch((select at from varta.log_batch order by first desc limit 1)),
           (select count(*) from varta.log_queue)
           + (select coalesce(sum(c.last - coalesce(s.sealed, 0)), 0)::bigint from varta.chain c left join varta.log_chain s on s.city_id = c.city_id),
           k.size, k.root, varta.epoch(k.at)
    from (values (1)) one left join lateral (select * from varta.log_checkpoint order by size desc limit 1) k on true
$$;
comment on function sync.log_state is
'out: leaves of the log, when the last batch was sealed (epoch s), events that are not sealed yet; size, root and time (epoch s) of the last checkpoint. errors: none';

create or replace function audit.log_status() returns table (size bigint, waiting bigint, signed bigint, signed_at timestamptz, anchored boolean)
language sql stable security definer set search_path = varta, pg_temp as $$
    select s.size, s.waiting, s.signed, to_timestamp(s.signed_at), coalesce(to_timestamp(s.signed_at) > statement_timestamp() - interval '1 hour', false)
    from sync.log_state() s
$$;
comment on function audit.log_status is
'out: leaves of the log, events that are not sealed yet, leaves and time of the newest checkpoint (null: none), and whether it is at most an hour old,
as the database has been told. errors: none';

create or replace function sync.log_checkpoint_add(p_size bigint, p_root bytea, p_note text) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.serves_all_check();
    if p_size is null or p_size not between 1 and varta.log_size() then
        perform varta.fail('VA003', format('the log has no %s leaves', p_size), 'size', coalesce(p_size::text, ''), '1 to ' || varta.log_size());
    elsif length(p_root) <> 32 or coalesce(p_note, '') = '' or length(p_note) > 10000 then
        perform varta.fail('VA003', 'that is no checkpoint', 'note', left(p_note, 40), 'a root of 32 bytes and a note of 1 to 10000 characters');
    end if;
    insert into varta.log_checkpoint (size, root, note) values (p_size, p_root, p_note) on conflict (size) do nothing;
    perform varta.log_alarm_set('database', null);
end
$$;
comment on function sync.log_checkpoint_add is 'in: leaves, root, the signed note. Keeps it beside the log; the first one of a size stays. The alarm of the daemon is over
then. errors: VA003, VA004';
