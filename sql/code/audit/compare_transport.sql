-- Compares deliveries, mails, photos and residents' later words with what the events say of them (transport_events.sql): what
-- is there that no event tells of, what is missing, and what is said to have left, or to have been given up, and has not.
-- The events of the request say what ought to be there; after an erasure that event says it of all that it left.

create or replace function varta.end_fault(p_city smallint, p_number bigint, p_source integer, p_verbs text[], p_done timestamptz, p_dead timestamptz,
                                           p_base jsonb, p_strict boolean) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    e record;
begin
    select v.id, v.verb, (v.after ->> 'at')::bigint as at into e from varta.event v
    where v.city_id = p_city and v.request_id = -p_number and v.verb = any(p_verbs) and (v.after ->> 'source')::integer is not distinct from p_source
    order by v.id desc limit 1;
    return case
        when not found and (not p_strict or p_base is null and coalesce(p_done, p_dead) is null
                            or p_base = jsonb_build_array(varta.micros(p_done), varta.micros(p_dead))) then null
        when not found then 'it is done or given up, and no event says so'
        when case e.verb when p_verbs[1] then e.at is distinct from varta.micros(p_done) or p_dead is not null
                         when p_verbs[2] then e.at is distinct from varta.micros(p_dead) or p_done is not null
                         else coalesce(p_done, p_dead) is not null end
            then format('whether it is done is not what event %s says', e.id) end;
end
$$;
comment on function varta.end_fault is
'in: city, number of the row of the outbox or mail, source (null: of a mail), the verbs for done, given up and again, when the row says it was done, given up; what
an erasure said of that (null: none did), whether there have to be events. out: how the row differs, null: it does not';

create or replace function varta.told_base(b varta.outbox, out event bigint, out consumers jsonb) returns record
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    select e.id, e.after #> array['digests', 'deliveries', b.seq::text] into event, consumers from varta.event e
    where e.city_id = b.city_id and e.request_id = b.request_id and e.verb = 'erase' and e.id > b.event_id and e.after #> '{digests,photos}' is not null
    order by e.id desc limit 1;
    if found then
        consumers := coalesce(consumers, '{}');
        return;
    end if;
    select e.id, (select jsonb_object_agg(s, null) from jsonb_array_elements_text(e.after #> array['digests', 'to', b.request_id::text]) s)
    into event, consumers from varta.event e where e.city_id = b.city_id and e.id = b.event_id and e.after #> '{digests,to}' is not null;
    consumers := case when event is not null then coalesce(consumers, '{}') end;
end
$$;
comment on function varta.told_base is
'in: row of the outbox. out: the event that says whom it concerns, and whom: {"source": null, or after an erasure how its delivery stood then}; nulls: no event does';

create or replace function varta.delivery_faults(b varta.outbox) returns table (place text, fault text)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_base record := varta.told_base(b);
    v_also jsonb;
    x record;
begin
    select coalesce(jsonb_object_agg(s, null), '{}') into v_also
    from varta.event e cross join lateral jsonb_array_elements_text(e.after -> 'to') s
    where e.city_id = b.city_id and e.request_id = -b.seq and e.verb = 'also' and e.id > v_base.event;
    for x in
        select coalesce(d.source_id, w.key::integer) as source_id, d.seq, d.delivered_at, d.dead_at, d.next_at, w.key is not null as wanted,
               nullif(w.value, 'null') as base, s.code
        from (select * from varta.delivery y where y.seq = b.seq) d
        full join (select * from jsonb_each(v_also || v_base.consumers)) w on w.key::integer = d.source_id
        left join varta.source s on s.id = coalesce(d.source_id, w.key::integer)
    loop
        place := 'delivery ' || b.seq || ' to ' || coalesce(x.code, x.source_id::text);
        fault := case
            when x.seq is null then format('event %s tells of it, but it is missing', v_base.event)
            when v_base.event is not null and not x.wanted then format('event %s does not send it there', v_base.event)
            when coalesce(x.delivered_at, x.dead_at) is null and x.next_at > greatest(b.visible_at, now()) + interval '31 days'
                then 'it waits longer than anything waits'
            else varta.end_fault(b.city_id, b.seq, x.source_id, '{delivered,given_up,again}', x.delivered_at, x.dead_at, x.base, v_base.event is not null) end;
        if fault is not null then
            return next;
        end if;
    end loop;
end
$$;
comment on function varta.delivery_faults is 'in: row of the outbox. out: how its deliveries differ from what the events say, none: they do not';

create or replace function varta.mail_fault(m varta.mail, p_since bigint) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_digest text;
begin
    if m.kind = 'confirm' then
        select e.after -> 'mails' ->> m.id::text into v_digest from varta.event e
        where e.city_id = m.city_id and e.request_id = -m.id and e.verb = 'mails' and e.after -> 'mails' ? m.id::text;
        if v_digest is null and m.id > p_since then
            return 'no event tells of it';
        elsif v_digest <> varta.mail_digest(m.subscription_id, m.kind, m.seq, m.newsletter_id) then
            return 'it is not what its event says';
        end if;
    end if;
    if coalesce(m.sent_at, m.dead_at) is null and m.next_at > greatest(m.visible_at, now()) + interval '31 days' then
        return 'it waits longer than anything waits';
    end if;
    return varta.end_fault(m.city_id, m.id, null, '{mail_sent,mail_given_up,mail_again}', m.sent_at, m.dead_at, null, m.id > p_since);
end
$$;
comment on function varta.mail_fault is
'in: mail, the number above which mails have events. out: how it differs from what the events say, null: it does not; what a notice or the
mail of a newsletter is, varta.mail_faults() compares';

create or replace function varta.mail_faults(p_city smallint, p_number bigint, p_seq bigint, p_newsletter bigint, p_since bigint) returns table (place text, fault text)
language sql stable set search_path = varta, pg_temp as $$
    select 'mail ' || coalesce(t.mail, m.id), x.fault
    from (select e.id as event, j.key::bigint as mail, j.value as digest from varta.event e cross join lateral jsonb_each_text(e.after -> 'mails') j
          where e.city_id = p_city and e.request_id = -p_number and e.verb = 'mails' and (p_newsletter is not null) = (e.after ->> 'request' is null)) t
    full join (select id, varta.mail_digest(subscription_id, kind, seq, newsletter_id) as digest from varta.mail
               where case when p_seq is not null then seq = p_seq else newsletter_id = p_newsletter end) m on m.id = t.mail
    cross join lateral (select case
        when t.mail is null and m.id > p_since then 'no event tells of it'
        when t.digest <> m.digest then format('it is not what event %s says', t.event)
        when m.id is null and t.digest in (
                select varta.mail_digest(s.id, case when p_seq is null then 'news' else 'notice' end, p_seq, p_newsletter) from varta.subscription s
                where s.city_id = p_city and (p_seq is null or s.request_id = (select o.request_id from varta.outbox o where o.seq = p_seq)))
             and not exists (select from varta.event x where x.city_id = p_city and x.request_id = -t.mail and x.verb in ('mail_sent', 'mail_given_up')
                             and x.at < now() - interval '89 days')
            then format('event %s tells of it, but it is missing', t.event) end) x (fault)
    where x.fault is not null
$$;
comment on function varta.mail_faults is
'in: city, number of a row of the outbox or of a newsletter, and which of the two it is, the number above which mails have events. out: its mails that are not
what the event says, that none tells of, or that are missing although their subscription is there; what ended 89 days ago may have gone';

create or replace function varta.comment_fault(c varta.comment) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    e record;
    v_gone boolean := false;
    k uuid := (select text_key from varta.request where city_id = c.city_id and id = c.request_id);
begin
    for e in select v.id, v.salt is null as gone, v.verb = 'erase' as whole,
                    case v.verb when 'erase' then v.after #>> array['digests', 'comments', c.id::text] else v.after #>> '{digests,comment}' end as digest
             from varta.event v where v.city_id = c.city_id and v.request_id = c.request_id
               and (v.verb = 'erase' and v.after #> '{digests,comments}' is not null or v.salt is null or v.verb = 'comment' and (v.after ->> 'comment')::bigint = c.id)
             order by v.id desc
    loop
        v_gone := v_gone or e.gone;
        if e.digest is not null then
            return case when e.digest is distinct from varta.comment_digest(k, c) then format('it is not what event %s says', e.id) end;
        elsif not e.gone and not e.whole then
            return null;
        end if;
    end loop;
    return case when not v_gone then 'no event tells of it' end;
end
$$;
comment on function varta.comment_fault is 'in: later word. out: how it differs from what the events of its request say, null: it does not';

create or replace function varta.photo_told(p_after jsonb) returns text
language sql immutable as $$
    select p_after ->> 'comment' || coalesce('.' || (p_after ->> 'n'), '')
$$;
comment on function varta.photo_told is 'in: what an event tells of a photo. out: which one that is, as of photo_place(). Versions that took one photo of each said no n';

create or replace function varta.photo_fault(p varta.photo, p_since bigint) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    e record;
    v_erase bigint := 0;
    v_digest text;
    k uuid := (select text_key from varta.request where city_id = p.city_id and id = p.request_id);
    v_url text := case p.comment_id when 0 then (select media_url from varta.request where city_id = p.city_id and id = p.request_id)
                                    else (select media_url from varta.comment where city_id = p.city_id and id = p.comment_id) end;
begin
    if p.n = 0 and p.url is distinct from coalesce(v_url, '') then
        return 'its address is not the one that was sent';
    end if;
    select v.id, v.after #>> array['digests', 'photos', varta.photo_place(p)] into v_erase, v_digest from varta.event v
    where v.city_id = p.city_id and v.request_id = p.request_id and v.verb = 'erase' and v.after #> '{digests,photos}' is not null order by v.id desc limit 1;
    select v.id, v.after ->> 'digest' as digest into e from varta.event v
    where v.city_id = p.city_id and v.request_id = -p.request_id and v.verb in ('photo', 'photo_refused') and varta.photo_told(v.after) = varta.photo_place(p)
      and v.id > coalesce(v_erase, 0)
    order by v.id desc limit 1;
    if found then
        return case when e.digest <> varta.text_digest(k, coalesce(p.hash, p.refused, '')) then format('its file is not what event %s says', e.id) end;
    elsif v_digest is not null then
        return case when v_digest <> varta.text_digest(k, coalesce(p.hash, p.refused, '')) then format('its file is not what event %s says', v_erase) end;
    end if;
    return case when coalesce(p.hash, p.refused) is not null and exists (
        select from varta.event v where v.city_id = p.city_id and v.request_id = p.request_id and v.id > p_since
          and (p.comment_id = 0 and v.verb = 'received' or v.verb = 'comment' and (v.after ->> 'comment')::bigint = p.comment_id))
        then 'no event says where its file comes from' end;
end
$$;
comment on function varta.photo_fault is 'in: photo, the event since which there are events of photos. out: how it differs from what the events say, null: it does not';

create or replace function varta.arrivals_missing(r varta.request) returns table (place text, fault text)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    e record;
    v_erase bigint := (select max(x.id) from varta.event x where x.city_id = r.city_id and x.request_id = r.id and x.verb = 'erase');
begin
    for e in select v.id, k.place, k.photo from varta.event v
             cross join lateral (
                 select v.after ->> 'comment' as place, false as photo where v.verb = 'comment' and v.after ? 'comment'
                 union all select j, false from jsonb_object_keys(v.after #> '{digests,comments}') j where v.verb = 'erase'
                 union all select j, true from jsonb_object_keys(v.after #> '{digests,photos}') j where v.verb = 'erase' and v.id = v_erase
                 union all select varta.photo_told(v.after), true where v.verb in ('photo', 'photo_refused') and v.after ? 'n' and v.id > coalesce(v_erase, 0)) k
             where v.city_id = r.city_id and (v.request_id = r.id and v.verb in ('comment', 'erase') or v.request_id = -r.id and v.verb in ('photo', 'photo_refused'))
             order by v.id
    loop
        if not e.photo and not exists (select from varta.comment c where c.city_id = r.city_id and c.id = e.place::bigint) then
            return query select 'comment ' || e.place, format('event %s tells of it, but it is missing', e.id);
        elsif e.photo and not exists (select from varta.photo p where p.city_id = r.city_id and p.request_id = r.id and varta.photo_place(p) = e.place) then
            return query select 'photo ' || e.place, format('event %s tells of it, but it is missing', e.id);
        end if;
    end loop;
    return query
    select 'photo ' || w.id, 'its address was sent, but it is missing'
    from (select 0::bigint as id, r.media_url as url union all select c.id, c.media_url from varta.comment c where c.city_id = r.city_id and c.request_id = r.id) w
    where w.url ~ '^https?://' and length(w.url) <= 2000
      and not exists (select from varta.photo p where p.city_id = r.city_id and p.request_id = r.id and p.comment_id = w.id and p.n = 0);
end
$$;
comment on function varta.arrivals_missing is 'in: request. out: its later words and photos that ought to be there, and are missing';
