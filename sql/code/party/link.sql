-- Links of parties without a login. What stands in the address is random and kept nowhere: the database has its SHA-256 alone, and
-- a link that was revoked, altered or never made is found in the same way, which is not at all.

create or replace function varta.new_link(p_city smallint, p_order bigint, p_referral bigint, p_operator integer) returns text
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_token text := left(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'), 40);
    v_id bigint;
begin
    insert into varta.party_link (city_id, order_id, referral_id, hash, operator_id) values (p_city, p_order, p_referral, sha256(convert_to(v_token, 'UTF8')), p_operator) returning id into v_id;
    perform varta.record_event(p_city, 'party_link', null, null, jsonb_strip_nulls(jsonb_build_object('link', v_id, 'order', p_order, 'referral', p_referral)));
    return v_token;
end
$$;
comment on function varta.new_link is 'in: city, order or referral, who makes it (null: it leaves in a mail). out: what stands in the address, 160 bits; nobody can read it again';

create or replace function varta.link_of(p_hash bytea) returns varta.party_link
language sql stable set search_path = varta, pg_temp as $$
    select * from varta.party_link where hash = p_hash and revoked_at is null and city_id = any((select varta.served_cities())::smallint[])
$$;
comment on function varta.link_of is 'in: SHA-256 of what stands in the address. out: the link; null: it opens nothing';

create or replace function api.order_link(p_order text) returns text
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_named(p_order);
begin
    if varta.issuing_unit(o.city_id, 'order_link') <> o.unit_id then
        perform varta.fail('VA004', 'it is another unit''s', 'order_link', (select code from varta.unit where city_id = o.city_id and id = o.unit_id));
    elsif o.number is null then
        perform varta.fail('VA002', 'it is not issued', 'order_link', (select code from varta.order_state where id = o.state), o.id::text, 'it is not issued');
    end if;
    return varta.new_link(o.city_id, o.id, null, (varta.me()).id);
end
$$;
comment on function api.order_link is
'in: number of an order of the operator''s unit. out: what stands in the address of a new link for its owner, below /link/: it is shown once. errors: VA001, VA002 it is a draft, VA004';

create or replace function api.order_unlink(p_order text) returns bigint
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_named(p_order);
    v_count bigint;
begin
    perform varta.own_unit_check(o.city_id, o.unit_id, 'order_unlink');
    update varta.party_link set revoked_at = now() where city_id = o.city_id and order_id = o.id and revoked_at is null;
    get diagnostics v_count = row_count;
    if v_count > 0 then
        perform varta.record_event(o.city_id, 'party_unlink', null, null, jsonb_build_object('order', o.id, 'links', v_count));
    end if;
    return v_count;
end
$$;
comment on function api.order_unlink is
'in: number of an order of the operator''s unit. out: how many links of its owner open nothing from now on; those in mails that leave later are new ones. errors: VA001, VA004';
