-- Photos that an order shows: officers' own, of its defects before they are mended; never a resident's, in which there may be whoever.

create or replace function varta.photos_to_show(p_city smallint, p_defects bigint[]) returns table (photo bigint)
language sql stable set search_path = varta, pg_temp as $$
    select w.id
    from (select x.id, x.defect_id, x.n, sum(x.bytes) over (order by x.nth, x.n) as so_far, row_number() over (order by x.nth, x.n) as place
          from (select a.id, a.defect_id, m.bytes, array_position(p_defects, a.defect_id) as n, row_number() over (partition by a.defect_id order by a.id desc) as nth
                from varta.attachment a join varta.media m on m.city_id = a.city_id and m.hash = a.hash
                where a.city_id = p_city and a.defect_id = any(p_defects) and a.kind = 'photo' and a.stage = 'before' and a.operator_id is not null) x) w
    where w.place <= 8 and w.so_far <= 16777216 order by w.n, w.id
$$;
comment on function varta.photos_to_show is
'in: city, defects. out: the photos of them that stand in an order, by defect: the newest of each first, then the next ones, 8 and 16 MiB at most. What no daemon has cleaned yet is none of them';

create or replace function varta.photos_ready_check(p_verb text, o varta.orders) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_photo bigint := (select min(a.id) from varta.attachment a where a.city_id = o.city_id and a.defect_id = any(varta.order_defects(o)) and a.kind = 'photo' and a.stage = 'before'
                       and a.operator_id is not null and varta.photo_state(a) = 'waiting');
begin
    if v_photo is not null then
        perform varta.fail('VA002', format('photo %s is still being prepared', v_photo), p_verb, (select code from varta.order_state where id = o.state), o.id::text,
                           'photo {5} is still being prepared: try again in a moment, or say why it is left out', v_photo::text);
    end if;
end
$$;
comment on function varta.photos_ready_check is
'in: verb, order. errors: VA002 where an officer''s photo of one of its defects waits for a daemon: an order is never changed, and would be without it for ever';

create or replace function varta.freeze_photos(o varta.orders) returns void
language sql set search_path = varta, pg_temp as $$
    insert into varta.order_photo (city_id, order_id, n, photo_id)
    select o.city_id, o.id, row_number() over (), p.photo from varta.photos_to_show(o.city_id, varta.order_defects(o)) p
$$;
comment on function varta.freeze_photos is 'in: draft that is being issued. Its photos are chosen';

create or replace function varta.photos_asked(o varta.orders, p_tz text) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_agg(jsonb_build_object('sha256', a.hash,
        'caption', format(E'Фото %s до пункту %s, додано %s\nSHA-256: %s', x.n, d.n, to_char(a.came_at at time zone p_tz, 'DD.MM.YYYY'), a.hash),
        'missing', 'Це фото неможливо надрукувати. Файл зберігається.') order by x.n)
    from varta.order_photo x join varta.attachment a on a.city_id = x.city_id and a.id = x.photo_id
    join varta.order_defect d on d.city_id = x.city_id and d.order_id = x.order_id and d.defect_id = a.defect_id
    where x.city_id = o.city_id and x.order_id = o.id
$$;
comment on function varta.photos_asked is 'in: order, time zone. out: its photos for varta.order_question(); null: it shows none';
