-- 'Give me the next one': the first open request in the order of the queue that is nobody's. Requests that
-- another session is just changing are passed over, so that two who ask at once get two requests and
-- neither waits.

create or replace function varta.claim_keys(f varta.filter, p_rank smallint, p_due timestamptz, p_id bigint, p_limit integer)
returns table (city_id smallint, id bigint, rank smallint, due_at timestamptz)
language sql stable set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
    select r.city_id, r.id, r.rank, r.due_at
    from unnest(f.cities) c cross join unnest(f.statuses) s
    cross join lateral (
        select q.city_id, q.id, q.rank, q.due_at from varta.request q
        where q.city_id = c and q.status = s and q.operator_id is null and q.status < varta.status_answered()
          and (q.rank, q.due_at, q.id) > (p_rank, p_due, p_id)
          and q.kind = any(f.kinds) and (f.hidden is null or q.city_id * 16 + q.kind <> all(f.hidden)) and (f.categories is null or q.category_id = any(f.categories))
          and (f.districts is null or q.district_id = any(f.districts))
          and (coalesce(q.snoozed_until, '-infinity') > now()) = f.snoozed
        order by q.rank, q.due_at, q.id limit p_limit) r
    order by r.rank, r.due_at, r.id limit p_limit
$$;
comment on function varta.claim_keys is 'in: filter, cursor, limit. out: keys of what is open and nobody''s, in the order of the queue';

create or replace function varta.may_claim(r varta.request) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    t varta.transition := varta.transition_for('claim', r);
begin
    return t.verb is not null and (not t.reads or varta.may_read(r));
end
$$;

create or replace function varta.claim_lock(f varta.filter) returns varta.request
language plpgsql set search_path = varta, pg_temp as $$
declare
    r varta.request;
    k record;
    v_rank smallint := -32768;
    v_due timestamptz := '-infinity';
    v_id bigint := -1;
begin
    loop
        for k in select * from varta.claim_keys(f, v_rank, v_due, v_id, 32) loop
            select * into r from varta.request q
            where q.city_id = k.city_id and q.id = k.id and q.operator_id is null and varta.fits(q, f) and varta.may_claim(q)
            for no key update skip locked;
            if found then
                return r;
            end if;
            v_rank := k.rank;
            v_due := k.due_at;
            v_id := k.id;
        end loop;
        if k is null then
            return null;
        end if;
    end loop;
end
$$;
comment on function varta.claim_lock is
'out: the first request that the operator can claim, locked; null where none is left. One that was claimed since it was seen, or is
being changed, is passed over';

create or replace function api.claim_next(p_filter jsonb default '{}') returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.claim_lock(varta.parse_filter(coalesce(p_filter, '{}') - 'id'));
begin
    if r.id is null then
        return null;
    end if;
    perform set_config('varta.first', '', true);
    perform varta.describe_action('claim');
    update varta.request q set operator_id = (varta.me()).id, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
    return varta.queue_row_of(r);
end
$$;
comment on function api.claim_next is
'in: filter as of api.queue_page. out: the line of the first open request in the order of the queue that was nobody''s and is now the
operator''s; a null row where there is none. No two get the same. errors: VA003, VA006';
