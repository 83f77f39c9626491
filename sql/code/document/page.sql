-- What whoever has a paper finds at the address that is printed on it.

create or replace function varta.order_address(o varta.orders) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select format('%s/order/%s/%s.html', rtrim(s.url, '/'), p.id / 1000, p.id)
            from varta.public_order p join varta.source s on s.city_id = p.city_id and s.transport = 'publish' and s.active and s.url ~ '^https?://'
            where p.city_id = o.city_id and p.id = o.id order by s.lang <> 'uk', s.id limit 1);
end
$$;
comment on function varta.order_address is 'in: order. out: the address of its page in the static tree, where the city shows orders and a tree has an address; null: it has none';

create or replace function sync.document_page(p_key text) returns jsonb
language sql stable security definer set search_path = varta, pg_temp as $$
    select jsonb_build_object('kind', d.kind, 'sha256', encode(d.hash, 'hex'),
        'order', (select varta.order_in_public(o) || jsonb_build_object('page', varta.order_address(o)) from varta.orders o where d.kind = 'order' and o.city_id = d.city_id and o.id = d.of_id),
        'act', (select varta.act_in_public(k) from varta.campaign k where d.kind = 'act' and k.city_id = d.city_id and k.id = d.of_id))
    from varta.document d where d.key = p_key and d.pdf is not null and d.city_id = any((select varta.served_cities())::smallint[])
$$;
comment on function sync.document_page is
'in: the key in the address that is printed on a paper. out: which paper it is, the SHA-256 of its PDF, and what became of the order: whether it is in force, cancelled, or replaced by which, and "page", the address of its public page, or whose act it is; null: there
is no such paper. errors: none';
