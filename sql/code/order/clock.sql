-- What the clock does to orders: it reminds before and after the due date, and hands over to the head what stays undone.

create or replace function varta.clock_says(o varta.orders, p_now timestamptz) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case
        when o.due_at + interval '10 days' < p_now and o.escalated_at is null then 'order_escalate'
        when o.due_at < p_now and coalesce(o.reminded_at < o.due_at, true) then 'order_remind'
        when o.due_at - least(interval '3 days', (o.due_at - o.issued_at) / 4) < p_now and o.due_at > p_now
             and coalesce(o.reminded_at, o.issued_at) < o.due_at - least(interval '3 days', (o.due_at - o.issued_at) / 4) then 'order_remind' end
$$;
comment on function varta.clock_says is
'in: order that waits for its owner, moment. out: what is due: a reminder three days before the end (a quarter of a shorter time), and one after it, where nobody reminded since; ten days after it the head''s;
null: nothing. Whoever got more time is reminded anew';

create or replace function varta.orders_due(p_limit integer) returns setof varta.orders
language sql stable set search_path = varta, pg_temp as $$
    select o.* from varta.order_state s cross join varta.unit u
    cross join lateral (select x.* from varta.orders x where x.city_id = u.city_id and x.unit_id = u.id and x.state = s.id and x.due_key < now() + interval '3 days'
                        and x.paper_number is null and x.escalated_at is null order by x.due_key) o
    where s.waits and u.city_id = any((select varta.served_cities())::smallint[]) and varta.clock_says(o, now()) is not null
    limit p_limit
$$;
comment on function varta.orders_due is 'in: how many. out: orders of the daemon''s cities for which the clock has something to do';

create or replace function sync.orders_tick(p_limit integer) returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders;
    v_verb text;
    v_done integer := 0;
begin
    for o in select x.* from varta.orders x where (x.city_id, x.id) in (select d.city_id, d.id from varta.orders_due(p_limit) d) order by x.city_id, x.id for no key update skip locked loop
        v_verb := varta.clock_says(o, now());
        continue when v_verb is null or not exists (select from varta.order_transition t where t.verb = v_verb and t.from_state = o.state);
        perform varta.order_effects(v_verb, o, ''), varta.end_order(v_verb, varta.order_shown(o), o.state, o.id, o.city_id);
        v_done := v_done + 1;
    end loop;
    return v_done;
end
$$;
comment on function sync.orders_tick is
'in: how many at most. out: how many orders were reminded of or handed to the head of the unit, by the clock: the steps are nobody''s. errors: VA003';
