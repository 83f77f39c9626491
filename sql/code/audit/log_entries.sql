-- The log as auditors read it: all of its leaves, with what stands behind those of their cities and of no city.

create or replace function varta.audited_cities(p_city text) returns smallint[]
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if p_city is not null then
        return array[(varta.city_of(p_city, 'auditor', 'admin')).id, 0];
    elsif varta.is_super() then
        return array(select id from varta.city union all select 0);
    end if;
    return varta.cities_as('auditor') || varta.cities_as('admin') || 0::smallint;
end
$$;
comment on function varta.audited_cities is 'in: city, null: all that are the auditor''s. out: them, and 0 for what is no city''s. errors: VA001, VA004';

create or replace function audit.cities() returns table (code text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select c.code from varta.city c
    where varta.is_super() or c.id = any(varta.cities_as('auditor') || varta.cities_as('admin')) order by c.code
$$;
comment on function audit.cities is 'out: the cities that are the auditor''s. errors: none';

create or replace function audit.log_size() returns bigint
language sql stable security definer set search_path = varta, pg_temp as $$
    select varta.log_size()
$$;
comment on function audit.log_size is 'out: how many leaves the log has. errors: none';

create or replace function audit.log_tiles(p_from bigint default 0, p_limit integer default 32) returns table (index bigint, hashes bytea)
language sql stable security definer set search_path = varta, pg_temp as $$
    select t.index, t.hashes from varta.log_tile t where t.index >= p_from order by t.index limit least(greatest(coalesce(p_limit, 32), 1), 256)
$$;
comment on function audit.log_tiles is
'in: number of a tile, how many at most (1 to 256). out: tiles from that one on: the hashes of 256 leaves each, 32 bytes for every leaf; the last
one has fewer. errors: none';

create or replace function audit.log_batches(p_from bigint default 0, p_limit integer default 1000)
returns table (first bigint, size integer, events integer, seed bytea, at timestamptz)
language sql stable security definer set search_path = varta, pg_temp as $$
    select b.first, b.size, b.events, b.seed, b.at from varta.log_batch b
    where b.first >= p_from order by b.first limit least(greatest(coalesce(p_limit, 1000), 1), 10000)
$$;
comment on function audit.log_batches is 'in: a leaf, how many at most (1 to 10000). out: the batches that begin there or later. errors: none';

create or replace function audit.log_checkpoints(p_from bigint default 0, p_limit integer default 1000)
returns table (size bigint, root bytea, note text, at timestamptz)
language sql stable security definer set search_path = varta, pg_temp as $$
    select k.size, k.root, k.note, k.at from varta.log_checkpoint k
    where k.size >= p_from order by k.size limit least(greatest(coalesce(p_limit, 1000), 1), 10000)
$$;
comment on function audit.log_checkpoints is
'in: a size, how many at most (1 to 10000). out: the checkpoints of that size or more, as the database has them. errors: none';

create or replace function varta.late_fault(e varta.event, b varta.log_batch) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case when e.at > b.at then 'it was sealed before it was written'
                when e.hash is null and e.at < (select p.at from varta.log_batch p where p.first < b.first order by p.first desc limit 1) - interval '1 day'
                    then 'it was sealed long after it is said to have been written' end
$$;
comment on function varta.late_fault is
'in: event, the batch in which it was sealed. out: why that cannot be, null: nothing. Transactions do not last for a day; what a chain has was sealed when the log began';

create or replace function audit.log_entries(p_city text default null, p_from bigint default 0, p_limit integer default 1000)
returns table (leaf bigint, what text, city text, event bigint, request bigint, at timestamptz, who text, origin text, verb text, sealed timestamptz,
               hash bytea, fault text)
language plpgsql stable security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    v_cities smallint[] := varta.audited_cities(p_city);
begin
    return query
    select n.leaf, w.what, c.code, l.event_id, varta.event_request(e), e.at, e.who, e.origin, e.verb, b.at,
           case w.what when 'event' then varta.leaf_hash(varta.event_entry(e)) when 'padding' then varta.leaf_hash(varta.padding_entry(b, n.leaf)) end,
           case w.what when 'event' then coalesce(varta.content_fault(e), varta.late_fault(e, b)) when 'missing' then 'it is missing' end
    from generate_series(greatest(p_from, 0), least(greatest(p_from, 0) + least(greatest(coalesce(p_limit, 1000), 1), 10000), varta.log_size()) - 1) n (leaf)
    left join lateral (select * from varta.log_batch where first <= n.leaf order by first desc limit 1) b on n.leaf < b.first + b.size
    left join varta.log_leaf l on l.leaf = n.leaf
    left join varta.event e on e.city_id = l.city_id and e.id = l.event_id
    left join varta.city c on c.id = l.city_id
    cross join lateral (select case when l.leaf is null and n.leaf >= b.first + b.events then 'padding'
                                    when l.city_id <> all(v_cities) then 'other'
                                    when e.id is null then 'missing' else 'event' end as what) w
    order by n.leaf;
end
$$;
comment on function audit.log_entries is
'in: city (null: all that are the auditor''s), a leaf, how many at most (1 to 10000). out: the leaves from there on, what each is: event (of the city or of
none), padding, missing (an event whose row is gone), or other (an event of another city, of which no more is told); of an event where it stands in
the history, when it was sealed, the hash that its row gives now, to be compared with the tree, and what is wrong with it. errors: VA001, VA004';

create or replace function audit.unsealed(p_city text default null, p_limit integer default 1000)
returns table (city text, event bigint, request bigint, at timestamptz, who text, verb text, waiting boolean)
language sql stable security definer set search_path = varta, pg_temp as $$
    select c.code, e.id, varta.event_request(e), e.at, e.who, e.verb,
           e.id <= coalesce(h.last, 0) or exists (select from varta.log_queue q where q.city_id = e.city_id and q.event_id = e.id)
    from varta.event e
    left join varta.city c on c.id = e.city_id
    left join varta.chain h on h.city_id = e.city_id
    where e.city_id = any(varta.audited_cities(p_city))
      and not exists (select from varta.log_leaf l where l.city_id = e.city_id and l.event_id = e.id)
    order by e.city_id, e.id limit least(greatest(coalesce(p_limit, 1000), 1), 100000)
$$;
comment on function audit.unsealed is
'in: city (null: all that are the auditor''s), how many at most (1 to 100000). out: events that are not in the log: those that wait for the next batch, and
those that were put in past it. errors: VA001, VA004';
