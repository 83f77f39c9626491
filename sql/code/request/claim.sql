-- 'Give me the next one': the first open request in the order of the queue that is nobody's. Requests that
-- another session is just changing are passed over, so that two who ask at once get two requests and
-- neither waits.

create or replace function varta.claim_keys(f varta.filter, p_rank smallint, p_due timestamptz, p_id bigint, p_limit integer)
returns table (city_id smallint, id bigint, rank smallint, due_at timestamptz, status smallint, kind smallint)
language plpgsql stable set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    select r.city_id, r.id, r.rank, r.due_at, r.status, r.kind
    from unnest(f.cities) c cross join unnest(f.statuses) s
    cross join lateral (
        select q.city_id, q.id, q.rank, q.due_at, q.status, q.kind from varta.request q
        where q.city_id = c and q.status = s and q.operator_id is null and q.status < varta.status_answered()
          and (q.rank, q.due_at, q.id) > (p_rank, p_due, p_id)
          and q.kind = any(f.kinds) and (f.hidden is null or q.city_id * 16 + q.kind <> all(f.hidden)) and (f.categories is null or q.category_id = any(f.categories))
          and (f.districts is null or q.district_id = any(f.districts))
          and (coalesce(q.snoozed_until, '-infinity') > now()) = f.snoozed
        order by q.rank, q.due_at, q.id limit p_limit) r
    order by r.rank, r.due_at, r.id limit p_limit;
end
$$;
comment on function varta.claim_keys is 'in: filter, cursor, limit. out: keys of what is open and nobody''s, in the order of the queue';

create or replace function varta.may_claim_key(p_city smallint, p_id bigint, p_kind smallint, p_status smallint, p_sealed boolean) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    t varta.transition := varta.transition_of('claim', p_kind, p_status, varta.roles_in(p_city));
begin
    return t.verb is not null
           and (not t.reads or not p_sealed or (select varta.may_open(q.city_id, q.id, q.operator_id) from varta.request q where q.city_id = p_city and q.id = p_id));
end
$$;
comment on function varta.may_claim_key is 'in: key of a request, its kind and status, whether the kind is sealed. out: whether the operator could claim it as it is now; nothing is locked';

create or replace function varta.claim_lock(f varta.filter) returns varta.request
language plpgsql set search_path = varta, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
    r varta.request;
    k record;
    v_sealed smallint[] := (select array_agg(id) from varta.kind where sealed);
    v_may jsonb := '{}'; -- by city, status and kind, where that is all it depends on
    v_class text;
    v_rank smallint := -32768;
    v_due timestamptz := '-infinity';
    v_id bigint := -1;
begin
    loop
        for k in select * from varta.claim_keys(f, v_rank, v_due, v_id, 32) loop
            v_rank := k.rank;
            v_due := k.due_at;
            v_id := k.id;
            v_class := concat_ws(' ', k.city_id, k.status, k.kind);
            if k.kind = any(v_sealed) then
                continue when not varta.may_claim_key(k.city_id, k.id, k.kind, k.status, true);
            elsif not v_may ? v_class then
                v_may := v_may || jsonb_build_object(v_class, varta.may_claim_key(k.city_id, k.id, k.kind, k.status, false));
            end if;
            continue when v_may -> v_class = 'false';
            select * into r from varta.request q
            where q.city_id = k.city_id and q.id = k.id and q.operator_id is null and q.status = k.status and q.kind = k.kind for no key update skip locked;
            if found and varta.fits(r, f) then
                return r;
            end if;
        end loop;
        if k is null then
            return null;
        end if;
    end loop;
end
$$;
comment on function varta.claim_lock is
'out: the first request that the operator can claim, locked; null where none is left. One that was claimed since it was seen, or is
being changed, is passed over, before anything that takes long is asked about it: many who ask at once all begin with the same ones';

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
