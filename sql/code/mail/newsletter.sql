-- What district officers write to those who subscribed: sent to all of them at once, and to be recalled
-- until the recall window ends.

create or replace function varta.newsletter_readers(p_city smallint, p_beat integer) returns setof varta.subscription
language sql stable set search_path = varta, pg_temp as $$
    select * from varta.subscription s
    where s.city_id = p_city and s.request_id is null and s.confirmed_at is not null and s.bounced_at is null
      and (p_beat is null or s.beat_id is null or s.beat_id = p_beat)
$$;
comment on function varta.newsletter_readers is
'in: city, beat (null: all). out: the subscriptions that get what is written for it: those of the beat, and those of the whole city. Who has
both of them is there twice';

create or replace function varta.newsletter_right(p_city smallint, p_beat integer, p_verb text) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_me integer := (varta.me()).id;
    v_holder integer := varta.beat_holder(p_city, p_beat);
begin
    if not 'moderator' = any(varta.roles_in(p_city)) and not coalesce(v_me in (v_holder, varta.deputy_of(v_holder)), false) then
        perform varta.fail('VA004', 'this beat is not yours', p_verb, 'moderator');
    end if;
end
$$;
comment on function varta.newsletter_right is
'errors: VA004 where the operator is neither a moderator nor the officer of the beat, nor stands in for that officer';

create or replace function api.newsletter_send(p_city text, p_beat text, p_subject text, p_body text) returns bigint
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'moderator', 'officer');
    v_subject text := btrim(regexp_replace(coalesce(p_subject, ''), '[[:cntrl:]]+', ' ', 'g'));
    v_body text := btrim(replace(coalesce(p_body, ''), E'\r\n', E'\n'), E' \t\n');
    v_beat integer := case when p_beat is not null then (varta.beat_of(c.id, p_beat)).id end;
    n varta.newsletter;
begin
    perform varta.newsletter_right(c.id, v_beat, 'newsletter');
    if (varta.mail_source(c.id)).id is null then
        perform varta.fail('VA001', 'the city has no active source of the transport mail', 'source', 'mail');
    elsif length(v_subject) not between 1 and 120 then
        perform varta.fail('VA003', 'the subject is empty or too long', 'subject', left(v_subject, 40), '1 to 120 characters');
    elsif length(v_body) not between 1 and 10000 then
        perform varta.fail('VA003', 'the text is empty or too long', 'text', left(v_body, 40), '1 to 10000 characters');
    end if;
    insert into varta.newsletter (city_id, beat_id, operator_id, subject, body, visible_at)
    values (c.id, v_beat, (varta.me()).id, v_subject, v_body, varta.moment() + c.recall_window) returning * into n;
    insert into varta.mail (city_id, subscription_id, kind, newsletter_id, visible_at)
    select c.id, min(s.id), 'news', n.id, n.visible_at from varta.newsletter_readers(c.id, v_beat) s group by lower(s.email);
    return n.id;
end
$$;
comment on function api.newsletter_send is
'in: city, beat (null: everybody in the city; moderators only), subject, text. out: its number. It leaves when the city''s recall window
ends; nobody gets it twice. errors: VA001, VA003, VA004 it is not the operator''s beat';

create or replace function api.newsletter_recall(p_id bigint) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    n varta.newsletter;
begin
    select * into n from varta.newsletter where id = p_id and city_id = any(varta.cities_as('moderator', 'officer'));
    if not found then
        perform varta.fail('VA001', format('there is no newsletter %s', p_id), 'newsletter', p_id::text);
    end if;
    perform varta.newsletter_right(n.city_id, n.beat_id, 'recall');
    perform pg_advisory_xact_lock(7303, n.city_id);
    update varta.newsletter set recalled_at = now() where id = n.id and recalled_at is null and visible_at > clock_timestamp();
    if not found then
        perform varta.fail('VA002', 'the recall window has ended', 'recall',
                           case when n.recalled_at is null then 'published' else 'recalled' end, null,
                           case when n.recalled_at is null then 'the recall window has ended' else 'it is recalled already' end);
    end if;
    delete from varta.mail where newsletter_id = n.id;
end
$$;
comment on function api.newsletter_recall is
'in: number. Before the recall window ends a newsletter is taken back: nobody gets it. errors: VA001, VA002 too late, or recalled already, VA004';

create or replace function api.newsletters(p_city text default null)
returns table (id bigint, beat text, subject text, body text, author text, created bigint, visible bigint, state text, mails bigint, sent bigint,
               failed bigint, city text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_cities smallint[] := case when p_city is null then varta.cities_as('moderator', 'officer', 'auditor', 'admin')
                           else array[(varta.city_of(p_city, 'moderator', 'officer', 'auditor', 'admin')).id] end;
begin
    return query
    select n.id, b.code, n.subject, n.body, o.full_name, varta.epoch(n.created_at), varta.epoch(n.visible_at),
           case when n.recalled_at is not null then 'recalled' when n.visible_at > now() then 'pending' else 'published' end,
           count(m.id), count(m.sent_at), count(m.dead_at), c.code
    from varta.newsletter n
    join varta.city c on c.id = n.city_id
    join varta.operator o on o.id = n.operator_id
    left join varta.beat b on b.city_id = n.city_id and b.id = n.beat_id
    left join varta.mail m on m.newsletter_id = n.id
    where n.city_id = any(v_cities)
    group by c.id, n.city_id, n.id, b.code, o.full_name order by varta.localized(c.name, c.name_en), n.id desc;
end
$$;
comment on function api.newsletters is
'in: city (null: all of the operator''s). out: its newsletters, the newest first: beat (null: the whole city), pending (can be recalled), published or recalled; to how many
mailboxes, how many of them have it, how many never will. After 90 days nobody counts any more. errors: VA001, VA004';

create or replace function api.subscribers(p_city text) returns table (beat text, name text, confirmed bigint, asked bigint, bounced bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'moderator', 'officer', 'auditor', 'admin');
begin
    return query
    select b.code, varta.localized(b.name, b.name_en), count(*) filter (where x.state = 'confirmed'), count(*) filter (where x.state = 'asked'),
           count(*) filter (where x.state = 'bounced')
    from varta.subscription s
    cross join lateral varta.subscription_state(s) x (state)
    left join varta.beat b on b.city_id = s.city_id and b.id = s.beat_id
    where s.city_id = c.id and s.request_id is null
    group by b.id, b.code, b.name, b.name_en order by b.code nulls first;
end
$$;
comment on function api.subscribers is
'in: city. out: how many read the newsletters of each beat (null: of the whole city), were asked whether they want to, or have an address that
does not work. Never who. errors: VA001, VA004';
