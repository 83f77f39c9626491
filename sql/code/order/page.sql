-- The register: a page of orders, or of defects, by a filter; what is due first comes first.

create or replace function varta.order_done_at(p_city smallint, p_order bigint) returns timestamptz
language sql stable as $$
    select min(x.at) from varta.order_step x where x.city_id = p_city and x.order_id = p_order and x.verb = 'order_verify'
$$;
comment on function varta.order_done_at is 'in: key of an order. out: when it was verified done first; null: it was not';

create or replace function varta.order_repeated(p_city smallint, p_order bigint) returns boolean
language sql stable as $$
    select exists (select from varta.order_defect y join varta.defect d on d.city_id = y.city_id and d.id = y.defect_id
                   where y.city_id = p_city and y.order_id = p_order and (d.reopened > 0
                     or exists (select from varta.defect x where x.city_id = d.city_id and x.object_id = d.object_id and x.id < d.id and x.created_at > d.created_at - interval '1 year'
                                and public.st_dwithin(x.point, d.point, 0.0006) and public.st_distance(x.point::public.geography, d.point::public.geography) <= 30)))
$$;
comment on function varta.order_repeated is
'in: key of an order. out: whether one of its defects was there again after it had been mended, or is within 30 m of another of its kind that was entered in the year before';

create type varta.order_filter as (
    cities smallint[], states smallint[], overdue boolean, escalated boolean, asked boolean, mine integer, institutions integer[], districts integer[], objects smallint[],
    issued_from timestamptz, issued_to timestamptz, number integer, words text, units integer[], undelivered boolean, enforced boolean, repeated boolean, in_time boolean);

create or replace function varta.parse_order_filter(p_filter jsonb) returns varta.order_filter
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    f varta.order_filter;
    c varta.city;
    v_states text[] := varta.filter_codes(p_filter, 'state');
    v_tz text;
begin
    perform varta.settings_check(p_filter, '{city,state,overdue,escalated,asked,undelivered,enforced,repeated,done,mine,unit,institution,district,object,issued,text}');
    f.cities := varta.order_cities();
    if p_filter ? 'city' then
        c := varta.city_of((varta.filter_codes(p_filter, 'city'))[1], 'traffic', 'moderator', 'expert', 'auditor');
        f.cities := array[c.id];
    end if;
    if v_states = '{all}' then
        v_states := array(select code from varta.order_state);
    end if;
    perform varta.filter_check('state', v_states, array(select code from varta.order_state order by id));
    f.states := array(select id from varta.order_state where case when v_states is null then open else code = any(v_states) end order by id);
    f.overdue := varta.filter_flag(p_filter, 'overdue');
    f.escalated := varta.filter_flag(p_filter, 'escalated');
    f.asked := varta.filter_flag(p_filter, 'asked');
    f.undelivered := varta.filter_flag(p_filter, 'undelivered');
    f.enforced := varta.filter_flag(p_filter, 'enforced');
    f.repeated := varta.filter_flag(p_filter, 'repeated');
    perform varta.filter_check('done', varta.filter_codes(p_filter, 'done'), '{in-time,late}');
    f.in_time := case when p_filter ? 'done' then varta.filter_codes(p_filter, 'done') = '{in-time}' end;
    f.mine := case when varta.filter_flag(p_filter, 'mine') then (varta.me()).id end;
    if p_filter ? 'unit' then
        perform varta.filter_check('unit', varta.filter_codes(p_filter, 'unit'), array['me'] || array(select code from varta.unit where city_id = any(f.cities) order by code));
        f.units := array(select id from varta.unit where city_id = any(f.cities) and (code = any(varta.filter_codes(p_filter, 'unit'))
                         or 'me' = any(varta.filter_codes(p_filter, 'unit')) and id = (varta.me()).unit_id and city_id = (varta.me()).unit_city));
    end if;
    if p_filter ? 'institution' then
        perform varta.filter_check('institution', varta.filter_codes(p_filter, 'institution'), array(select code from varta.institution where city_id = any(f.cities) order by code));
        f.institutions := array(select id from varta.institution where city_id = any(f.cities) and code = any(varta.filter_codes(p_filter, 'institution')));
    end if;
    if p_filter ? 'district' then
        perform varta.filter_check('district', varta.filter_codes(p_filter, 'district'), array(select code from varta.district where city_id = any(f.cities) order by code));
        f.districts := array(select id from varta.district where city_id = any(f.cities) and code = any(varta.filter_codes(p_filter, 'district')));
    end if;
    if p_filter ? 'object' then
        perform varta.filter_check('object', varta.filter_codes(p_filter, 'object'), array(select code from varta.object_kind order by id));
        f.objects := array(select id from varta.object_kind where code = any(varta.filter_codes(p_filter, 'object')));
    end if;
    v_tz := coalesce((select tz from varta.city where id = f.cities[1]), 'UTC');
    f.issued_from := varta.filter_time('issued', p_filter #>> '{issued,from}', v_tz, false);
    f.issued_to := varta.filter_time('issued', p_filter #>> '{issued,to}', v_tz, true);
    f.number := (regexp_match(p_filter ->> 'text', '^№?\s*(\d{1,7})(?:/\d{4})?$'))[1]::integer;
    f.words := case when f.number is null then nullif(btrim(p_filter ->> 'text'), '') end;
    return f;
end
$$;
comment on function varta.parse_order_filter is
'in: {"city", "state": codes, or all (without: all that are open), "overdue", "escalated", "asked": the owner asks for time, "undelivered": the last mail did not arrive, "enforced": with a protocol or ruling, "repeated": about a place where it was before, "done": in-time or late: when it was verified done, "mine": drafted by the operator, "unit": codes, or me, "institution", "district", "object", "issued":
{"from", "to"}, "text": a number, or part of a place or of what is wrong}. errors: VA001, VA003, VA004';

create or replace function varta.order_where(f varta.order_filter) returns text
language sql immutable as $$
    select 'true'
        || case when f.overdue then ' and o.due_at < now() and w.waits' else '' end
        || case when f.escalated then ' and o.escalated_at is not null' else '' end
        || case when f.asked then ' and o.asked_until is not null' else '' end
        || case when f.undelivered then ' and o.undelivered_at is not null' else '' end
        || case when f.enforced then ' and exists (select from varta.enforcement e where e.city_id = o.city_id and e.order_id = o.id)' else '' end
        || case when f.repeated then ' and varta.order_repeated(o.city_id, o.id)' else '' end
        || case when f.in_time is not null then ' and (varta.order_done_at(o.city_id, o.id) <= o.due_at) = ($1).in_time' else '' end
        || case when f.mine is not null then ' and o.operator_id = ($1).mine' else '' end
        || case when f.units is not null then ' and o.unit_id = any(($1).units)' else '' end
        || case when f.institutions is not null then ' and o.institution_id = any(($1).institutions)' else '' end
        || case when f.issued_from is not null then ' and o.issued_at >= ($1).issued_from' else '' end
        || case when f.issued_to is not null then ' and o.issued_at < ($1).issued_to' else '' end
        || case when f.number is not null then ' and o.number = ($1).number' else '' end
        || case when f.districts is not null or f.objects is not null or f.words is not null then
            ' and exists (select from varta.order_defect x join varta.defect d on d.city_id = x.city_id and d.id = x.defect_id where x.city_id = o.city_id and x.order_id = o.id'
            || case when f.districts is not null then ' and d.district_id = any(($1).districts)' else '' end
            || case when f.objects is not null then ' and d.object_id = any(($1).objects)' else '' end
            || case when f.words is not null then ' and (position(lower(($1).words) in lower(d.place)) > 0 or position(lower(($1).words) in lower(d.what)) > 0)' else '' end || ')'
           else '' end
$$;
comment on function varta.order_where is 'in: filter. out: the condition on order o and its state w, apart from city and state, with the filter as $1: constants and parameters only';

create or replace function varta.order_keys(f varta.order_filter, p_due timestamptz, p_id bigint, p_back boolean, p_limit integer)
returns table (city_id smallint, id bigint)
language plpgsql stable rows 50 set search_path = varta, pg_temp as $$
begin
    return query execute format('
        select o.city_id, o.id
        from varta.unit u cross join varta.order_state w
        cross join lateral (select o.* from varta.orders o where o.city_id = u.city_id and o.unit_id = u.id and o.state = w.id and %1$s and %2$s order by o.due_key %3$s, o.id %3$s limit $4) o
        where u.city_id = any(($1).cities) and w.id = any(($1).states) order by o.due_key %3$s, o.id %3$s limit $4',
        case when p_id is null then 'true' else format('(o.due_key, o.id) %s ($2, $3)', case when p_back then '<' else '>' end) end,
        varta.order_where(f), case when p_back then 'desc' else '' end)
    using f, p_due, p_id, p_limit;
end
$$;
comment on function varta.order_keys is 'in: filter, cursor (due_key and id of a row, id null: none), direction, limit. out: keys of the orders behind or before it, nearest first';

create or replace function api.orders_page(p_filter jsonb, p_due timestamptz, p_id bigint, p_back boolean, p_limit integer) returns setof api.order_row
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    f varta.order_filter := varta.parse_order_filter(coalesce(p_filter, '{}'));
    v_back boolean := coalesce(p_back, false);
begin
    return query
    select l.*
    from varta.order_keys(f, p_due, p_id, v_back, least(greatest(coalesce(p_limit, 50), 1), 1000)) with ordinality k (city_id, id, n)
    cross join lateral varta.order_row(k.city_id, k.id) l
    order by case when v_back then -k.n else k.n end;
end
$$;
comment on function api.orders_page is
'in: filter (varta.parse_order_filter()), cursor (due_key and id of a row; null: the beginning, or the end if back), whether to go back, rows wanted (1 to 1000). out: the rows behind the cursor, or
before it, what is due first at the top; drafts come before all. errors: VA001, VA003, VA004';

create or replace function varta.orders_total(f varta.order_filter) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    n bigint;
begin
    execute 'select count(*) from varta.unit u cross join varta.order_state w join varta.orders o on o.city_id = u.city_id and o.unit_id = u.id and o.state = w.id '
            || 'where u.city_id = any(($1).cities) and w.id = any(($1).states) and ' || varta.order_where(f) into n using f;
    return n;
end
$$;
comment on function varta.orders_total is 'in: filter. out: how many orders it finds';

create or replace function api.orders_count(p_filter jsonb) returns bigint
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return varta.orders_total(varta.parse_order_filter(coalesce(p_filter, '{}')));
end
$$;
comment on function api.orders_count is 'in: filter as of api.orders_page(). out: how many orders it finds. errors: VA001, VA003, VA004';

create or replace function api.defects_page(p_filter jsonb, p_id bigint, p_back boolean, p_limit integer) returns setof api.defect_row
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    f jsonb := coalesce(p_filter, '{}');
    v_cities smallint[] := varta.order_cities();
    v_states smallint[];
    v_objects smallint[];
    v_back boolean := coalesce(p_back, false);
begin
    perform varta.settings_check(f, '{city,state,object,request}');
    if f ? 'city' then
        v_cities := array[(varta.city_of((varta.filter_codes(f, 'city'))[1], 'traffic', 'moderator', 'expert', 'auditor')).id];
    end if;
    perform varta.filter_check('state', varta.filter_codes(f, 'state'), array(select code from varta.defect_state order by id)),
            varta.filter_check('object', varta.filter_codes(f, 'object'), array(select code from varta.object_kind order by id));
    v_states := array(select id from varta.defect_state where case when f ? 'state' then code = any(varta.filter_codes(f, 'state')) else open end);
    v_objects := array(select id from varta.object_kind where not f ? 'object' or code = any(varta.filter_codes(f, 'object')));
    return query
    select l.*
    from (select d.city_id, d.id, d.dangerous from varta.defect d
          where d.city_id = any(v_cities) and d.state = any(v_states) and d.object_id = any(v_objects)
            and (p_id is null or case when v_back then d.id < p_id else d.id > p_id end)
            and (not f ? 'request' or exists (select from varta.defect_request x where x.city_id = d.city_id and x.defect_id = d.id and x.request_id = (f ->> 'request')::bigint
                                              and varta.find(x.request_id) is not null))
          order by case when v_back then -d.id else d.id end limit least(greatest(coalesce(p_limit, 50), 1), 1000)) k
    cross join lateral varta.defect_row(k.city_id, k.id) l
    order by k.id;
exception when invalid_text_representation then
    perform varta.fail('VA003', 'this is no number of a request', 'request', left(f ->> 'request', 40), 'a number');
end
$$;
comment on function api.defects_page is
'in: filter {"city", "state" (without: what is open), "object", "request": about which they are}, number of a row (null: the beginning, or the end if back), whether to go back, rows wanted. out: the
rows behind it, or before it, the oldest first. errors: VA001, VA003, VA004';

create or replace function api.order_detail(p_order text) returns jsonb
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_named(p_order);
begin
    return to_jsonb(varta.order_row_of(o)) || jsonb_build_object('law', o.law, 'demand', o.demand, 'days', o.days, 'working', o.working, 'text', o.text,
        'text_hash', encode(o.text_hash, 'hex'), 'replaces', o.replaces_id,
        'replaced_by', (select x.id from varta.orders x where x.city_id = o.city_id and x.replaces_id = o.id),
        'defects', (select jsonb_agg(to_jsonb(l) order by x.n) from varta.order_defect x cross join lateral varta.defect_row(x.city_id, x.defect_id) l
                    where x.city_id = o.city_id and x.order_id = o.id),
        'enforcement', (select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'number', e.number, 'dated', e.dated, 'law', e.law, 'amount', e.amount, 'state', e.state) order by e.id), '[]')
                        from varta.enforcement e where e.city_id = o.city_id and e.order_id = o.id),
        'steps', (select coalesce(jsonb_agg(jsonb_build_object('verb', s.verb, 'verb_name', varta.localized(v.name, v.name_en), 'state', t.code, 'party', s.party, 'operator', p.full_name,
                                            'note', s.note, 'paper', s.paper, 'at', varta.epoch(s.at)) order by s.id), '[]')
                  from varta.order_step s join varta.order_verb v on v.verb = s.verb join varta.order_state t on t.id = s.to_state left join varta.operator p on p.id = s.operator_id
                  where s.city_id = o.city_id and s.order_id = o.id),
        'photos', varta.photo_counts(o.city_id, varta.order_defects(o), array[o.id]),
        'files', (select count(*) from varta.attachment a where a.city_id = o.city_id and a.order_id = o.id and a.kind <> 'photo'),
        'pdf', exists (select from varta.document d where d.city_id = o.city_id and d.kind = 'order' and d.of_id = o.id and d.pdf is not null),
        'links', (select count(*) from varta.party_link l where l.city_id = o.city_id and l.order_id = o.id and l.revoked_at is null),
        'mails', (select coalesce(jsonb_agg(jsonb_build_object('verb', m.kind, 'email', m.email, 'at', varta.epoch(m.created_at), 'sent', varta.epoch(m.sent_at), 'answer', m.answer,
                                                               'lost', varta.epoch(m.dead_at), 'error', m.last_error) order by m.id), '[]')
                  from varta.party_mail m where m.city_id = o.city_id and m.order_id = o.id),
        'verbs', (select coalesce(jsonb_agg(t.verb order by t.verb), '[]') from varta.order_transition t
                  where t.from_state = o.state and (t.party <> 'head' or varta.heads(o.city_id, o.unit_id))
                    and (varta.me()).unit_id = o.unit_id and 'traffic' = any(varta.roles_in(o.city_id))),
        'others', (select coalesce(jsonb_object_agg(t.verb, case when t.party = 'head' and (varta.me()).unit_id = o.unit_id then 'head' else 'unit' end), '{}') from varta.order_transition t
                   where t.from_state = o.state and not ((t.party <> 'head' or varta.heads(o.city_id, o.unit_id))
                     and (varta.me()).unit_id is not distinct from o.unit_id and 'traffic' = any(varta.roles_in(o.city_id)))));
end
$$;
comment on function api.order_detail is
'in: number of an order (12/2026, or the database''s). out: its line as JSON, and all that belongs to it: the text as issued and its SHA-256, defects (lines, in the place of their number), steps, protocols and
rulings, the order before and after it, how many photos show its defects, how many files came to it, whether there is a PDF, how many links open it to its owner, mails to the owner (what the server said is no proof of delivery), verbs: what the operator can do with it now, and others: what is for others now, by verb: head, unit. errors: VA001';
