-- Photos of defects, taken by officers, and of what owners of orders have mended. They come with their bytes, which wait in the row until
-- a daemon has cleaned them (take.sql); where a resident's photo is only an address, sync/photo.sql has it fetched.

create or replace function varta.photo_type(p_data bytea) returns text
language sql immutable as $$
    select case when substr(p_data, 1, 3) = '\xffd8ff' then 'image/jpeg' when substr(p_data, 1, 8) = '\x89504e470d0a1a0a' then 'image/png'
                when substr(p_data, 1, 4) = 'RIFF' and substr(p_data, 9, 4) = 'WEBP' then 'image/webp' end
$$;
comment on function varta.photo_type is 'in: bytes. out: as what kind of picture they begin; null: as none';

create or replace function varta.is_photo(p_data bytea) returns boolean
language sql immutable as $$
    select coalesce(varta.photo_type(p_data) is not null and length(p_data) <= 10485760, false)
$$;
comment on function varta.is_photo is 'in: bytes. out: whether they are taken as a photo: JPEG, PNG or WebP by their beginning, 10 MiB at most. Whether the picture is whole finds out who cleans it';

create or replace function varta.photo_add(p_city smallint, p_defect bigint, p_order bigint, p_stage text, p_operator integer, p_data bytea) returns bigint
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_salt uuid := gen_random_uuid();
    v_digest bytea := varta.keyed_digest(v_salt, sha256(p_data));
    v_id bigint := nextval(pg_get_serial_sequence('varta.attachment', 'id'));
    v_event bigint := varta.record_event(p_city, 'photo_add', null, null, jsonb_strip_nulls(jsonb_build_object('photo', v_id, 'defect', p_defect, 'order', p_order, 'stage', p_stage,
        'party', case when p_operator is null then 'owner' end, 'bytes', length(p_data), 'digest', encode(v_digest, 'hex'))));
begin
    insert into varta.attachment (city_id, id, defect_id, order_id, stage, operator_id, bytes, salt, digest, data, added_id) overriding system value
    values (p_city, v_id, p_defect, p_order, p_stage, p_operator, length(p_data), v_salt, v_digest, p_data, v_event);
    perform varta.tell_daemons('media', array[p_city]);
    return v_id;
end
$$;
comment on function varta.photo_add is
'in: city, defect or order, before or after, who (null: the owner), a photo. out: its number. It waits for a daemon; the history has its digest, with a key, and not the photo';

create or replace function varta.photo_check(d varta.defect, p_stage text, p_data bytea) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if p_stage is null or p_stage not in ('before', 'after') then
        perform varta.fail('VA003', format('%L is neither before nor after', p_stage), 'stage', p_stage, 'before or after');
    elsif not varta.is_photo(p_data) then
        perform varta.fail('VA003', 'this is no photo', 'photo', coalesce(length(p_data), 0) || ' B', 'a JPEG, PNG or WebP of 10 MiB at most');
    elsif exists (select from varta.attachment a where a.city_id = d.city_id and a.defect_id = d.id and a.refused is null and a.digest = varta.keyed_digest(a.salt, sha256(p_data))) then
        perform varta.fail('VA005', format('defect %s has this photo already', d.id), 'photo of defect', d.id::text);
    elsif (select count(*) >= 50 from varta.attachment a where a.city_id = d.city_id and a.defect_id = d.id) then
        perform varta.fail('VA003', 'nobody looks at more photos', 'photo', '51', 'at most 50 photos of a defect');
    end if;
end
$$;
comment on function varta.photo_check is 'in: defect (locked), before or after, bytes. errors: VA003 they are no photo that is taken, VA005 it is there';

create or replace function api.defect_photo(p_id bigint, p_stage text, p_photo bytea) returns api.photo_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.begin_defect('defect_photo', p_id, (varta.defect_of(p_id)).version);
    v_id bigint;
begin
    perform varta.photo_check(d, p_stage, p_photo);
    v_id := varta.photo_add(d.city_id, d.id, null, p_stage, (varta.me()).id, p_photo);
    perform varta.touch_defect(d, d.state);
    return (select r from varta.photo_rows(d.city_id, array[v_id]) r);
end
$$;
comment on function api.defect_photo is
'in: number of a defect of the operator''s unit, before or after it was mended, a photo: JPEG, PNG or WebP. out: its row. A daemon takes away all that is not the picture, keeps it, and forgets the bytes as they came. errors: VA001, VA003,
VA004, VA005 the defect has this photo, 40001';

create or replace function api.defect_photos(p_id bigint) returns setof api.photo_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.defect_of(p_id);
begin
    return query select r.* from varta.photo_rows(d.city_id, array(select a.id from varta.photos_of(d.city_id, array[d.id], varta.orders_about(d.city_id, d.id)) a)) r;
end
$$;
comment on function api.defect_photos is 'in: number of a defect. out: its photos, and those that owners of orders about it sent, as they came. errors: VA001';

create or replace function api.order_photos(p_order text) returns setof api.photo_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_named(p_order);
begin
    return query select r.* from varta.photo_rows(o.city_id, array(select a.id from varta.photos_of(o.city_id, varta.order_defects(o), array[o.id]) a)) r;
end
$$;
comment on function api.order_photos is 'in: number of an order (12/2026, or the database''s). out: photos of its defects, and those that its owner sent, as they came. errors: VA001, VA003';
