-- Finds an order for an operator, shows it as a line, and begins and ends what is done with it.

create type api.order_row as (
    city text, id bigint, version integer, name text, state text, state_name text, institution text, institution_name text, object text, object_name text, place text,
    district_name text, defects integer, dangerous boolean, issued bigint, due bigint, due_state text, due_key timestamptz, asked_until date, escalated boolean, enforced integer, unit_name text, mail text);
comment on type api.order_row is
'one line of the register. name: its number (12/2026), empty for a draft; object, place and district of its first defect; due_state: late, soon or empty; enforced: how many protocols and
rulings there are; mail: what became of the last mail to the owner: waiting, sent (to the mail server), undelivered, or empty: none left';

create or replace function varta.order_due_state(p_waits boolean, p_issued timestamptz, p_due timestamptz) returns text
language sql stable as $$
    select varta.due_state(p_waits and p_due is not null, p_issued, p_due)
$$;
comment on function varta.order_due_state is 'out: late after the due date where the owner has to do something, soon when three quarters of the time are used, otherwise empty';

create or replace function varta.order_mail_state(o varta.orders) returns text
language sql stable as $$
    select case when o.undelivered_at is not null then 'undelivered'
                else coalesce((select case when m.sent_at is not null then 'sent' when m.dead_at is null then 'waiting' end
                               from varta.party_mail m where m.city_id = o.city_id and m.order_id = o.id order by m.id desc limit 1), '') end
$$;
comment on function varta.order_mail_state is 'out: what became of the last mail to its owner: waiting, sent, undelivered; empty: there is none that matters. Inlined';

create or replace function varta.order_row(p_city smallint, p_id bigint) returns setof api.order_row
language sql stable as $$
    select c.code, o.id, o.version, varta.order_name(o), s.code, varta.localized(s.name, s.name_en), i.code, varta.localized(i.name, i.name_en),
           k.code, varta.localized(k.name, k.name_en), coalesce(d.place, ''), varta.localized(t.name, t.name_en), coalesce(n.n, 0), coalesce(n.dangerous, false),
           varta.epoch(o.issued_at), varta.epoch(o.due_at), varta.order_due_state(s.waits, o.issued_at, o.due_at), o.due_key, o.asked_until, o.escalated_at is not null,
           (select count(*)::integer from varta.enforcement e where e.city_id = o.city_id and e.order_id = o.id), varta.localized(u.name, u.name_en), varta.order_mail_state(o)
    -- apart, so that a page's rows are found first, by their keys, however many joins there are
    from (select x.* from varta.orders x where x.city_id = p_city and x.id = p_id offset 0) o
    join varta.city c on c.id = o.city_id
    join varta.order_state s on s.id = o.state
    join varta.institution i on i.city_id = o.city_id and i.id = o.institution_id
    join varta.unit u on u.city_id = o.city_id and u.id = o.unit_id
    left join lateral (select min(x.n) as first, count(*)::integer as n, bool_or(d.dangerous) as dangerous
                       from varta.order_defect x join varta.defect d on d.city_id = x.city_id and d.id = x.defect_id
                       where x.city_id = o.city_id and x.order_id = o.id) n on true
    left join varta.order_defect y on y.city_id = o.city_id and y.order_id = o.id and y.n = n.first
    left join varta.defect d on d.city_id = o.city_id and d.id = y.defect_id
    left join varta.object_kind k on k.id = d.object_id
    left join varta.district t on t.city_id = d.city_id and t.id = d.district_id
$$;
comment on function varta.order_row is 'in: key of an order. out: its line';

create or replace function varta.order_row_of(o varta.orders) returns api.order_row
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select l from varta.order_row(o.city_id, o.id) l);
end
$$;

create or replace function varta.order_of(p_id bigint) returns varta.orders
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    o varta.orders;
begin
    select * into o from varta.orders where city_id = any(varta.order_cities()) and id = p_id;
    if not found then
        perform varta.fail('VA001', format('there is no order %s', p_id), 'order', p_id::text);
    end if;
    return o;
end
$$;
comment on function varta.order_of is 'in: the database''s number of an order. out: it, as far as the operator sees it. errors: VA001';

create or replace function varta.order_named(p_order text) returns varta.orders
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    m text[] := regexp_match(btrim(p_order), '^(?:№\s*)?(\d{1,9})(?:/(\d{4}))?$');
    v_ids bigint[];
begin
    if m is null then
        perform varta.fail('VA003', format('%L is no number of an order', left(p_order, 40)), 'order', left(p_order, 40), '12/2026');
    elsif m[2] is null then
        return varta.order_of(m[1]::bigint);
    end if;
    select array_agg(o.id order by o.id) into v_ids from varta.orders o
    where o.city_id = any(varta.order_cities()) and o.year = m[2]::smallint and o.number = m[1]::integer
      and (o.unit_id = (varta.me()).unit_id or 'traffic' <> all(varta.roles_in(o.city_id)));
    if v_ids is null then
        perform varta.fail('VA001', format('there is no order %s', p_order), 'order', p_order);
    elsif cardinality(v_ids) > 1 then
        perform varta.fail('VA003', format('several units have an order %s', p_order), 'order', p_order, 'one of ' || array_to_string(v_ids, ', '));
    end if;
    return varta.order_of(v_ids[1]);
end
$$;
comment on function varta.order_named is
'in: number as people write it, 12/2026, or the database''s. out: the order, as far as the operator sees it. errors: VA001, VA003 also where several units have one';

-- What is done with it --------------------------------------------------------------------------

create or replace function varta.order_step_line(p_verb text, o varta.orders) returns varta.order_transition
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    t varta.order_transition;
begin
    select * into t from varta.order_transition where verb = p_verb and from_state = o.state;
    if not found then
        perform varta.fail('VA002', format('%s is not possible for this order', p_verb), p_verb, (select code from varta.order_state where id = o.state), o.id::text);
    end if;
    return t;
end
$$;
comment on function varta.order_step_line is 'in: verb, order. out: the line of its life that allows it. errors: VA002';

create or replace function varta.order_defects(o varta.orders) returns bigint[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(defect_id order by n), '{}') from varta.order_defect where city_id = o.city_id and order_id = o.id
$$;
comment on function varta.order_defects is 'out: the numbers of its defects, in its order';

create or replace function varta.begin_order(p_verb text, p_id bigint, p_version integer) returns varta.orders
language plpgsql set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_of(p_id);
    t varta.order_transition;
begin
    perform varta.own_unit_check(o.city_id, o.unit_id, p_verb);
    perform varta.lock_reporters(o.city_id, varta.order_defects(o));
    select * into o from varta.orders where city_id = o.city_id and id = o.id for no key update;
    perform varta.version_check('order', o.id, p_version, o.version);
    t := varta.order_step_line(p_verb, o);
    if t.party = 'head' and not varta.heads(o.city_id, o.unit_id) then
        perform varta.fail('VA004', format('%s is for the head of the unit', p_verb), p_verb, 'head');
    end if;
    return o;
end
$$;
comment on function varta.begin_order is
'in: verb, number, the version that the operator saw. out: the order, locked, of the operator''s own unit, where the verb is possible. errors: VA001, VA002, VA004, 40001';

create or replace function varta.order_said(p_verb text, o varta.orders) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    c varta.city := (select x from varta.city x where x.id = o.city_id);
begin
    return (select replace(replace(replace(replace(v.said, '{номер}', varta.order_name(o)), '{власник}', i.name),
                                   '{строк}', coalesce(to_char(varta.last_day(o.due_at, c.tz), 'DD.MM.YYYY'), '')),
                           '{день}', to_char(now() at time zone c.tz, 'DD.MM.YYYY'))
            from varta.order_verb v cross join varta.institution i
            where v.verb = p_verb and i.city_id = o.city_id and i.id = o.institution_id);
end
$$;
comment on function varta.order_said is 'in: verb, order as the verb left it. out: what the residents read, in Ukrainian; empty: nothing';

create or replace function varta.mended_said(o varta.orders) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    c varta.city := (select x from varta.city x where x.id = o.city_id);
begin
    return format('Доброго дня! За вашим зверненням видано припис № %s (%s). %s на місці перевірено: усунено. Дякуємо, що повідомили. Якщо знову побачите несправність, напишіть нам протягом 30 днів.',
        varta.order_name(o), (select name from varta.institution where city_id = o.city_id and id = o.institution_id), to_char(now() at time zone c.tz, 'DD.MM.YYYY'));
end
$$;
comment on function varta.mended_said is 'in: order of which all is mended. out: the answer that is proposed to the moderator';

create or replace function varta.order_photo_hashes(o varta.orders) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_agg(a.hash order by x.n) from varta.order_photo x join varta.attachment a on a.city_id = x.city_id and a.id = x.photo_id
    where x.city_id = o.city_id and x.order_id = o.id
$$;
comment on function varta.order_photo_hashes is 'in: order. out: SHA-256 of each photo that it shows, in their order; null: it shows none';

create or replace function varta.order_shown(o varta.orders) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return jsonb_strip_nulls(jsonb_build_object('order', o.id, 'number', nullif(varta.order_name(o), ''),
        'state', (select code from varta.order_state where id = o.state),
        'institution', (select code from varta.institution where city_id = o.city_id and id = o.institution_id),
        'law', o.law, 'demand', o.demand, 'days', o.days, 'working', o.working, 'issued', varta.epoch(o.issued_at), 'due', varta.epoch(o.due_at),
        'asked_until', o.asked_until, 'escalated', varta.epoch(o.escalated_at), 'replaces', o.replaces_id, 'text_hash', encode(o.text_hash, 'hex'),
        'defects', to_jsonb(varta.order_defects(o)), 'photos', varta.order_photo_hashes(o)));
end
$$;
comment on function varta.order_shown is 'in: order. out: it, as the history tells it';

create or replace function varta.write_step(o varta.orders, p_verb text, p_before jsonb, p_from smallint, p_party text, p_note text default '', p_paper text default '',
                                            p_at timestamptz default varta.moment(), p_more jsonb default '{}') returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_now jsonb := varta.order_shown(o);
    v_operator integer := (select m.id from varta.me() m where not 'sync' = any(varta.my_roles()));
    v_event bigint := varta.record_event(o.city_id, p_verb, p_note,
        (select jsonb_object_agg(key, value) from jsonb_each(p_before) where value is distinct from v_now -> key or key = 'order'),
        (select jsonb_object_agg(key, value) from jsonb_each(v_now) where value is distinct from p_before -> key or key in ('order', 'number'))
        || case when p_paper <> '' then jsonb_build_object('paper', p_paper) else '{}' end
        || case when p_party = 'owner' and v_operator is null then jsonb_build_object('party', p_party) else '{}' end || p_more);
begin
    insert into varta.order_step (city_id, order_id, event_id, verb, from_state, to_state, party, operator_id, note, paper, at)
    values (o.city_id, o.id, v_event, p_verb, p_from, o.state, p_party, v_operator, coalesce(p_note, ''), coalesce(p_paper, ''), p_at);
end
$$;
comment on function varta.write_step is
'in: order as it is, verb, the order as it was (varta.order_shown(); null: it is new), its state then, who did it, note, number on paper, when (now), what else its event says; what a daemon brings is no operator''s. Writes the step, and its event: of what was and what is, what differs';

create or replace function varta.end_order(p_verb text, p_before jsonb, p_from smallint, p_id bigint, p_city smallint, p_note text default '', p_paper text default '', p_party text default null)
returns varta.orders
language plpgsql set search_path = varta, pg_temp as $$
declare
    o varta.orders;
    t varta.order_transition;
    v_said text;
begin
    select * into t from varta.order_transition where verb = p_verb and from_state = p_from;
    update varta.orders set state = t.to_state, version = version + 1, changed_at = now() where city_id = p_city and id = p_id returning * into o;
    perform varta.write_step(o, p_verb, p_before, p_from, coalesce(p_party, t.party), p_note, p_paper);
    v_said := varta.order_said(p_verb, o);
    if v_said <> '' then
        perform varta.follow(o.city_id, varta.order_defects(o), v_said, case when p_verb = 'order_verify' then varta.mended_said(o) end, o.issued_at);
    end if;
    return o;
end
$$;
comment on function varta.end_order is
'in: verb, the order as it was (varta.order_shown()), its state then, key, note, number on paper, who did it (null: whose the verb is). Sets the state that the verb leads to, writes the step and its
event, and tells the residents. out: the order as it is';
