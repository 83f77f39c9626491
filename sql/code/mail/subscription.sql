-- Who gets mails: a resident who asked to be told what becomes of a request, and whoever wants to read what
-- district officers write. Nobody gets anything but one question before having confirmed the address; who
-- ends it is forgotten. A city sends mails as long as it has an active source of the transport mail.

create or replace function varta.mail_source(p_city smallint) returns varta.source
language sql stable set search_path = varta, pg_temp as $$
    select * from varta.source where city_id = p_city and transport = 'mail' and active order by id limit 1
$$;
comment on function varta.mail_source is 'out: by what the city sends mails; null where it sends none';

create or replace function varta.subscribe(p_city smallint, p_email text, p_lang text, p_request bigint, p_beat integer) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_id bigint;
begin
    if (varta.mail_source(p_city)).id is null or not coalesce(varta.is_mail(p_email), false)
       or (select count(*) >= 5 from varta.subscription s join varta.mail m on m.subscription_id = s.id and m.kind = 'confirm'
           where s.city_id = p_city and lower(s.email) = lower(p_email) and m.created_at > now() - interval '1 day') then
        return;
    end if;
    insert into varta.subscription (city_id, email, lang, request_id, beat_id)
    values (p_city, p_email, p_lang, p_request, p_beat)
    on conflict (city_id, lower(email), coalesce(request_id, 0), coalesce(beat_id, 0)) do update
    set lang = excluded.lang, asked_at = now(), confirmed_at = null, bounced_at = null
    where subscription.bounced_at is not null or subscription.confirmed_at is null and subscription.asked_at < now() - interval '1 day'
    returning id into v_id;
    if found then
        insert into varta.mail (city_id, subscription_id, kind, visible_at) values (p_city, v_id, 'confirm', now());
    end if;
end
$$;
comment on function varta.subscribe is
'in: city, address, language; request or beat, both null for the whole city. Asks the address whether it wants that. Nothing happens where
the city sends no mails, where the address is none, where it was asked within a day or has said yes, or was asked five times today';

create or replace function varta.subscription_state(s varta.subscription) returns text
language sql stable as $$
    select case when s.bounced_at is not null then 'bounced' when s.confirmed_at is not null then 'confirmed'
                when s.asked_at < now() - interval '7 days' then 'late' else 'asked' end
$$;
comment on function varta.subscription_state is 'out: asked, confirmed, bounced, or late: it was not confirmed within a week';

create or replace function sync.subscription(p_id bigint) returns table (state text, lang text, city text, request_id bigint, beat text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select varta.subscription_state(s), s.lang, case s.lang when 'en' then coalesce(nullif(c.name_en, ''), c.name) else c.name end, s.request_id,
           case s.lang when 'en' then coalesce(nullif(b.name_en, ''), b.name) else b.name end
    from varta.subscription s
    join varta.city c on c.id = s.city_id
    left join varta.beat b on b.city_id = s.city_id and b.id = s.beat_id
    where s.id = p_id and s.city_id = any((select varta.served_cities())::smallint[])
$$;
comment on function sync.subscription is
'in: number. out: asked, confirmed, bounced or late (not confirmed within a week); its language, and what it is, in that language; no row
where there is none, or none any more. errors: none';

create or replace function sync.subscribe(p_source integer, p_email text, p_lang text, p_beat text, p_lat double precision, p_long double precision,
                               p_address text) returns text
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    s varta.source := varta.source_of(p_source);
    v_beat integer;
    v_point public.geometry := case when p_lat is not null and p_long is not null then public.st_setsrid(public.st_point(p_long, p_lat), 4326) end;
begin
    if (varta.mail_source(s.city_id)).id is null then
        return 'this city sends no mails';
    elsif not coalesce(varta.is_mail(p_email), false) then
        return 'email is missing or not an address';
    elsif p_lang not in ('uk', 'en') then
        return 'lang is neither uk nor en';
    end if;
    if p_beat is not null then
        select id into v_beat from varta.beat where city_id = s.city_id and code = p_beat and active;
    elsif v_point is not null or p_address is not null then
        v_beat := varta.beat_for(s.city_id, v_point, p_address);
    end if;
    if v_beat is null and num_nonnulls(p_beat, v_point, p_address) > 0 then
        return 'no officer is in charge of that beat or place';
    end if;
    perform varta.subscribe(s.city_id, p_email, coalesce(p_lang, s.lang), null, v_beat);
    return null;
end
$$;
comment on function sync.subscribe is
'in: source, address, language (null: the source''s); a beat''s code, or a point, or an address; nothing of these: the whole city. The owner of
the address is asked. out: null, or why not; it does not tell whether the address was known. errors: VA001 source';

create or replace function sync.subscription_confirm(p_id bigint) returns text
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    s varta.subscription;
    v_state text;
begin
    select * into s from varta.subscription where id = p_id and city_id = any((select varta.served_cities())::smallint[]) for no key update;
    v_state := varta.subscription_state(s);
    if not found or v_state <> 'asked' then
        return case when s.id is not null then v_state end;
    end if;
    update varta.subscription set confirmed_at = now() where id = p_id;
    insert into varta.mail (city_id, subscription_id, kind, seq, visible_at)
    select s.city_id, s.id, 'notice', b.seq, b.visible_at
    from varta.outbox b where b.city_id = s.city_id and b.request_id = s.request_id order by b.seq desc limit 1
    on conflict do nothing;
    return 'confirmed';
end
$$;
comment on function sync.subscription_confirm is
'in: number. out: confirmed, also where it was before; bounced, or late: it was asked more than a week ago; null: there is none. What became
of the request meanwhile is sent, its last state only. errors: none';

create or replace function sync.subscription_end(p_id bigint) returns boolean
language sql security definer set search_path = varta, pg_temp as $$
    with gone as (delete from varta.subscription where id = p_id and city_id = any((select varta.served_cities())::smallint[]) returning id) select exists (select from gone)
$$;
comment on function sync.subscription_end is 'in: number. Forgets it, and what was on its way to it. out: whether it was there. errors: none';

create or replace function varta.reporter_added() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.subscribe(r.city_id, a.email, a.notify, r.id, null)
    from added a join varta.request r on r.city_id = a.city_id and r.id = a.request_id
    where a.notify is not null and a.comment_id = 0;
    return null;
end
$$;
comment on function varta.reporter_added is 'who asked to be told what becomes of a request is asked whether it was them';

create trigger reporter_added after insert on varta.reporter
    referencing new table as added for each statement execute function varta.reporter_added();

create or replace function varta.reporter_gone() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    delete from varta.subscription s using gone g
    where g.comment_id = 0 and s.city_id = g.city_id and s.request_id = g.request_id;
    return null;
end
$$;
comment on function varta.reporter_gone is 'where personal data are erased, the address does not stay here';

create trigger reporter_gone after delete on varta.reporter
    referencing old table as gone for each statement execute function varta.reporter_gone();
