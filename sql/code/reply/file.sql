-- What a party without a login attaches to its answer. Photos wait here until a daemon has cleaned them, and are the answer's photos then; a PDF or a file
-- with a qualified signature stays as it came, for operators alone: nobody has verified it, and it is never published.

create or replace function varta.attached_kind(p_data bytea) returns text
language sql immutable as $$
    select case when varta.is_photo(p_data) then 'photo' when length(p_data) <= 5242880 then varta.file_kind(p_data) end
$$;
comment on function varta.attached_kind is 'in: bytes. out: as what they are taken: photo, pdf, p7s, asice; null: as nothing';

create or replace function varta.attached_right(p_files bytea[]) returns boolean
language sql immutable as $$
    select cardinality(p_files) <= 5 and bool_and(varta.attached_kind(f) is not null) from unnest(p_files) f
$$;
comment on function varta.attached_right is 'in: files. out: whether all of them are taken: five at most, photos, PDFs and signed files of 5 MiB; null: there are none';

create or replace function varta.files_said(r varta.request, p_names text[], p_files bytea[]) returns jsonb
language sql volatile set search_path = varta, pg_temp as $$
    select case when count(*) = 0 then '{}' else jsonb_build_object('files', jsonb_agg(jsonb_build_object('file', nextval(pg_get_serial_sequence('varta.attachment', 'id')), 'kind', k.kind,
        'name', varta.file_name(p_names[f.n], case k.kind when 'photo' then substr(varta.photo_type(f.data), 7) else k.kind end), 'bytes', length(f.data),
        'digest', varta.text_digest(r.text_key, encode(sha256(f.data), 'hex'))) order by f.n)) end
    from unnest(p_files) with ordinality f (data, n) cross join lateral (select varta.attached_kind(f.data) as kind) k
$$;
comment on function varta.files_said is
'in: request, names and bytes of files that are right. out: what the event of the answer says of them: their numbers, and digests with the request''s key, never the files';

create or replace function varta.add_answer_files(r varta.request, p_response bigint, p_said jsonb, p_files bytea[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.answer_file (city_id, id, request_id, response_id, kind, name, bytes, data)
    select r.city_id, (s.file ->> 'file')::bigint, r.id, p_response, s.file ->> 'kind', s.file ->> 'name', (s.file ->> 'bytes')::integer, p_files[s.n]
    from jsonb_array_elements(p_said -> 'files') with ordinality s (file, n);
    if found then
        perform varta.tell_daemons('media', array[r.city_id]);
    end if;
end
$$;
comment on function varta.add_answer_files is 'in: request, its response, what varta.files_said() says of the files, and they. They belong to the answer';

create or replace function varta.answer_file_stored(p_city integer, p_id bigint, p_hash text, p_type text, p_bytes integer) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
declare
    f varta.answer_file;
    n integer;
begin
    select * into f from varta.answer_file x where x.city_id = p_city and x.id = p_id and x.city_id = any((select varta.served_cities())::smallint[]) for no key update;
    if f.data is null or f.kind <> 'photo' then
        return false;
    end if;
    perform from varta.response x where x.city_id = f.city_id and x.id = f.response_id for no key update;
    n := (select coalesce(max(a.n), 0) + 1 from varta.answer_photo a where a.city_id = f.city_id and a.response_id = f.response_id);
    if n > 10 or (select x.state = varta.response_published() from varta.response x where x.city_id = f.city_id and x.id = f.response_id) then
        update varta.answer_file x set data = null, refused = 'it came too late for the answer', leased_by = null, leased_until = null where x.city_id = f.city_id and x.id = f.id;
        return true;
    end if;
    insert into varta.media (city_id, hash, type, bytes) values (f.city_id, p_hash, p_type, p_bytes) on conflict (city_id, hash) do update set stored_at = now();
    insert into varta.answer_photo (city_id, response_id, n, request_id, hash) values (f.city_id, f.response_id, n, f.request_id, p_hash);
    delete from varta.answer_file x where x.city_id = f.city_id and x.id = f.id;
    perform varta.record_event(f.city_id, 'photo_keep', null, null, jsonb_build_object('file', f.id, 'response', f.response_id, 'sha256', p_hash, 'bytes', p_bytes));
    return true;
end
$$;
comment on function varta.answer_file_stored is
'in: photo of an answer, SHA-256 of its cleaned file, type and length. out: whether that was news: it is one of the answer''s photos, but for an answer that is published by then: what no moderator has seen stays out of it';

create or replace function varta.answer_file_failed(p_city integer, p_id bigint, p_daemon text, p_error text, p_permanent boolean) returns boolean
language sql set search_path = varta, pg_temp as $$
    update varta.answer_file x
    set leased_by = null, leased_until = null, data = case when not p_permanent then x.data end, refused = case when p_permanent then left(coalesce(p_error, ''), 300) end,
        next_at = clock_timestamp() + varta.delivery_wait(t, x.attempts)
    from varta.transport t
    where t.code = 'poll' and x.city_id = p_city and x.id = p_id and x.leased_by = p_daemon and x.city_id = any((select varta.served_cities())::smallint[])
    returning p_permanent
$$;
comment on function varta.answer_file_failed is 'as of sync.attachment_failed()';

create or replace function api.answer_file(p_id bigint, p_file bigint) returns bytea
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
    v_data bytea := (select f.data from varta.answer_file f where f.city_id = r.city_id and f.request_id = r.id and f.kind <> 'photo' and f.id = p_file);
begin
    if v_data is null or not varta.may_read(r) then
        perform varta.fail('VA001', format('request %s has no file %s', r.id, p_file), 'file', p_file::text);
    end if;
    return v_data;
end
$$;
comment on function api.answer_file is 'in: number of a request that the operator may read, a file of one of its answers. out: what is in it, as it came; nobody has verified a signature. errors: VA001';

-- What a superuser changed, or took away, is found.

create or replace function varta.answer_file_said(p_city smallint, p_request bigint) returns table (event bigint, response bigint, said jsonb)
language sql stable set search_path = varta, pg_temp as $$
    select e.id, (e.after ->> 'response')::bigint, x from varta.event e cross join lateral jsonb_array_elements(e.after -> 'files') x
    where e.city_id = p_city and e.request_id = p_request and e.after ? 'files'
$$;
comment on function varta.answer_file_said is 'in: request. out: what its events say of each file that came with an answer';

create or replace function varta.answer_file_fault(f varta.answer_file) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case when s.event is null then case when not exists (select from varta.event e where e.city_id = f.city_id and e.request_id = f.request_id and e.salt is null) then 'no event tells of it' end
                when (s.said ->> 'kind', s.said ->> 'name', (s.said ->> 'bytes')::integer, s.response) is distinct from (f.kind, f.name, f.bytes, f.response_id)
                  or f.data is null and f.kind <> 'photo'
                  or f.data is not null and s.said ->> 'digest' is distinct from varta.text_digest(r.text_key, encode(sha256(f.data), 'hex'))
                then format('it is not what event %s says', s.event) end
    from varta.request r left join lateral (select * from varta.answer_file_said(r.city_id, r.id) x where (x.said ->> 'file')::bigint = f.id) s on true
    where r.city_id = f.city_id and r.id = f.request_id
$$;
comment on function varta.answer_file_fault is 'in: file of an answer. out: how it differs from what its event says; null where it does not, or where the event''s content is erased';

create or replace function varta.answer_files_missing(r varta.request) returns table (place text, fault text)
language sql stable set search_path = varta, pg_temp as $$
    select 'answer file ' || (s.said ->> 'file'), format('event %s tells of it, but it is missing', s.event) from varta.answer_file_said(r.city_id, r.id) s
    where not exists (select from varta.answer_file f where f.city_id = r.city_id and f.id = (s.said ->> 'file')::bigint)
      and not exists (select from varta.event e where e.city_id = r.city_id and e.request_id = r.id and e.verb = 'erase')
      and (s.said ->> 'kind' <> 'photo' or not exists (select from varta.event e where e.city_id = r.city_id and e.request_id = 0 and e.id > s.event and e.verb = 'photo_keep'
                                                         and e.after ->> 'file' = s.said ->> 'file'))
$$;
comment on function varta.answer_files_missing is 'in: request. out: files of its answers that events tell of and that are not there; a photo that was kept is one of the answer''s by then, and nothing is missing of who was erased';
