-- What a party without a login reads behind its link.

create or replace function varta.told_to_owner(s varta.order_step, p_tz text) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_build_object('verb', s.verb, 'at', to_char(s.at at time zone p_tz, 'DD.MM.YYYY HH24:MI'), 'by', s.party,
        'note', case when s.party = 'owner' or exists (select from varta.order_transition t where t.verb = s.verb and t.reason) then s.note else '' end, 'paper', s.paper)
$$;
comment on function varta.told_to_owner is 'in: step, time zone. out: it, as the owner reads it: a note of the unit only where the verb asks for a reason; never who of the unit did it';

create or replace function varta.photos_for_owner(p_city smallint, p_order bigint) returns setof varta.attachment
language sql stable set search_path = varta, pg_temp as $$
    select a.* from varta.orders o cross join lateral varta.photos_of(o.city_id, varta.order_defects(o), array[o.id]) a
    where o.city_id = p_city and o.id = p_order and (a.hash is not null or a.order_id is not null)
$$;
comment on function varta.photos_for_owner is
'in: order. out: the photos that its owner sees: those of the officers that are kept, and all that the owner sent. Never one of a resident, in which there may be whoever';

create or replace function varta.owner_page(p_city smallint, p_order bigint) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select varta.order_in_public(o) || jsonb_build_object('kind', 'order', 'version', o.version, 'text', o.text, 'asked_until', to_char(o.asked_until, 'DD.MM.YYYY'),
        'after', (varta.last_day(o.due_at, c.tz) + 1)::text, 'before', ((now() at time zone c.tz)::date + 400)::text,
        'photos', (select coalesce(jsonb_agg(jsonb_build_object('photo', a.id, 'stage', a.stage, 'by', case when a.order_id is null then 'unit' else 'owner' end, 'state', varta.photo_state(a),
                                             'at', to_char(a.came_at at time zone c.tz, 'DD.MM.YYYY')) order by a.id), '[]') from varta.photos_for_owner(o.city_id, o.id) a),
        'acts', (select coalesce(jsonb_agg(jsonb_build_object('verb', t.verb, 'reason', t.reason, 'photo', t.verb = 'order_done') order by array_position('{order_acknowledge,order_accept,order_ask_time,order_safe,order_done,order_reject}', t.verb)), '[]')
                 from varta.order_transition t where t.from_state = o.state and t.party = 'owner'),
        'steps', (select coalesce(jsonb_agg(varta.told_to_owner(s, c.tz) order by s.id), '[]') from varta.order_step s
                  where s.city_id = o.city_id and s.order_id = o.id and s.verb not in ('order_draft', 'order_change', 'order_escalate', 'order_undelivered', 'order_enforce')))
    from varta.orders o join varta.city c on c.id = o.city_id where o.city_id = p_city and o.id = p_order
$$;
comment on function varta.owner_page is 'in: order that was issued. out: what its owner reads, in Ukrainian, and what the owner can do now';

create or replace function varta.party_may(r varta.request, p_verb text) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select exists (select from varta.transition t where t.verb = p_verb and t.from_status = r.status and coalesce(t.kind = r.kind, true))
$$;
comment on function varta.party_may is 'in: request, verb of a referral. out: whether it is possible in the status of the request';

create or replace function varta.open_to_parties(r varta.request) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select r.public and r.erased_at is null and not k.sealed from varta.kind k where k.id = r.kind
$$;
comment on function varta.open_to_parties is 'in: request. out: whether a party without a login may read it: never what is private, or for one officer alone';

create or replace function varta.referral_page(p_city smallint, p_referral bigint) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_build_object('kind', 'referral', 'version', r.version, 'name', r.id::text, 'city', c.name, 'unit', u.name, 'category', k.name, 'address', r.address,
        'received', to_char(r.received_at at time zone c.tz, 'DD.MM.YYYY'), 'due', to_char(varta.last_day(f.due_at, c.tz), 'DD.MM.YYYY'),
        'text', concat_ws(E'\n', case when r.titled then r.title end, r.body), 'asked', f.note, 'state', s.code, 'why', f.why,
        'answer', (select p.body from varta.response p where p.city_id = f.city_id and p.id = f.response_id),
        'acts', (select coalesce(jsonb_agg(jsonb_build_object('verb', t.verb, 'reason', t.verb <> 'referral_accept', 'files', t.verb = 'referral_answer')
                                           order by array_position('{referral_accept,referral_answer,referral_return}', t.verb)), '[]')
                 from varta.referral_transition t where t.from_state = f.state and varta.party_may(r, t.verb)))
    from varta.referral f join varta.request r on r.city_id = f.city_id and r.id = f.request_id
    join varta.city c on c.id = f.city_id join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
    join varta.category k on k.city_id = r.city_id and k.id = r.category_id join varta.referral_state s on s.id = f.state
    where f.city_id = p_city and f.id = p_referral and varta.open_to_parties(r)
$$;
comment on function varta.referral_page is
'in: referral. out: what its unit reads, in Ukrainian, and what it can do now; nothing of who the resident is. null: the request is private by now';

create or replace function varta.party_page(l varta.party_link) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return case when l.order_id is not null then varta.owner_page(l.city_id, l.order_id) else varta.referral_page(l.city_id, l.referral_id) end;
end
$$;
comment on function varta.party_page is 'in: link. out: what is read behind it';

create or replace function sync.link_photo(p_hash bytea, p_photo bigint) returns text
language sql stable security definer set search_path = varta, pg_temp as $$
    select substr(varta.media_name(m), length('/media/') + 1)
    from varta.link_of(p_hash) l cross join lateral varta.photos_for_owner(l.city_id, l.order_id) a join varta.media m on m.city_id = a.city_id and m.hash = a.hash
    where a.id = p_photo
$$;
comment on function sync.link_photo is
'in: SHA-256 of what stands in the address of a link, number of a photo of its page. out: the name of its file: SHA-256 and what stands behind the dot; null: the link opens nothing, or no such photo. errors: none';

create or replace function sync.link_page(p_hash bytea) returns jsonb
language sql stable security definer set search_path = varta, pg_temp as $$
    select varta.party_page(l) from varta.link_of(p_hash) l where l.id is not null
$$;
comment on function sync.link_page is
'in: SHA-256 of what stands in the address of a link. out: what its party reads: {"kind", "version", "acts": [{"verb", "reason": it has to say why, "photo": one may come with it, "files": some may}], "photos", "steps", …}; null: it opens nothing, whether it ever did or
not. Changes nothing. errors: none';
