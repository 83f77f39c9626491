-- The photo of a request: where it is served, and a ticket for an operator to whom it is shown before the public
-- sees it, or who alone may.

create or replace function varta.further_photos(p_urls jsonb) returns table (n smallint, url text)
language sql immutable as $$
    select (row_number() over (order by u.n))::smallint, u.url
    from (select min(e.n) as n, e.url from jsonb_array_elements_text(p_urls) with ordinality e (url, n)
          where e.n <= 10 and e.url ~ '^https?://' and length(e.url) <= 2000 group by e.url) u
    where u.n > 1
$$;
comment on function varta.further_photos is
'in: JSON array of the addresses of photos that came with a report or a comment; null: there was one at most. out: the second to the tenth, numbered from 1,
but for those that are no addresses, or are there twice';

create or replace function varta.photo_reason(p_refused text) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case when (select varta.localized('uk', 'en')) = 'en' then p_refused
        when p_refused ~ '^neither JPEG' then 'не JPEG, не PNG і не WebP'
        when p_refused ~ '^a picture of \d+ by \d+ is not taken' then regexp_replace(p_refused, '^a picture of (\d+) by (\d+) is not taken.*$', 'зображення \1 на \2 не приймається: завелике')
        when p_refused ~ '^not a whole' then 'файл пошкоджений або не дійшов цілим'
        when p_refused ~ '^a picture' then 'зображення такого виду не приймається'
        when p_refused ~ 'within the limits' then 'зображення не вдалося прочитати'
        when p_refused ~ '^it came too late' then 'відповідь уже опубліковано'
        else p_refused end
$$;
comment on function varta.photo_reason is 'in: why a photo is not kept, as the daemon said it. out: it, in the operator''s language; in other words than it knows as it is';

create or replace function varta.media_name(m varta.media) returns text
language sql immutable as $$
    select '/media/' || m.hash || case m.type when 'image/jpeg' then '.jpg' when 'image/png' then '.png' else '.webp' end
$$;
comment on function varta.media_name is 'in: file. out: where the daemon serves it, below its own address';

create or replace function varta.media_paths(p_city smallint, p_request bigint) returns text[]
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return array(select varta.media_name(m)
                 from varta.photo p join varta.media m on m.city_id = p.city_id and m.hash = p.hash
                 where p.city_id = p_city and p.request_id = p_request and p.comment_id = 0 order by p.n);
end
$$;
comment on function varta.media_paths is 'in: request. out: where the daemon serves its photos, below its own address, in their order';

create or replace function varta.media_path(p_city smallint, p_request bigint) returns text
language sql stable as $$
    select (varta.media_paths(p_city, p_request))[1]
$$;
comment on function varta.media_path is 'in: request. out: the first of its photos; null: there is none';

create or replace function api.photos(p_id bigint) returns jsonb
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
    v_paths jsonb;
begin
    if not varta.may_read(r) then
        return '[]';
    end if;
    delete from varta.photo_ticket where until < now();
    with shown as (
        select varta.media_name(m) as name, p.hash, p.place, p.comment_id, p.n
        from (select hash, 1 as place, comment_id, n from varta.photo where city_id = r.city_id and request_id = r.id
              union all
              select hash, 2, response_id, n from varta.answer_photo where city_id = r.city_id and request_id = r.id) p
        join varta.media m on m.city_id = r.city_id and m.hash = p.hash),
    ticket as (
        insert into varta.photo_ticket (hash) select distinct s.hash from shown s returning hash, ticket)
    select coalesce(jsonb_agg(s.name || '?ticket=' || t.ticket order by s.place, s.comment_id, s.n), '[]') into v_paths from shown s join ticket t using (hash);
    return v_paths;
end
$$;
comment on function api.photos is
'in: number. out: JSON array: where the daemon serves the stripped photos of that request, then those of what its resident wrote later, and those of answers, below its own address, to the
caller alone and for five minutes; none where the caller may not read the request. errors: VA001';

create or replace function api.photo(p_id bigint) returns text
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
    v_path text := varta.media_path(r.city_id, r.id);
    v_ticket uuid;
begin
    if v_path is null or not varta.may_read(r) then
        return null;
    end if;
    delete from varta.photo_ticket where until < now();
    insert into varta.photo_ticket (hash) values (substring(v_path from '[0-9a-f]{64}')) returning ticket into v_ticket;
    return v_path || '?ticket=' || v_ticket;
end
$$;
comment on function api.photo is
'in: number. out: where the daemon serves the stripped photo of that request, below its own address, to the caller alone and for five minutes;
null: there is none, or the caller may not read the request. errors: VA001';
