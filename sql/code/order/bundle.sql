-- What is kept of an order for a court: its text, its paper, its steps as the history has them, and where they stand in the log.

create or replace function varta.order_events(o varta.orders) returns setof varta.event
language sql stable set search_path = varta, pg_temp as $$
    select e.* from varta.event e
    where e.city_id = o.city_id and e.id in (select s.event_id from varta.order_step s where s.city_id = o.city_id and s.order_id = o.id
                                             union all select d.event_id from varta.document d where d.city_id = o.city_id and d.kind = 'order' and d.of_id = o.id
                                             union all select x.event from varta.photos_of(o.city_id, varta.order_defects(o), array[o.id]) a
                                                       cross join lateral (values (a.added_id), (a.event_id)) x (event) where a.refused is null
                                             union all select a.added_id from varta.attachment a where a.city_id = o.city_id and a.order_id = o.id and a.kind <> 'photo'
                                             union all select m.id from varta.event m where m.city_id = o.city_id and m.request_id = 0 and m.verb = 'party_mail' and m.after ->> 'order' = o.id::text)
    order by e.id
$$;
comment on function varta.order_events is 'in: order. out: the events of its steps, of its paper, of the photos of its defects and its files: who put them there, and their hashes; and of its mails: what the server said that took each';

create or replace function varta.event_evidence(e varta.event) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return jsonb_build_object('entry', translate(encode(varta.event_entry(e), 'base64'), E'\n', ''), 'said', jsonb_build_array(e.salt, e.why, e.before, e.after)::text,
        'leaf', (select l.leaf from varta.log_leaf l where l.city_id = e.city_id and l.event_id = e.id and l.leaf < (select max(size) from varta.log_checkpoint)));
end
$$;
comment on function varta.event_evidence is
'in: event. out: its entry in the log, in base64; what it says, as the text of which SHA-256 ends the entry; its leaf, null: no checkpoint has it yet';

create or replace function api.order_bundle(p_order text) returns jsonb
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_named(p_order);
    c varta.log_checkpoint;
begin
    if o.number is null then
        perform varta.fail('VA002', 'it is not issued', 'order_bundle', (select code from varta.order_state where id = o.state), o.id::text, 'it is not issued');
    end if;
    select * into c from varta.log_checkpoint order by size desc limit 1;
    return jsonb_build_object('order', o.id, 'name', varta.order_name(o), 'text', o.text, 'size', c.size, 'checkpoint', c.note,
        'pdf', (select encode(d.pdf, 'hex') from varta.document d where d.city_id = o.city_id and d.kind = 'order' and d.of_id = o.id),
        'events', (select coalesce(jsonb_agg(varta.event_evidence(e) order by e.id), '[]') from varta.order_events(o) e));
end
$$;
comment on function api.order_bundle is
'in: number of an order. out: {"order", "name", "text": as issued, "pdf": in hexadecimal, null: it is not made yet, "size", "checkpoint": the newest signed one and its size, "events": [{"entry", "said",
"leaf"}] of its steps, its paper, its photos, files and mails}. errors: VA001, VA002 it is not issued';
