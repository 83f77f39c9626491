-- Papers: the PDF of an order is made once, by a daemon that leases it, from the text that was frozen when it was issued; its
-- hash is in the history, and it is never changed. What else becomes a paper needs a question (document_question()) and a row.

create or replace function varta.want_document(p_city smallint, p_kind text, p_of bigint) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.document (city_id, kind, of_id) values (p_city, p_kind, p_of) on conflict do nothing;
    perform varta.tell_daemons('document', array[p_city]);
end
$$;
comment on function varta.want_document is 'in: city, order or act, its number. Has the paper made; nothing where it is there already';

create or replace function varta.paper_of_order() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.want_document(new.city_id, 'order', new.order_id);
    return null;
end
$$;
comment on function varta.paper_of_order is 'an order that is issued becomes a paper';

create trigger paper_of_order after insert on varta.order_step
    for each row when (new.verb = 'order_issue') execute function varta.paper_of_order();

create or replace function varta.order_question(p_city smallint, p_order bigint) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_build_object('title', 'Припис № ' || varta.order_name(o), 'text', o.text, 'author', u.name, 'made', varta.epoch(o.issued_at),
        'address_caption', 'Чи чинний цей припис і чи не замінено його іншим, видно за адресою:',
        'photos_title', format('Додаток до припису № %s: фото', varta.order_name(o)), 'photos', varta.photos_asked(o, c.tz),
        'signatures', jsonb_build_array(
            jsonb_build_object('label', 'Підпис', 'name', coalesce(substring(o.text from 'Припис видав\(-ла\): ([^\n]*)\n$'), ''), 'sign_caption', '', 'name_caption', ''),
            jsonb_build_object('label', 'Отримано', 'name', '', 'sign_caption', 'підпис', 'name_caption', 'прізвище, дата, вхідний номер')))
    from varta.orders o join varta.city c on c.id = o.city_id join varta.unit u on u.city_id = o.city_id and u.id = o.unit_id where o.city_id = p_city and o.id = p_order and o.number is not null
$$;
comment on function varta.order_question is 'in: order. out: what varta-document is asked about it: nothing in it changes after the issue, but for the name of the unit';

create or replace function varta.paper_of_act() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.want_document(new.city_id, 'act', new.id);
    return null;
end
$$;
comment on function varta.paper_of_act is 'an act that is signed becomes a paper';

create trigger paper_of_act after update of signed_at on varta.campaign
    for each row when (new.signed_at is not null and old.signed_at is null) execute function varta.paper_of_act();

create or replace function varta.act_question(p_city smallint, p_campaign bigint) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_build_object('title', 'Акт обстеження № ' || k.id, 'text', k.text, 'author', u.name, 'made', varta.epoch(k.signed_at),
        'address_caption', 'Чи такий цей акт, яким його підписано, видно за адресою:',
        'signatures', (select jsonb_agg(jsonb_build_object('label', case m.n when 1 then 'Голова комісії' else 'Член комісії' end, 'name', m.name, 'sign_caption', '', 'name_caption', '') order by m.n)
                       from varta.campaign_member m where m.city_id = k.city_id and m.campaign_id = k.id))
    from varta.campaign k join varta.unit u on u.city_id = k.city_id and u.id = k.unit_id where k.city_id = p_city and k.id = p_campaign and k.signed_at is not null
$$;
comment on function varta.act_question is 'in: campaign. out: what varta-document is asked about its act, as of orders; each member signs it';

create or replace function varta.document_question(d varta.document) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return case d.kind when 'order' then varta.order_question(d.city_id, d.of_id) when 'act' then varta.act_question(d.city_id, d.of_id) end;
end
$$;
comment on function varta.document_question is
'in: document. out: {"title", "text": paragraphs divided by empty lines, of which the first is the head, "author", "made": epoch s, "address_caption", "signatures": [{"label", "name": empty: a line to
write on, "sign_caption", "name_caption"}], of orders "photos_title", "photos": [{"sha256", "caption", "missing": stands in its place where it cannot be shown}]}, null where there is nothing to make it of';

create or replace function varta.shows_photos(d varta.document) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select d.kind = 'order' and exists (select from varta.order_photo x where x.city_id = d.city_id and x.order_id = d.of_id)
$$;
comment on function varta.shows_photos is 'in: document. out: whether whoever makes it has to have the files of photos';

create or replace function sync.document_lease(p_daemon text, p_limit integer, p_seconds integer, p_photos boolean default false)
returns table (city_id smallint, id bigint, key text, question jsonb)
language sql security definer set search_path = varta, pg_temp as $$
    with taken as (
        select d.city_id, d.id from varta.document d
        where d.city_id = any((select varta.served_cities())::smallint[]) and d.pdf is null and d.refused is null and d.next_at <= now() and coalesce(d.leased_until <= now(), true)
          and (p_photos or not varta.shows_photos(d))
        order by d.next_at, d.id limit p_limit
        for update skip locked)
    update varta.document d set leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds), attempts = d.attempts + 1
    from taken t where d.city_id = t.city_id and d.id = t.id and coalesce(p_daemon, '') <> ''
    returning d.city_id, d.id, d.key, varta.document_question(d)
$$;
comment on function sync.document_lease is
'in: name of the daemon, how many at most, for how many seconds, whether it has the files of photos. out: papers to make until then; nobody else gets them. key: for the address of the public page; question: varta.document_question(). errors: none';

create or replace function sync.document_next(p_photos boolean default false) returns bigint
language sql stable security definer set search_path = varta, pg_temp as $$
    select greatest(ceil(extract(epoch from min(greatest(d.next_at, d.leased_until)) - now()) * 1000), 0)::bigint
    from varta.document d where d.city_id = any((select varta.served_cities())::smallint[]) and d.pdf is null and d.refused is null
      and (p_photos or not varta.shows_photos(d))
    having count(*) > 0
$$;
comment on function sync.document_next is 'in: whether the daemon has the files of photos. out: in how many milliseconds the next paper may be leased; null: none waits. errors: none';

create or replace function sync.document_store(p_city integer, p_id bigint, p_address text, p_pdf bytea) returns boolean
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.document;
begin
    select * into d from varta.document x where x.city_id = p_city and x.id = p_id and x.city_id = any((select varta.served_cities())::smallint[]) for no key update;
    if d.id is null or d.pdf is not null then
        return false;
    elsif substr(p_pdf, 1, 5) is distinct from '%PDF-' or length(p_pdf) > 16777216 then
        perform varta.fail('VA003', 'this is no PDF', 'pdf', '', 'a PDF of 16 MiB at most');
    end if;
    update varta.document x
    set pdf = p_pdf, hash = sha256(p_pdf), address = p_address, made_at = varta.moment(), leased_by = null, leased_until = null,
        event_id = varta.record_event(x.city_id, 'document', null, null,
                       jsonb_build_object('document', x.id, x.kind, x.of_id, 'sha256', encode(sha256(p_pdf), 'hex'), 'bytes', length(p_pdf)))
    where x.city_id = d.city_id and x.id = d.id;
    return true;
end
$$;
comment on function sync.document_store is
'in: paper, the address printed on it, the PDF. out: whether that was news: it is made once, and its hash goes into the history with it. errors: VA003 it is no PDF';

create or replace function sync.document_failed(p_city integer, p_id bigint, p_daemon text, p_why text) returns boolean
language sql security definer set search_path = varta, pg_temp as $$
    update varta.document d
    set leased_by = null, leased_until = null, next_at = clock_timestamp() + varta.delivery_wait(t, d.attempts),
        refused = case when d.attempts >= t.attempts then left(coalesce(p_why, ''), 300) end
    from varta.transport t
    where t.code = 'poll' and d.city_id = p_city and d.id = p_id and d.pdf is null and d.leased_by = p_daemon and d.city_id = any((select varta.served_cities())::smallint[])
    returning d.refused is not null
$$;
comment on function sync.document_failed is
'in: paper, daemon, what went wrong. out: whether it was given up; null where the daemon has not got the lease any more. It is tried again like what is polled. errors: none';

create or replace function varta.order_in_public(o varta.orders) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_build_object('name', varta.order_name(o), 'unit', u.name, 'city', c.name, 'institution', i.name, 'state', s.code, 'state_name', s.name,
        'issued', to_char(o.issued_at at time zone c.tz, 'DD.MM.YYYY'), 'due', to_char(varta.last_day(o.due_at, c.tz), 'DD.MM.YYYY'),
        'replaced_by', (select varta.order_name(x) from varta.orders x where x.city_id = o.city_id and x.replaces_id = o.id),
        'replaces', (select varta.order_name(x) from varta.orders x where x.city_id = o.city_id and x.id = o.replaces_id))
    from varta.city c cross join varta.unit u cross join varta.institution i cross join varta.order_state s
    where c.id = o.city_id and u.city_id = o.city_id and u.id = o.unit_id and i.city_id = o.city_id and i.id = o.institution_id and s.id = o.state
$$;
comment on function varta.order_in_public is 'in: order. out: what everybody may know who has the paper, in Ukrainian';

create or replace function varta.act_in_public(k varta.campaign) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_build_object('name', k.id::text, 'unit', u.name, 'city', c.name, 'issued', to_char(k.signed_at at time zone c.tz, 'DD.MM.YYYY'))
    from varta.city c cross join varta.unit u where c.id = k.city_id and u.city_id = k.city_id and u.id = k.unit_id
$$;
comment on function varta.act_in_public is 'in: campaign whose act is signed. out: what everybody may know who has the paper, in Ukrainian';

create or replace function api.order_pdf(p_order text) returns table (name text, sha256 text, pdf bytea)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_named(p_order);
begin
    return query select varta.order_name(o), encode(d.hash, 'hex'), d.pdf from varta.document d where d.city_id = o.city_id and d.kind = 'order' and d.of_id = o.id and d.pdf is not null;
    if not found then
        perform varta.fail('VA002', 'there is no PDF of it yet', 'order_pdf', (select code from varta.order_state where id = o.state), o.id::text,
                           case when o.number is null then 'it is not issued' else 'a daemon makes it within seconds of the issue' end);
    end if;
end
$$;
comment on function api.order_pdf is 'in: number of an order (12/2026, or the database''s). out: its number, the SHA-256 of its PDF, and it. errors: VA001, VA002 it is not made yet';

create or replace function api.campaign_pdf(p_campaign bigint) returns table (name text, sha256 text, pdf bytea)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    k varta.campaign := varta.campaign_of(p_campaign);
begin
    return query select k.id::text, encode(d.hash, 'hex'), d.pdf from varta.document d where d.city_id = k.city_id and d.kind = 'act' and d.of_id = k.id and d.pdf is not null;
    if not found then
        perform varta.fail('VA002', 'there is no PDF of it yet', 'campaign_pdf', case when k.signed_at is null then 'unsigned' else 'signed' end, k.id::text,
                           case when k.signed_at is null then 'the act is not signed' else 'a daemon makes it within seconds of the issue' end);
    end if;
end
$$;
comment on function api.campaign_pdf is 'in: campaign. out: its number, the SHA-256 of the PDF of its act, and it. errors: VA001, VA002 it is not made yet';

-- What was made stays as it is.

create or replace function varta.keep_document() returns trigger
language plpgsql as $$
begin
    raise exception using errcode = '55000', message = format('document %s is made: it is never changed', old.id);
end
$$;

create trigger keep_document before update on varta.document
    for each row when (old.pdf is not null or (new.city_id, new.id, new.kind, new.of_id, new.key) is distinct from (old.city_id, old.id, old.kind, old.of_id, old.key))
    execute function varta.keep_document();
create trigger refuse_change before delete or truncate on varta.document for each statement execute function varta.refuse_change();

create or replace function varta.document_fault(d varta.document) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case when e.verb is distinct from 'document' or e.after ->> 'document' is distinct from d.id::text or e.after ->> 'sha256' is distinct from encode(sha256(d.pdf), 'hex')
                then format('it is not what event %s says', d.event_id) end
    from (select) x left join varta.event e on e.city_id = d.city_id and e.id = d.event_id
    where d.pdf is not null
$$;
comment on function varta.document_fault is 'in: document. out: how it differs from what its event says; null where it does not';

create or replace function varta.documents_missing(p_city smallint) returns table (place text, fault text)
language sql stable set search_path = varta, pg_temp as $$
    select 'document ' || (e.after ->> 'document'), format('event %s tells of it, but it is missing', e.id) from varta.event e
    where e.city_id = p_city and e.request_id = 0 and e.verb = 'document'
      and not exists (select from varta.document d where d.city_id = e.city_id and d.event_id = e.id and d.pdf is not null)
$$;
comment on function varta.documents_missing is 'in: city. out: papers that events tell of and that are not there';
