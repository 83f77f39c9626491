-- Receipts: who has sent a report gets its number and the leaf that the event 'received' is, or will be, in the log.
-- Nobody can guess a leaf, because what an event says is salted; with it anybody can have the proof that the
-- report stands in the log.

create or replace function varta.receipt_of(p_city smallint, p_request bigint) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select p_request || '-' || encode(varta.leaf_hash(varta.event_entry(e)), 'hex') from varta.event e
            where e.city_id = p_city and e.request_id = p_request and e.verb = 'received' order by e.id limit 1);
end
$$;
comment on function varta.receipt_of is 'in: request. out: its receipt: number and leaf, such as 57-0a…; null where nothing says where it came from';

create or replace function sync.receipt(p_receipt text) returns table (number bigint, entry bytea, leaf bigint)
language sql stable security definer set search_path = varta, pg_temp as $$
    select e.request_id, varta.event_entry(e), l.leaf
    from (select m[1]::bigint as number, decode(m[2], 'hex') as hash from regexp_match(p_receipt, '^([1-9]\d{0,17})-([0-9a-f]{64})$') m where m is not null) r
    cross join unnest(varta.served_cities()) c (id)
    join varta.event e on e.city_id = c.id and e.request_id = r.number and e.verb = 'received'
    left join varta.log_leaf l on l.city_id = e.city_id and l.event_id = e.id
    where varta.leaf_hash(varta.event_entry(e)) = r.hash
$$;
comment on function sync.receipt is
'in: a receipt. out: number of the request, what is logged of it: the SHA-256 of a zero byte and that is the receipt''s leaf; which leaf of the log
it is, null while it is not sealed. No row where there is no such receipt in the daemon''s cities. errors: none';
