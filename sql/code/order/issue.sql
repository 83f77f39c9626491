-- An order is issued: it gets its number, its due date and its text, and all that stays as it is.

create or replace function varta.next_number(p_city smallint, p_unit integer, out year smallint, out number integer, out at timestamptz)
language plpgsql set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_last varta.order_counter;
begin
    insert into varta.order_counter values (p_city, p_unit, 0, 0) on conflict do nothing;
    select * into v_last from varta.order_counter c where c.city_id = p_city and c.unit_id = p_unit for update;
    at := clock_timestamp();  -- read behind the lock: numbers follow the clock, and a year's first number is given in that year
    year := greatest(extract(year from at at time zone (select tz from varta.city where id = p_city)), v_last.year);
    number := case when year = v_last.year then v_last.last + 1 else 1 end;
    update varta.order_counter c set year = next_number.year, last = next_number.number where c.city_id = p_city and c.unit_id = p_unit;
end
$$;
comment on function varta.next_number is
'in: city, unit. out: year and number of the order that is issued now, and the moment. It is nobody''s until the transaction commits, and others of the unit wait: no number is missing';

create or replace function varta.issue(o varta.orders) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    d bigint;
begin
    select n.year, n.number, n.at into o.year, o.number, o.issued_at from varta.next_number(o.city_id, o.unit_id) n;
    o.issuer_id := (varta.me()).id;
    o.due_at := varta.order_due(o.city_id, o.issued_at, o.days, o.working);
    perform varta.freeze_photos(o);
    o.text := varta.order_text(o);
    o.text_hash := varta.order_digest(o.text);
    update varta.orders set year = o.year, number = o.number, issued_at = o.issued_at, issuer_id = o.issuer_id, due_at = o.due_at, text = o.text, text_hash = o.text_hash,
        state = varta.order_issued()
    where city_id = o.city_id and id = o.id;
    foreach d in array varta.order_defects(o) loop
        perform varta.touch_defect(x, varta.defect_ordered()) from varta.defect x where x.city_id = o.city_id and x.id = d;
    end loop;
end
$$;
comment on function varta.issue is 'in: draft, locked. Number, due date, photos and text are made and frozen; its defects are ordered';

create or replace function api.order_issue(p_id bigint, p_version integer, p_key uuid default null, p_without text default '') returns api.order_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders;
    v_before jsonb;
begin
    if exists (select from varta.orders x where x.id = p_id and x.issue_key = p_key and x.city_id = any(varta.order_cities())) then
        perform pg_logical_emit_message(true, 'varta', '');  -- acknowledged when a standby has it, too, as what is new
        return varta.order_row_of(varta.order_of(p_id));
    end if;
    o := varta.begin_order('order_issue', p_id, p_version);
    if coalesce(p_without, '') = '' then
        perform varta.photos_ready_check('order_issue', o);
    end if;
    v_before := varta.order_shown(o);
    if (select not active from varta.institution where city_id = o.city_id and id = o.institution_id) then
        perform varta.addressee(o.city_id, (select code from varta.institution where city_id = o.city_id and id = o.institution_id), null);
    end if;
    perform varta.set_order_defects(o, varta.order_defects(o));
    update varta.orders set issue_key = p_key where city_id = o.city_id and id = o.id;
    perform varta.issue(o);
    o := varta.end_order('order_issue', v_before, o.state, o.id, o.city_id, varta.check_longest('note', coalesce(p_without, ''), 2000));
    return varta.order_row_of(o);
end
$$;
comment on function api.order_issue is
'in: number of a draft, version seen, key (null: none), why photos are left out that no daemon has prepared yet (empty: none is, and it is refused as long as one waits). out: the line. The order has its number
and text from now on, and they are never changed. Under a key that it was issued with nothing is done again. errors: VA001 to VA004, 40001';

create or replace function api.order_reissue(p_id bigint, p_version integer, p_why text, p_institution text default null) returns api.order_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.begin_order('order_reissue', p_id, p_version);
    v_before jsonb := varta.order_shown(o);
    v_to integer := coalesce(varta.addressee(o.city_id, coalesce(p_institution, (select code from varta.institution where city_id = o.city_id and id = o.institution_id
                                                                                     and active),
                             (select h.code from varta.institution h where h.city_id = o.city_id and h.id = varta.successor_of(o.city_id, o.institution_id))), null), o.institution_id);
    n varta.orders;
begin
    if v_to <> varta.successor_of(o.city_id, o.institution_id) and o.state not in (varta.order_rejected(), varta.order_cancelled()) then
        perform varta.fail('VA002', 'another institution gets it only when this one has rejected it, or it is cancelled', 'order_reissue',
                           (select code from varta.order_state where id = o.state), o.id::text, 'another institution gets it only when this one has rejected it, or it is cancelled');
    elsif exists (select from varta.orders x where x.city_id = o.city_id and x.replaces_id = o.id) then
        perform varta.fail('VA002', 'it was issued anew already', 'order_reissue', (select code from varta.order_state where id = o.state), o.id::text, 'it was issued anew already');
    end if;
    perform varta.photos_ready_check('order_reissue', o);
    perform varta.end_order('order_reissue', v_before, o.state, o.id, o.city_id, varta.check_text('why', p_why, 2000));
    insert into varta.orders (city_id, unit_id, institution_id, ground_id, law, demand, days, working, replaces_id, operator_id)
    values (o.city_id, o.unit_id, v_to, o.ground_id, o.law, o.demand, o.days, o.working, o.id, (varta.me()).id) returning * into n;
    insert into varta.order_defect select city_id, n.id, defect_id, x.n from varta.order_defect x where x.city_id = o.city_id and x.order_id = o.id;
    perform varta.write_step(n, 'order_draft', null, n.state, 'unit');
    v_before := varta.order_shown(n);
    perform varta.issue(n);
    n := varta.end_order('order_issue', v_before, n.state, n.id, n.city_id);
    return varta.order_row_of(n);
end
$$;
comment on function api.order_reissue is
'in: number, version seen, why, institution (null: the same, or its successor). out: the line of the new order, which has a number of its own; each names the other. Another institution gets it
only when the first has rejected it, or it is cancelled. errors: VA001 to VA004, 40001';
