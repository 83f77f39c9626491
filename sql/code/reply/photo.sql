-- Photos that belong to an answer: proposed with it, seen by operators, and by the public once the answer is published.

create or replace function varta.answer_paths(p_city smallint, p_response bigint) returns text[]
language sql stable set search_path = varta, pg_temp as $$
    select array_agg(varta.media_name(m) order by a.n) from varta.answer_photo a join varta.media m on m.city_id = a.city_id and m.hash = a.hash
    where a.city_id = p_city and a.response_id = p_response
$$;
comment on function varta.answer_paths is 'in: response. out: where the daemon serves its photos, below its own address; null: it has none';

create or replace function varta.answer_photo_public(a varta.answer_photo) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select exists (select from varta.request r join varta.kind k on k.id = r.kind and k.public
                   join varta.response x on x.city_id = r.city_id and x.id = a.response_id and x.public and x.state = varta.response_published()
                   cross join lateral (select o.status from varta.outbox o where o.city_id = r.city_id and o.request_id = r.id and o.visible_at <= now()
                                       order by o.seq desc limit 1) b
                   where r.city_id = a.city_id and r.id = a.request_id and r.public and b.status in (varta.status_pending(), varta.status_answered())
                     and exists (select from varta.outbox o where o.city_id = r.city_id and o.request_id = r.id and o.response_id = x.id and o.visible_at <= now()))
$$;
comment on function varta.answer_photo_public is 'in: photo of an answer. out: whether the public may see it now: the answer is published, its recall window has ended, and its request is public';

create or replace function varta.photos_of_mending(p_city smallint, p_request bigint, p_defects bigint[], p_since timestamptz) returns text[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(w.hash order by w.id), '{}')
    from (select a.hash, max(a.id) as id from varta.attachment a join varta.defect_request x on x.city_id = a.city_id and x.defect_id = a.defect_id
          where a.city_id = p_city and x.request_id = p_request and a.defect_id = any(p_defects) and a.kind = 'photo' and a.stage = 'after'
            and a.operator_id is not null and a.hash is not null and a.came_at >= p_since
          group by a.hash order by 2 desc limit 4) w
$$;
comment on function varta.photos_of_mending is
'in: request, defects, since when. out: SHA-256 of the photos, the newest four at most, that officers took after the mending of those of the defects that it is about; never an owner''s or a resident''s';

create or replace function varta.add_answer_photos(r varta.request, p_response bigint, p_hashes text[]) returns jsonb
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.answer_photo (city_id, response_id, n, request_id, hash)
    select r.city_id, p_response, h.n, r.id, h.hash from unnest(p_hashes) with ordinality h (hash, n);
    return case when cardinality(p_hashes) > 0 then jsonb_build_object('photos', to_jsonb(p_hashes)) else '{}' end;
end
$$;
comment on function varta.add_answer_photos is 'in: request, its response, SHA-256 of files. They belong to the answer. out: what the event of the response says of that';

create or replace function varta.answer_files(p_city smallint, p_response bigint) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('file', f.id, 'name', f.name, 'kind', f.kind, 'bytes', f.bytes, 'waiting', f.kind = 'photo' and f.data is not null,
                                                 'refused', varta.photo_reason(f.refused)) order by f.id), '[]')
    from varta.answer_file f where f.city_id = p_city and f.response_id = p_response
$$;
comment on function varta.answer_files is 'in: response. out: its files, and photos that wait for a daemon or were refused';
