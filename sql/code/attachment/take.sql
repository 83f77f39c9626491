-- Photos that came with their bytes are leased by sync.media_lease() with residents'; what becomes of them is told here. What is kept stays
-- as it is, and its hash is in the history.

create or replace function varta.photo_named(a varta.attachment) returns jsonb
language sql stable as $$
    select jsonb_strip_nulls(jsonb_build_object('photo', a.id, 'defect', a.defect_id, 'order', a.order_id))
$$;
comment on function varta.photo_named is 'in: photo. out: how events name it';

create or replace function sync.attachment_stored(p_city integer, p_id bigint, p_hash text, p_type text, p_bytes integer) returns boolean
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    a varta.attachment;
begin
    select * into a from varta.attachment x where x.city_id = p_city and x.id = p_id and x.city_id = any((select varta.served_cities())::smallint[]) for no key update;
    if a.id is null then
        return varta.answer_file_stored(p_city, p_id, p_hash, p_type, p_bytes);
    elsif a.data is null or a.kind <> 'photo' then
        return false;
    end if;
    insert into varta.media (city_id, hash, type, bytes) values (a.city_id, p_hash, p_type, p_bytes) on conflict (city_id, hash) do update set stored_at = now();
    update varta.attachment x
    set hash = p_hash, data = null, leased_by = null, leased_until = null,
        event_id = varta.record_event(a.city_id, 'photo_keep', null, null, varta.photo_named(a) || jsonb_build_object('sha256', p_hash, 'bytes', p_bytes))
    where x.city_id = a.city_id and x.id = a.id;
    return true;
end
$$;
comment on function sync.attachment_stored is
'in: photo, SHA-256 of its file, type and length. out: whether that was news: the bytes as they came are gone then. errors: none';

create or replace function sync.attachment_failed(p_city integer, p_id bigint, p_daemon text, p_error text, p_permanent boolean) returns boolean
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    a varta.attachment;
begin
    select * into a from varta.attachment x
    where x.city_id = p_city and x.id = p_id and x.leased_by = p_daemon and x.city_id = any((select varta.served_cities())::smallint[]) for no key update;
    if a.id is null then
        return varta.answer_file_failed(p_city, p_id, p_daemon, p_error, p_permanent);
    elsif a.data is null or a.kind <> 'photo' then
        return null;
    end if;
    update varta.attachment x
    set leased_by = null, leased_until = null, data = case when not p_permanent then x.data end, refused = case when p_permanent then left(coalesce(p_error, ''), 300) end,
        next_at = clock_timestamp() + varta.delivery_wait(t, x.attempts)
    from varta.transport t where t.code = 'poll' and x.city_id = a.city_id and x.id = a.id;
    if p_permanent then
        perform varta.record_event(a.city_id, 'photo_refuse', left(coalesce(p_error, ''), 300), null, varta.photo_named(a));
    end if;
    return p_permanent;
end
$$;
comment on function sync.attachment_failed is
'in: photo, daemon, what went wrong, whether it can never succeed. out: whether it was given up, and the bytes are gone; null where the daemon has not got the lease any more. Otherwise it is tried again, for as
long as it takes: whoever took the photo cannot take it again. errors: none';

create or replace function varta.keep_attachment() returns trigger
language plpgsql as $$
begin
    raise exception using errcode = '55000', message = format('attachment %s is there: it is never changed', old.id);
end
$$;

create trigger keep_attachment before update on varta.attachment
    for each row when (old.hash is not null or old.kind <> 'photo' or (new.city_id, new.id, new.defect_id, new.order_id, new.kind, new.stage, new.operator_id, new.came_at, new.bytes, new.digest)
                       is distinct from (old.city_id, old.id, old.defect_id, old.order_id, old.kind, old.stage, old.operator_id, old.came_at, old.bytes, old.digest))
    execute function varta.keep_attachment();
create trigger refuse_change before delete or truncate on varta.attachment for each statement execute function varta.refuse_change();

create or replace function varta.attachment_fault(a varta.attachment) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case when a.kind <> 'photo' and (e.verb is distinct from 'file_add' or e.after ->> 'file' is distinct from a.id::text or e.after ->> 'order' is distinct from a.order_id::text
                                            or e.after ->> 'name' is distinct from a.name or e.after ->> 'sha256' is distinct from encode(sha256(a.data), 'hex'))
                  or a.kind = 'photo' and (e.verb is distinct from 'photo_keep' or e.after ->> 'photo' is distinct from a.id::text or e.after ->> 'sha256' is distinct from a.hash
                  or e.after ->> 'defect' is distinct from a.defect_id::text or e.after ->> 'order' is distinct from a.order_id::text)
                then format('it is not what event %s says', e.id) end
    from (select) x left join varta.event e on e.city_id = a.city_id and e.id = case a.kind when 'photo' then a.event_id else a.added_id end
    where a.hash is not null or a.kind <> 'photo'
$$;
comment on function varta.attachment_fault is 'in: photo or file. out: how it differs from what its event says; null where it does not';

create or replace function varta.attachments_missing(p_city smallint) returns table (place text, fault text)
language sql stable set search_path = varta, pg_temp as $$
    select 'attachment ' || coalesce(e.after ->> 'photo', e.after ->> 'file'), format('event %s tells of it, but it is missing', e.id) from varta.event e
    where e.city_id = p_city and e.request_id = 0 and e.verb in ('photo_add', 'file_add')
      and not exists (select from varta.attachment a where a.city_id = e.city_id and a.added_id = e.id and a.id = coalesce(e.after ->> 'photo', e.after ->> 'file')::bigint
                        and coalesce(encode(a.digest, 'hex') = e.after ->> 'digest', a.kind <> 'photo'))
$$;
comment on function varta.attachments_missing is 'in: city. out: photos and files that events tell of and that are not there';
