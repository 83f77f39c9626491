-- The photo of a request: where it is served, and a ticket for an operator to whom it is shown before the public
-- sees it, or who alone may.

create or replace function varta.media_path(p_city smallint, p_request bigint) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select '/media/' || m.hash || case m.type when 'image/jpeg' then '.jpg' when 'image/png' then '.png' else '.webp' end
            from varta.photo p join varta.media m on m.city_id = p.city_id and m.hash = p.hash
            where p.city_id = p_city and p.request_id = p_request and p.comment_id = 0);
end
$$;
comment on function varta.media_path is 'in: request. out: where the daemon serves its photo, below its own address; null: there is none';

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
