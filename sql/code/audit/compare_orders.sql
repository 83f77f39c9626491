-- Compares orders with what their events say, and all that is compared in one call. An order is folded from the events of its steps: it has to be the row.

create or replace function varta.order_faults(o varta.orders) returns setof text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_said jsonb := '{}';
    v_shown jsonb := varta.order_shown(o);
    s record;
begin
    for s in select x.id, x.verb, x.event_id, x.party = 'owner' and x.operator_id is null as by_link, e.verb as said, e.before, e.after from varta.order_step x
             left join varta.event e on e.city_id = x.city_id and e.id = x.event_id where x.city_id = o.city_id and x.order_id = o.id order by x.id
    loop
        if s.said is distinct from s.verb or s.after ->> 'order' is distinct from o.id::text or s.after ? 'party' <> s.by_link then
            return next format('a step is not what event %s says', s.event_id);
        end if;
        v_said := v_said - array(select jsonb_object_keys(s.before)) || coalesce(s.after, '{}') - '{paper,party,undone}'::text[];
    end loop;
    return query
    select format('its %s is not what its events say', k) from (select jsonb_object_keys(v_said || v_shown) as k) x
    where v_said -> k is distinct from v_shown -> k order by k;
    if o.number is not null and o.text_hash is distinct from varta.order_digest(o.text) then
        return next 'its text is not the one that was issued';
    end if;
end
$$;
comment on function varta.order_faults is 'in: order. out: how it differs from what the events of its steps say; nothing where it does not';

create or replace function varta.orders_missing(p_city smallint) returns table (place text, fault text)
language sql stable set search_path = varta, pg_temp as $$
    select 'order ' || (e.after ->> 'order'), format('event %s tells of it, but it is missing', e.id) from varta.event e
    where e.city_id = p_city and e.request_id = 0 and e.verb in (select verb from varta.order_verb)
      and not exists (select from varta.order_step s join varta.orders o on o.city_id = s.city_id and o.id = s.order_id
                      where s.city_id = e.city_id and s.event_id = e.id and o.id = (e.after ->> 'order')::bigint)
$$;
comment on function varta.orders_missing is 'in: city. out: orders, or steps of them, that events tell of and that are not there';

create or replace function audit.compare(p_city text) returns table (request bigint, place text, fault text)
language plpgsql stable security definer set search_path = varta, pg_temp set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
    c varta.city := varta.city_of(p_city, 'auditor', 'admin');
    v_since varta.event := varta.compared_since();
    v_mail bigint := (v_since.after ->> 'number')::bigint;
begin
    return query
    select r.id, 'request'::text, x.fault from varta.request r cross join lateral varta.request_fault(r) x (fault)
    where r.city_id = c.id and x.fault is not null;
    return query
    select e.request_id, 'request'::text, format('event %s tells of it, but it is missing', min(e.id)) from varta.event e
    where e.city_id = c.id and e.request_id > 0 and not exists (select from varta.request r where r.city_id = c.id and r.id = e.request_id)
    group by e.request_id;
    return query
    select p.request_id, 'response ' || p.id, x.fault from varta.response p cross join lateral varta.response_fault(p) x (fault)
    where p.city_id = c.id and x.fault is not null;
    return query
    select b.request_id, 'outbox ' || b.seq, x.fault from varta.outbox b cross join lateral varta.outbox_fault(b) x (fault)
    where b.city_id = c.id and x.fault is not null;
    return query
    select r.id, m.place, m.fault from varta.request r cross join lateral varta.missing_rows(r) m where r.city_id = c.id;
    return query
    select b.request_id, x.place, x.fault from varta.outbox b cross join lateral varta.delivery_faults(b) x where b.city_id = c.id;
    return query
    select b.request_id, x.place, x.fault from varta.outbox b cross join lateral varta.mail_faults(c.id, b.seq, b.seq, null, v_mail) x where b.city_id = c.id;
    return query
    select 0::bigint, x.place, x.fault from varta.newsletter n cross join lateral varta.mail_faults(c.id, n.id, null, n.id, v_mail) x
    where n.city_id = c.id and n.recalled_at is null;
    return query
    select coalesce((select b.request_id from varta.outbox b where b.seq = m.seq), 0), 'mail ' || m.id, x.fault
    from varta.mail m cross join lateral varta.mail_fault(m, v_mail) x (fault) where m.city_id = c.id and x.fault is not null;
    return query
    select k.request_id, 'comment ' || k.id, x.fault from varta.comment k cross join lateral varta.comment_fault(k) x (fault)
    where k.city_id = c.id and x.fault is not null;
    return query
    select p.request_id, 'photo ' || varta.photo_place(p), x.fault from varta.photo p cross join lateral varta.photo_fault(p, v_since.id) x (fault)
    where p.city_id = c.id and x.fault is not null;
    return query
    select r.id, m.place, m.fault from varta.request r cross join lateral varta.arrivals_missing(r) m where r.city_id = c.id;
    return query
    select 0::bigint, 'order ' || o.id, m.fault from varta.orders o cross join lateral varta.order_faults(o) m (fault) where o.city_id = c.id;
    return query
    select 0::bigint, m.place, m.fault from varta.orders_missing(c.id) m;
    return query
    select 0::bigint, 'document ' || d.id, x.fault from varta.document d cross join lateral varta.document_fault(d) x (fault) where d.city_id = c.id and x.fault is not null;
    return query
    select 0::bigint, m.place, m.fault from varta.documents_missing(c.id) m;
    return query
    select 0::bigint, 'attachment ' || a.id, x.fault from varta.attachment a cross join lateral varta.attachment_fault(a) x (fault) where a.city_id = c.id and x.fault is not null;
    return query
    select 0::bigint, m.place, m.fault from varta.attachments_missing(c.id) m;
    return query
    select f.request_id, 'answer file ' || f.id, x.fault from varta.answer_file f cross join lateral varta.answer_file_fault(f) x (fault) where f.city_id = c.id and x.fault is not null;
    return query
    select r.id, m.place, m.fault from varta.request r cross join lateral varta.answer_files_missing(r) m where r.city_id = c.id;
    return query
    select 0::bigint, m.place, m.fault from varta.defect_faults(c.id) m;
end
$$;
comment on function audit.compare is
'in: city. out: rows of requests, answers, notes, of what leaves, of its deliveries, of mails, residents'' later words, photos, orders, papers, photos of defects, files of orders and of answers, defects and verifications that are not what their events
say, or are missing; request 0: an order, a defect, a paper, or a mail that is about none. Not compared is what was written by versions that kept no digests. errors: VA001, VA004';
