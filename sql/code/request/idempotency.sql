-- Keys of idempotency: a program that does not know whether its act was done sends it again under the same key, and
-- it is done once.

create or replace function varta.fail_key(p_key uuid) returns void
language plpgsql as $$
begin
    perform varta.fail('VA003', 'the key was used for another act', 'key', p_key::text, 'a new key');
end
$$;
comment on function varta.fail_key is 'errors: VA003 always: the key was used for another request, verb or text';

create or replace function varta.done_already(p_key uuid, p_verb text, p_id bigint, p_text text default null) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
declare
    r varta.request;
    k varta.idempotency_key;
begin
    if p_key is null then
        return false;
    end if;
    r := varta.request_of(p_id);
    perform varta.locked(r.city_id, r.id);  -- whoever does the same now is waited for
    select * into k from varta.idempotency_key where operator_id = (varta.me()).id and key = p_key;
    if not found then
        return false;
    end if;
    if (k.city_id, k.request_id, k.verb) is distinct from (r.city_id, r.id, p_verb)
       or k.digest is distinct from sha256(convert_to(p_text, 'UTF8')) then
        perform varta.fail_key(p_key);
    end if;
    -- what was done before is acknowledged like what is new: when a standby has it, too, so there must be something to wait for
    perform pg_logical_emit_message(true, 'varta', '');
    return true;
end
$$;
comment on function varta.done_already is
'in: key (null: none), verb, number, its text. out: whether the operator has done just that under this key; the request is locked then.
errors: VA001, VA003 the key was used for something else';

create or replace function varta.keep_key(p_key uuid, p_verb text, r varta.request, p_text text default null, p_response bigint default null)
returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    if p_key is null then
        return;
    end if;
    insert into varta.idempotency_key (operator_id, key, city_id, request_id, verb, digest, response_id, response_version)
    values ((varta.me()).id, p_key, r.city_id, r.id, p_verb, sha256(convert_to(p_text, 'UTF8')), p_response,
            (select version from varta.response where city_id = r.city_id and id = p_response))
    on conflict do nothing;
    if not found then  -- another session has just used it for another request
        perform varta.fail_key(p_key);
    end if;
end
$$;
comment on function varta.keep_key is
'in: key (null: none), verb, request, its text, the response that it wrote. Keeps that the act was done. errors: VA003 the key was used for
something else';

create or replace function varta.detail_keys(r varta.request) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('key', k.key, 'verb', k.verb, 'response', k.response_id, 'version', k.response_version)
                                      order by k.at), '[]')
        from varta.idempotency_key k
        where k.city_id = r.city_id and k.request_id = r.id and k.operator_id = (varta.me()).id);
end
$$;
comment on function varta.detail_keys is
'out: what this operator has done with the request under keys, for api.request(): the response that was written, and the version as what it
was left';

create or replace function sync.expire_keys(p_limit integer default 1000) returns bigint
language sql security definer set search_path = varta, pg_temp as $$
    with old as (
        delete from varta.idempotency_key where (operator_id, key) in (
            select operator_id, key from varta.idempotency_key where at < now() - interval '90 days'
            limit p_limit for update skip locked)
        returning key)
    select count(*) from old
$$;
comment on function sync.expire_keys is 'in: how many at most. out: how many keys of more than 90 days have gone; call it again until it is 0. errors: none';
