-- What the traffic unit has to do now, in one call: what its officers see first.

create type api.work_row as (
    section text, n bigint, thing text, city text, id bigint, version integer, name text, state text, state_name text, dangerous boolean, object_name text, what text, place text,
    institution_name text, due bigint, due_state text, asked_until date);
comment on type api.work_row is
'one thing that the unit has to do something about. section: what (reports: to say what is wrong; verify: to look at the place; issue: to draft or issue an order; undelivered: the last mail to the owner did not arrive; overdue, soon: the owner''s time is over,
or nearly; rejected: the owner refuses; asked: the owner asks for time; done: the owner says it is mended, to look at the place); n: how many things the section has; thing: request, defect or order';

create or replace function varta.order_section(o varta.orders, p_waits boolean) returns text
language sql stable as $$
    select case when o.state = varta.order_draft() then 'issue' when o.state = varta.order_rejected() then 'rejected' when o.state = varta.order_reported_done() then 'done'
                when not p_waits then null when o.undelivered_at is not null then 'undelivered' when o.due_at < now() then 'overdue' when o.asked_until is not null then 'asked'
                when varta.order_due_state(true, o.issued_at, o.due_at) = 'soon' then 'soon' end
$$;
comment on function varta.order_section is 'in: order, whether its state waits for the owner. out: under what the unit has it to do; null: nothing is to be done now';

create or replace function varta.work_items(p_city smallint, p_unit integer)
returns table (section text, thing text, id bigint, dangerous boolean, at timestamptz)
language sql stable set search_path = varta, pg_temp as $$
    select 'reports', 'request', r.id, false, r.received_at
    from varta.referral f join varta.request r on r.city_id = f.city_id and r.id = f.request_id
    where f.city_id = p_city and f.unit_id = p_unit and varta.is_open_referral(f.state) and varta.is_open(r.status)
      and not exists (select from varta.defect_request x where x.city_id = r.city_id and x.request_id = r.id)
    union all
    select case when d.state = varta.defect_reported() then 'verify' else 'issue' end, 'defect', d.id, d.dangerous, d.changed_at
    from varta.defect d
    where d.city_id = p_city and d.unit_id = p_unit and d.state in (varta.defect_reported(), varta.defect_confirmed()) and d.state < varta.defect_mended()
      and not exists (select from varta.order_defect x join varta.orders o on o.city_id = x.city_id and o.id = x.order_id
                      where x.city_id = d.city_id and x.defect_id = d.id and o.state = varta.order_draft())
    union all
    select x.section, 'order', o.id,
           exists (select from varta.order_defect y join varta.defect d on d.city_id = y.city_id and d.id = y.defect_id where y.city_id = o.city_id and y.order_id = o.id and d.dangerous), o.due_key
    from varta.order_state w cross join varta.orders o cross join lateral varta.order_section(o, w.waits) x (section)
    where w.open and o.city_id = p_city and o.unit_id = p_unit and o.state = w.id and x.section is not null
$$;
comment on function varta.work_items is 'in: unit. out: all that it has to do something about, each thing once; at: by which moment the oldest comes first';

create or replace function varta.work_line(p_city smallint, p_thing text, p_id bigint, out l api.work_row)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    o api.order_row;
    d api.defect_row;
    r api.queue_row;
begin
    if p_thing = 'order' then
        select * into o from varta.order_row(p_city, p_id);
        l := row(null, null, p_thing, o.city, o.id, o.version, o.name, o.state, o.state_name, o.dangerous, o.object_name,
                 (select x.what from varta.order_defect y join varta.defect x on x.city_id = y.city_id and x.id = y.defect_id where y.city_id = p_city and y.order_id = p_id order by y.n limit 1),
                 o.place, o.institution_name, o.due, o.due_state, o.asked_until);
    elsif p_thing = 'defect' then
        select * into d from varta.defect_row(p_city, p_id);
        l := row(null, null, p_thing, d.city, d.id, d.version, '', d.state, d.state_name, d.dangerous, d.object_name, d.what, d.place, d.owner, null, '', null);
    else
        select * into r from varta.queue_row(p_city, p_id);
        l := row(null, null, p_thing, r.city, r.id, r.version, '', r.status, null, false, r.category_name, r.title,
                 (select address from varta.request q where q.city_id = p_city and q.id = p_id), null, r.due, r.due_state, null);
    end if;
end
$$;
comment on function varta.work_line is 'in: city, what it is (request, defect, order), number. out: its line, without section and n';

create or replace function api.unit_work(p_limit integer default 200) returns setof api.work_row
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    me varta.operator := varta.me();
    l api.work_row;
    i record;
begin
    if me.unit_id is null or not 'traffic' = any(varta.roles_in(me.unit_city)) then
        perform varta.fail('VA004', 'only officers of a unit have work here', 'unit_work', 'traffic');
    end if;
    for i in
        select w.*, count(*) over (partition by w.section) as n from varta.work_items(me.unit_city, me.unit_id) w
        order by w.dangerous desc, array_position('{verify,undelivered,overdue,rejected,issue,done,asked,reports,soon}', w.section), w.at, w.thing, w.id limit least(greatest(coalesce(p_limit, 200), 1), 1000)
    loop
        l := varta.work_line(me.unit_city, i.thing, i.id);
        l.section := i.section;
        l.n := i.n;
        return next l;
    end loop;
end
$$;
comment on function api.unit_work is
'in: rows wanted (1 to 1000). out: what the operator''s unit has to do now, what is dangerous first; n of each row: how many its section has in all. errors: VA004 where the operator is of no unit';

-- Many at once ------------------------------------------------------------------------------------

create or replace function api.order_bulk(p_verb text, p_items jsonb, p_note text default '')
returns table ("order" bigint, name text, version integer, sqlstate text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    i record;
    l api.order_row;
    v_state text;
    v_message text;
    v_detail text;
begin
    perform varta.filter_check('verb', array[p_verb], '{order_issue,order_remind,order_verify}');
    if coalesce(jsonb_array_length(p_items), 0) not between 1 and 1000 then
        perform varta.fail('VA003', 'too many, or none', 'items', coalesce(jsonb_array_length(p_items), 0)::text, '1 to 1000 orders');
    end if;
    for i in select x.id, x.version from jsonb_to_recordset(p_items) x (id bigint, version integer) order by x.id loop
        begin
            l := api.order_do(p_verb, i.id::text, i.version, p_note);
            v_state := '00000';
            reason := '';
            name := l.name;
            version := l.version;
        exception when others then
            get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
            reason := coalesce(nullif(v_detail, ''), v_message);
            version := null;
            name := coalesce((select varta.order_name(o) from varta.orders o where o.city_id = any(varta.order_cities()) and o.id = i.id), '');
        end;
        "order" := i.id;
        sqlstate := v_state;
        return next;
    end loop;
end
$$;
comment on function api.order_bulk is
'in: order_issue, order_remind or order_verify, [{"id", "version"}] (1 to 1000 orders), note. out: for each order, by number: SQLSTATE 00000 where it is done, and the version that it has now, otherwise that and its DETAIL (or message);
what failed is as it was, and stops no other. errors: VA003';

-- Choices -----------------------------------------------------------------------------------------

create or replace function api.grounds_for(p_defect bigint) returns table (code text, name text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    d varta.defect := varta.defect_of(p_defect);
begin
    perform varta.issuing_unit(d.city_id, 'order_draft');
    return query
    select g.code, concat_ws(' · ', g.law, varta.fill_demand(g.demand, d.city_id, array[d.id]))
    from varta.order_ground g where g.city_id = d.city_id and g.active and g.object_id = d.object_id order by g.id;
end
$$;
comment on function api.grounds_for is 'in: defect. out: the grounds by which an order about it can be drafted, with what it would demand. errors: VA001, VA004';

create or replace function api.institutions_for(p_order bigint) returns table (code text, name text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    o varta.orders := varta.order_of(p_order);
    d varta.defect := (select x from varta.order_defect y join varta.defect x on x.city_id = y.city_id and x.id = y.defect_id
                       where y.city_id = o.city_id and y.order_id = o.id order by y.n limit 1);
begin
    perform varta.issuing_unit(o.city_id, 'order_change');
    return query
    select i.code, concat_ws(' · ', varta.localized(i.name, i.name_en), w.reason)
    from varta.institution i
    left join varta.owners(d.city_id, d.object_id, d.point, varta.parse_address(d.place, (select x.name from varta.city x where x.id = d.city_id))) w on w.institution_id = i.id
    where i.city_id = o.city_id and i.active
    order by i.id <> varta.successor_of(o.city_id, o.institution_id), w.closeness, i.name, i.code;
end
$$;
comment on function api.institutions_for is
'in: order. out: to whom it can go: who has it (or the successor) first, then who owns such things at the place of its first defect, with the reason, then all others. errors: VA001, VA004';
