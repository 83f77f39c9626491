-- What operators read of the photos that officers and owners of orders have put there.

create type api.photo_row as (
    photo bigint, stage text, stage_name text, "by" text, came bigint, bytes integer, state text, state_name text, reason text, path text);
comment on type api.photo_row is
'one photo of a defect or an order. stage: before or after it was mended; by: the officer, or the institution that sent it by the link; bytes: as it came; state: waiting for a daemon to clean it, kept, or refused: for
that reason; path: where the daemon serves it, below its own address, to the caller alone and for five minutes; null: it is not there';

create or replace function varta.photos_of(p_city smallint, p_defects bigint[], p_orders bigint[]) returns setof varta.attachment
language sql stable set search_path = varta, pg_temp as $$
    select a.* from varta.attachment a where a.city_id = p_city and (a.defect_id = any(p_defects) or a.order_id = any(p_orders)) and a.kind = 'photo' order by a.id
$$;
comment on function varta.photos_of is 'in: city, defects, orders. out: photos that officers took of these defects, and that the owners of these orders sent, as they came';

create or replace function varta.orders_about(p_city smallint, p_defect bigint) returns bigint[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(x.order_id order by x.order_id), '{}') from varta.order_defect x where x.city_id = p_city and x.defect_id = p_defect
$$;
comment on function varta.orders_about is 'in: defect. out: the orders that are about it';

create or replace function varta.photo_state(a varta.attachment) returns text
language sql immutable as $$
    select case when a.hash is not null then 'kept' when a.refused is not null then 'refused' else 'waiting' end
$$;
comment on function varta.photo_state is 'in: photo. out: kept, refused or waiting';

create or replace function varta.photo_counts(p_city smallint, p_defects bigint[], p_orders bigint[]) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_build_object('before', count(*) filter (where p.stage = 'before' and p.refused is null), 'after', count(*) filter (where p.stage = 'after' and p.refused is null),
                              'waiting', count(*) filter (where varta.photo_state(p) = 'waiting'), 'refused', count(*) filter (where p.refused is not null))
    from varta.photos_of(p_city, p_defects, p_orders) p
$$;
comment on function varta.photo_counts is
'in: city, defects, orders. out: how many photos show them before and after, those included that are still waiting for a daemon; how many wait, and how many were refused';

create or replace function varta.photo_rows(p_city smallint, p_photos bigint[]) returns setof api.photo_row
language plpgsql set search_path = varta, pg_temp as $$
begin
    delete from varta.photo_ticket where until < now();
    return query
    with ticket as (
        insert into varta.photo_ticket (hash) select distinct a.hash from varta.attachment a where a.city_id = p_city and a.id = any(p_photos) and a.hash is not null
        returning hash, ticket)
    select a.id, a.stage, case a.stage when 'before' then varta.localized('до', 'before') else varta.localized('після', 'after') end,
           coalesce(p.full_name, varta.localized(i.name, i.name_en), ''), varta.epoch(a.came_at), a.bytes, s,
           case s when 'kept' then varta.localized('збережено', 'kept') when 'refused' then varta.localized('не прийнято', 'refused') else varta.localized('обробляється', 'being processed') end,
           coalesce(varta.photo_reason(a.refused), ''), varta.media_name(m) || '?ticket=' || t.ticket
    from varta.attachment a cross join lateral varta.photo_state(a) s
    left join varta.operator p on p.id = a.operator_id
    left join varta.orders o on o.city_id = a.city_id and o.id = a.order_id
    left join varta.institution i on i.city_id = o.city_id and i.id = o.institution_id
    left join varta.media m on m.city_id = a.city_id and m.hash = a.hash
    left join ticket t on t.hash = a.hash
    where a.city_id = p_city and a.id = any(p_photos)
    order by a.id;
end
$$;
comment on function varta.photo_rows is 'in: city, photos that the operator may see. out: their rows, with tickets';
