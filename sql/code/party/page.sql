-- What a party without a login reads behind its link.

create or replace function varta.told_to_owner(s varta.order_step, p_tz text) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_build_object('verb', s.verb, 'at', to_char(s.at at time zone p_tz, 'DD.MM.YYYY HH24:MI'), 'by', s.party,
        'note', case when s.party = 'owner' or exists (select from varta.order_transition t where t.verb = s.verb and t.reason) then s.note else '' end, 'paper', s.paper)
$$;
comment on function varta.told_to_owner is 'in: step, time zone. out: it, as the owner reads it: a note of the unit only where the verb asks for a reason; never who of the unit did it';

create or replace function varta.owner_page(p_city smallint, p_order bigint) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select varta.order_in_public(o) || jsonb_build_object('kind', 'order', 'version', o.version, 'text', o.text, 'asked_until', to_char(o.asked_until, 'DD.MM.YYYY'),
        'after', (varta.last_day(o.due_at, c.tz) + 1)::text, 'before', ((now() at time zone c.tz)::date + 400)::text,
        'acts', (select coalesce(jsonb_agg(jsonb_build_object('verb', t.verb, 'reason', t.reason) order by array_position('{order_acknowledge,order_accept,order_ask_time,order_safe,order_done,order_reject}', t.verb)), '[]')
                 from varta.order_transition t where t.from_state = o.state and t.party = 'owner'),
        'steps', (select coalesce(jsonb_agg(varta.told_to_owner(s, c.tz) order by s.id), '[]') from varta.order_step s
                  where s.city_id = o.city_id and s.order_id = o.id and s.verb not in ('order_draft', 'order_change', 'order_escalate', 'order_undelivered', 'order_enforce')))
    from varta.orders o join varta.city c on c.id = o.city_id where o.city_id = p_city and o.id = p_order
$$;
comment on function varta.owner_page is 'in: order that was issued. out: what its owner reads, in Ukrainian, and what the owner can do now';

create or replace function varta.party_page(l varta.party_link) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return case when l.order_id is not null then varta.owner_page(l.city_id, l.order_id) end;
end
$$;
comment on function varta.party_page is 'in: link. out: what is read behind it';

create or replace function sync.link_page(p_hash bytea) returns jsonb
language sql stable security definer set search_path = varta, pg_temp as $$
    select varta.party_page(l) from varta.link_of(p_hash) l where l.id is not null
$$;
comment on function sync.link_page is
'in: SHA-256 of what stands in the address of a link. out: what its party reads: {"kind", "version", "acts": [{"verb", "reason": it has to say why}], "steps", …}; null: it opens nothing, whether it ever did or
not. Changes nothing. errors: none';
