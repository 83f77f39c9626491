-- A page is a keyset over (rank, due_at, id), or (received_at, id): per city and status one range of the
-- index that has this order, which also carries what most filters ask for, then the rows of the page alone
-- are read. Where a filter leaves few, these are found first and sorted.

-- What the operator calls -----------------------------------------------------------------------

create or replace function varta.queue_ranks(p_city smallint, p_status smallint) returns setof smallint
language sql stable rows 2 set search_path = varta, pg_temp as $$
    with recursive k (rank) as (
        select min(rank) from varta.request where city_id = p_city and status = p_status
        union all
        select (select min(rank) from varta.request where city_id = p_city and status = p_status and rank > k.rank) from k where k.rank is not null)
    select rank from k where rank is not null
$$;
comment on function varta.queue_ranks is 'out: the ranks that there are, each found by one step in the index';

create or replace function varta.queue_where(f varta.filter) returns text
language sql immutable as $$
    select 'varta.passes(q, $1) and (coalesce(q.snoozed_until, ''-infinity'') > now()) = ($1).snoozed'
        || case when f.unassigned and varta.status_pending() >= all(f.statuses) then ' and q.status < ' || varta.status_answered()::text else '' end
        || case when f.returned then ' and q.rank = -1' else '' end
$$;
comment on function varta.queue_where is 'in: filter. out: the condition on request q, apart from city and status, with the filter as $1: constants and parameters only';

create or replace function varta.queue_among(f varta.filter) returns text
language sql immutable as $$
    select 'q.status = any(($1).statuses) and '
        || case when num_nonnulls(f.units, f.drafts, f.words, f.comments) = 0 then 'q.city_id = any(($1).cities) and ' else '' end
        || case when f.units is null then '' else '(q.city_id, q.id) in
               (select x.city_id, x.request_id from varta.referral x where x.city_id = any(($1).cities) and x.unit_id = any(($1).units)) and ' end
        || case when f.drafts is null then '' else '(q.city_id, q.id) in
               (select x.city_id, x.request_id from varta.response x where x.city_id = any(($1).cities) and x.state <> ' || varta.response_published()::text || ' and x.public) and ' end
        || case when f.comments is null then '' else '(q.city_id, q.id) in
               (select x.city_id, x.request_id from varta.unseen_comment x where x.city_id = any(($1).cities)) and ' end
        || case when f.words is null then '' else '(q.city_id, q.id) in
               (select x.city_id, x.id from varta.search_keys(($1).words, ($1).facts, $1, null, 300) x) and ' end
        || varta.queue_where(f)
$$;
comment on function varta.queue_among is
'in: filter. out: the whole condition, for a statement that has no order from an index. The cities are asked for once: where another table
leads to the requests, there. Of words the newest 300 requests with them';

create or replace function varta.queue_few(f varta.filter) returns boolean
language sql stable as $$
    select num_nonnulls(f.units, f.drafts, f.words, f.operators, f.point, f.returned, f.comments, f.untaken) > 0
        or f.sort like '%due' and coalesce(coalesce(f.received_to, now()) - f.received_from < interval '60 days', false)
$$;
comment on function varta.queue_few is 'whether an index finds the few that fit, so that they are sorted rather than met on the way through the queue';

create or replace function varta.queue_walk(f varta.filter, p_rank smallint, p_at timestamptz, p_id bigint, p_limit integer, p_cursor text, p_order text)
returns table (city_id smallint, id bigint)
language plpgsql stable rows 50 set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
declare
    v_ranks boolean := f.sort like '%due' and num_nonnulls(f.due_from, f.due_to) > 0;
begin
    return query execute format('select q.city_id, q.id
        from unnest(($1).cities) c cross join unnest(($1).statuses) s %s
        cross join lateral (select q.* from varta.request q where q.city_id = c and q.status = s %s and %s and %s order by %s limit $5) q
        order by %s limit $5',
        case when v_ranks then 'cross join lateral varta.queue_ranks(c, s) k' end, case when v_ranks then 'and q.rank = k' end,
        varta.queue_where(f), p_cursor, p_order, p_order)
    using f, p_rank, p_at, p_id, p_limit;
end
$$;
comment on function varta.queue_walk is
'of each city and status a stretch of the index that has the order; of each rank, too, where the due date is narrowed, so that it bounds the scan';

create or replace function varta.queue_sort(f varta.filter, p_rank smallint, p_at timestamptz, p_id bigint, p_limit integer, p_cursor text, p_order text)
returns table (city_id smallint, id bigint)
language plpgsql stable rows 50 set search_path = varta, pg_temp set enable_seqscan = off as $$
begin
    return query execute format('
        with few as materialized (select q.city_id, q.id, q.rank, q.due_at, q.received_at from varta.request q where %s)
        select q.city_id, q.id from few q where %s order by %s limit $5', varta.queue_among(f), p_cursor, p_order)
    using f, p_rank, p_at, p_id, p_limit;
end
$$;
comment on function varta.queue_sort is 'what fits, by whatever index finds it, then sorted; the cursor must not lead the planner to another index';

create or replace function varta.queue_keys(f varta.filter, p_rank smallint, p_at timestamptz, p_id bigint, p_back boolean, p_limit integer)
returns table (city_id smallint, id bigint)
language plpgsql stable rows 50 set search_path = varta, pg_temp as $$
declare
    v_down constant boolean := (f.sort like '-%') <> p_back;
    v_due constant boolean := f.sort like '%due';
    v_order constant text := replace(case when v_due then 'q.rank%, q.due_at%, q.id%' else 'q.received_at%, q.id%' end, '%',
                                     case when v_down then ' desc' else '' end);
    v_cursor constant text := case when p_id is null then 'true'
        when v_due then format('(q.rank, q.due_at, q.id) %s ($2, $3, $4)', case when v_down then '<' else '>' end)
        else format('(q.received_at, q.id) %s ($3, $4)', case when v_down then '<' else '>' end) end;
begin
    if varta.queue_few(f) then
        return query select * from varta.queue_sort(f, p_rank, p_at, p_id, p_limit, v_cursor, v_order);
    else
        return query select * from varta.queue_walk(f, p_rank, p_at, p_id, p_limit, v_cursor, v_order);
    end if;
end
$$;
comment on function varta.queue_keys is
'in: filter, cursor (rank and due date or moment of receipt, as the filter sorts, and id; id null: none), direction, limit. out: keys of the
requests after or before the cursor, nearest first';

create or replace function api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamptz, p_id bigint, p_back boolean, p_limit integer)
returns setof api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    f varta.filter := varta.parse_filter(coalesce(p_filter, '{}'));
    v_id bigint := varta.filter_id(p_filter);
    v_back boolean := coalesce(p_back, false);
begin
    if v_id is not null then
        return query select l.* from varta.queue_row(varta.find(v_id), v_id) l where p_id is null;
        return;
    end if;
    if f.words is not null and p_id is null then
        perform varta.ask_forms(varta.search_words(p_filter ->> 'text'));
    end if;
    if p_id is not null and f.sort like '%received' then
        p_due := (select r.received_at from varta.request r where r.city_id = varta.find(p_id) and r.id = p_id);
    end if;
    return query
    select l.*
    from varta.queue_keys(f, p_rank, p_due, p_id, v_back, least(greatest(coalesce(p_limit, 50), 1), 1000)) with ordinality k (city_id, id, n)
    cross join lateral varta.queue_row(k.city_id, k.id) l
    order by case when v_back then -k.n else k.n end;
end
$$;
comment on function api.queue_page is
'in: filter (see varta.parse_filter; id: one number, which overrides), cursor (rank, due_key and id of a row, of which only id counts where the filter
sorts by receipt; null: the beginning, or the end if back), whether to go back, rows wanted (1 to 1000).
out: the rows after the cursor, or those before it, always in the order of the filter. A text finds the newest 300 requests with it at most.
errors: VA003, VA006';

create or replace function varta.inbox_cities() returns smallint[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(c), '{}') from unnest(varta.cities_as('officer')) c where c <> all(varta.cities_as('moderator', 'auditor'))
$$;
comment on function varta.inbox_cities is 'out: the cities in which the operator is an officer and nothing more: there the inbox is what the officer may read';

create or replace function varta.inbox_shares() returns table (city_id smallint, operator_id integer, beat_id integer)
language sql stable set search_path = varta, pg_temp as $$
    select p.* from (select distinct r.city_id, r.operator_id, r.beat_id from varta.request r
                     where r.city_id = any(varta.inbox_cities()) and varta.is_open(r.status) and r.kind = varta.kind_message()) p
    where (varta.me()).id = any(varta.message_readers(p.city_id, p.operator_id, p.beat_id))
$$;
comment on function varta.inbox_shares is
'out: of which assigned officers and beats the open messages are that the officer may read now. Asked once for each of them, not for each message';

create or replace function api.messages(p_limit integer default 200) returns setof api.queue_row
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    v_inbox smallint[] := varta.inbox_cities();
begin
    if v_inbox = '{}' then
        return query select * from api.queue_page('{"kind": ["message"], "status": ["new", "pending"]}', null, null, null, false, p_limit);
        return;
    end if;
    return query
    select l.* from (
        select q.city_id, q.id from varta.request q
        where q.city_id = any(varta.my_cities()) and varta.is_open(q.status) and q.kind = varta.kind_message() and coalesce(q.snoozed_until, '-infinity') <= now()
          and q.kind = any(varta.my_kinds()) and q.city_id * 16 + q.kind <> all(varta.hidden_kinds())
          and (q.city_id <> all(v_inbox) or exists (select from varta.inbox_shares() s
                                                    where s.city_id = q.city_id and s.operator_id is not distinct from q.operator_id
                                                      and s.beat_id is not distinct from q.beat_id))
        order by q.rank, q.due_at, q.id limit least(greatest(coalesce(p_limit, 200), 1), 1000)) k
    cross join lateral varta.queue_row(k.city_id, k.id) l;
end
$$;
comment on function api.messages is
'in: rows wanted (1 to 1000). out: the open messages to district officers, what is due first. Who is an officer and nothing more gets those that the officer may
read now: of own beats, of whom the officer stands in for, and what is handed on; others get all, as api.queue_page() gives them. errors: VA003, VA006 as there';
