-- The log: a Merkle tree over all events (RFC 6962). A leaf is the hash of an event's line or, where a batch
-- was filled up, of a line about the batch.

create or replace function varta.leaf_hash(p_entry bytea) returns bytea
language sql immutable as $$
    select sha256('\x00'::bytea || p_entry)
$$;
comment on function varta.leaf_hash is 'in: what is logged. out: its leaf in the tree';

create or replace function varta.event_entry(e varta.event) returns bytea
language sql stable as $$
    select varta.event_line(e.city_id, e.id, e.request_id, e.at, e.who, e.origin, e.verb, e.content_hash)
$$;
comment on function varta.event_entry is 'in: event. out: what is logged of it; it stays the same when the content is erased';

create or replace function varta.padding_entry(b varta.log_batch, p_leaf bigint) returns bytea
language sql stable as $$
    select convert_to(jsonb_build_array('varta padding', p_leaf, b.first, b.size, b.events, (extract(epoch from b.at) * 1000000)::bigint)::text, 'UTF8')
           || b.seed
$$;
comment on function varta.padding_entry is
'in: batch, leaf of it. out: what fills the batch up. It tells all of the batch, which so cannot be changed afterwards: each has one such leaf at least';

create or replace function varta.log_size() returns bigint
language sql stable set search_path = varta, pg_temp as $$
    select coalesce((select first + size from varta.log_batch order by first desc limit 1), 0)
$$;
comment on function varta.log_size is 'out: how many leaves there are';

create or replace function varta.tile_leaf(p_leaf bigint) returns bytea
language sql stable set search_path = varta, pg_temp as $$
    select nullif(substring(hashes from (p_leaf % 256)::integer * 32 + 1 for 32), '') from varta.log_tile where index = p_leaf / 256
$$;
comment on function varta.tile_leaf is 'out: the hash that the tree has as that leaf; null where it has none';
