-- Orders are drafted from a ground, for defects that were confirmed, and changed until they are issued.

create or replace function varta.order_due(p_city smallint, p_from timestamptz, p_days integer, p_working boolean) returns timestamptz
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_tz text := (select tz from varta.city where id = p_city);
begin
    if not p_working then
        return varta.due_days(p_city, p_from, p_days);
    end if;
    return ((varta.due_work(p_city, p_from, p_days) at time zone v_tz)::date + 1)::timestamp at time zone v_tz;
end
$$;
comment on function varta.order_due is
'in: city, when it is issued, number of days, whether they are working days. out: the midnight behind the last day. errors: VA003 beyond the calendar';

create or replace function varta.fill_demand(p_demand text, p_city smallint, p_defects bigint[]) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case when cardinality(p_defects) = 1
        then replace(replace(p_demand, '{що}', rtrim(d.what, ' .')), '{місце}', rtrim(d.place, ' .'))
        else replace(replace(p_demand, '{що}', 'те, що виявлено'), '{місце}', 'у зазначених місцях') end
    from varta.defect d where d.city_id = p_city and d.id = p_defects[1]
$$;
comment on function varta.fill_demand is 'in: demand of a ground, city, defects. out: the demand of an order about them';

create or replace function varta.set_order_defects(o varta.orders, p_defects bigint[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    d varta.defect;
    n integer := 0;
begin
    if cardinality(p_defects) not between 1 and 200 or p_defects is null then
        perform varta.fail('VA003', 'an order is about 1 to 200 defects', 'defects', coalesce(cardinality(p_defects), 0)::text, '1 to 200');
    end if;
    delete from varta.order_defect where city_id = o.city_id and order_id = o.id;
    for d in select x.* from unnest(p_defects) with ordinality e (id, n) join varta.defect x on x.city_id = o.city_id and x.id = e.id order by e.n for update of x loop
        n := n + 1;
        if d.unit_id <> o.unit_id then
            perform varta.fail('VA004', 'it is another unit''s', 'order_draft', (select code from varta.unit where city_id = d.city_id and id = d.unit_id));
        elsif d.state <> varta.defect_confirmed() and not exists (select from varta.order_defect x where x.city_id = d.city_id and x.defect_id = d.id and x.order_id = o.replaces_id) then
            perform varta.fail('VA002', format('defect %s is not confirmed', d.id), 'order_draft', (select code from varta.defect_state where id = d.state), d.id::text,
                               'a defect has to be confirmed first, and no other order about it open');
        end if;
        insert into varta.order_defect values (o.city_id, o.id, d.id, n);
    end loop;
    if n <> cardinality(p_defects) then
        perform varta.fail('VA001', 'there is no such defect', 'defect', array_to_string(p_defects, ', '));
    end if;
end
$$;
comment on function varta.set_order_defects is 'in: draft, numbers of defects that are confirmed and of its unit. errors: VA001 to VA004';

create or replace function varta.addressee(p_city smallint, p_institution text, p_defect bigint) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    i varta.institution;
    v_id integer;
begin
    if p_institution is not null then
        i := varta.institution_of(p_city, p_institution);
    else
        v_id := (select varta.owner_of(d) from varta.defect d where d.city_id = p_city and d.id = p_defect);
        select * into i from varta.institution where city_id = p_city and id = v_id;
        if not found then
            perform varta.fail('VA003', 'it is not known who owns it', 'institution', '', 'the code of an institution');
        end if;
    end if;
    if not i.active then
        perform varta.fail('VA003', format('%L gets no orders any more', i.code), 'institution', i.code,
            coalesce('its successor ' || (select code from varta.institution where city_id = p_city and id = varta.successor_of(p_city, i.id) and id <> i.id), 'another institution'));
    end if;
    return i.id;
end
$$;
comment on function varta.addressee is 'in: city, code of an institution (null: who owns what is defective there), defect. out: who gets the order. errors: VA001, VA003';

create or replace function api.order_draft(p_defects bigint[], p_ground text default null, p_institution text default null) returns api.order_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.defect_of(p_defects[1]);
    v_unit integer := varta.issuing_unit(d.city_id, 'order_draft');
    g varta.order_ground;
    o varta.orders;
begin
    if p_ground is null then
        select * into g from varta.order_ground where city_id = d.city_id and object_id = d.object_id and active order by id limit 1;
        if not found then
            perform varta.fail('VA003', 'there is no ground for this kind of thing', 'ground', (select code from varta.object_kind where id = d.object_id), 'vartactl ground set');
        end if;
    else
        g := varta.ground_of(d.city_id, p_ground);
    end if;
    insert into varta.orders (city_id, unit_id, institution_id, ground_id, law, demand, days, working, operator_id)
    values (d.city_id, v_unit, varta.addressee(d.city_id, p_institution, d.id), g.id, g.law, varta.fill_demand(g.demand, d.city_id, p_defects),
            case when exists (select from varta.defect x where x.city_id = d.city_id and x.id = any(p_defects) and x.dangerous) then g.danger_days else g.days end,
            g.working, (varta.me()).id)
    returning * into o;
    perform varta.set_order_defects(o, p_defects);
    perform varta.write_step(o, 'order_draft', null, o.state, 'unit');
    return varta.order_row_of(o);
end
$$;
comment on function api.order_draft is
'in: confirmed defects of one city, of the operator''s unit, ground (null: the first for the first defect''s kind), institution (null: who owns it there). out: the line of the draft.
The time is the shorter one where a defect is dangerous. errors: VA001 to VA004';

create or replace function api.order_change(p_id bigint, p_version integer, p_settings jsonb) returns api.order_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.begin_order('order_change', p_id, p_version);
    v_before jsonb := varta.order_shown(o);
    v_new jsonb := jsonb_build_object('law', o.law, 'demand', o.demand, 'days', o.days, 'working', o.working) || p_settings;
begin
    perform varta.settings_check(p_settings, '{institution,law,demand,days,working,defects}');
    update varta.orders
    set law = varta.check_text('law', v_new ->> 'law', 2000), demand = varta.check_text('demand', v_new ->> 'demand', 4000), days = (v_new ->> 'days')::smallint,
        working = (v_new ->> 'working')::boolean,
        institution_id = case when p_settings ? 'institution' then varta.addressee(o.city_id, p_settings ->> 'institution', null) else institution_id end
    where city_id = o.city_id and id = o.id;
    if p_settings ? 'defects' then
        perform varta.set_order_defects(o, array(select x::bigint from jsonb_array_elements_text(p_settings -> 'defects') x));
    end if;
    o := varta.end_order('order_change', v_before, o.state, o.id, o.city_id);
    return varta.order_row_of(o);
exception when check_violation or invalid_text_representation or numeric_value_out_of_range then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200), 'institution, law, demand, days=10, working=false, defects=[1,2]');
end
$$;
comment on function api.order_change is
'in: number of a draft, version seen, {"institution", "law", "demand", "days", "working", "defects"}. out: the line. errors: VA001 to VA004, 40001';
