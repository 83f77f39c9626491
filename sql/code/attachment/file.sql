-- Files that officers put to orders: what an owner sent under a qualified signature, or a scan. They are kept as they came, byte by byte; whose
-- signature is in one, and whether it is good, nobody here has looked at.

create type api.file_row as (file bigint, name text, kind text, bytes integer, "by" text, came bigint, sha256 text, verified boolean);
comment on type api.file_row is
'one file of an order. name: as it came, made harmless; kind: pdf, p7s, asice, by what is in it; by: who put it there; verified: whether its signature was checked: never';

create or replace function varta.file_kind(p_data bytea) returns text
language sql immutable as $$
    select case when substr(p_data, 1, 5) = '%PDF-' then 'pdf'
                when substr(p_data, 1, 4) = '\x504b0304' and position('mimetypeapplication/vnd.etsi.asic-e+zip'::bytea in substr(p_data, 1, 200)) > 0 then 'asice'
                when substr(p_data, 1, 1) = '\x30' and position('\x06092a864886f70d010702'::bytea in substr(p_data, 1, 40)) > 0
                     or substr(p_data, 1, 21) = '-----BEGIN PKCS7-----' or substr(p_data, 1, 19) = '-----BEGIN CMS-----' then 'p7s' end
$$;
comment on function varta.file_kind is 'in: bytes. out: as what kind of file they begin: a PDF, an ASiC-E container, signed data of CMS; null: as none that is taken';

create or replace function varta.file_name(p_name text, p_kind text) returns text
language sql immutable as $$
    select case when n ~* ('\.' || p_kind || '$') then n else n || '.' || p_kind end
    from (select coalesce(nullif(btrim(right(regexp_replace(regexp_replace(coalesce(p_name, ''), '^.*[/\\]', ''), '[^[:alnum:] ._()№-]', '_', 'g'), 100), ' .'), ''), 'файл') as n) x
$$;
comment on function varta.file_name is
'in: name as it came, kind. out: the same as the name of a file that harms nobody: without folders, without what a terminal or a program could take for more, its end that of the kind';

create or replace function varta.file_rows(p_city smallint, p_order bigint) returns setof api.file_row
language sql stable set search_path = varta, pg_temp as $$
    select a.id, a.name, a.kind, a.bytes, p.full_name, varta.epoch(a.came_at), encode(sha256(a.data), 'hex'), false
    from varta.attachment a left join varta.operator p on p.id = a.operator_id
    where a.city_id = p_city and a.order_id = p_order and a.kind <> 'photo' order by a.id
$$;
comment on function varta.file_rows is 'in: order. out: its files';

create or replace function varta.file_check(o varta.orders, p_data bytea) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if o.state = varta.order_draft() then
        perform varta.fail('VA002', 'it is not issued', 'order_file', 'draft', o.id::text, 'it is not issued');
    elsif varta.file_kind(p_data) is null or length(p_data) > 5242880 then
        perform varta.fail('VA003', 'this is no file that is kept', 'file', coalesce(length(p_data), 0) || ' B', 'a PDF, .p7s or .asice of 5 MiB at most');
    elsif exists (select from varta.attachment a where a.city_id = o.city_id and a.order_id = o.id and a.kind <> 'photo' and a.data = p_data) then
        perform varta.fail('VA005', format('order %s has this file already', o.id), 'file of order', o.id::text);
    elsif (select count(*) >= 20 from varta.attachment a where a.city_id = o.city_id and a.order_id = o.id and a.kind <> 'photo') then
        perform varta.fail('VA003', 'nobody looks at more files', 'file', '21', 'at most 20 files of an order');
    end if;
end
$$;
comment on function varta.file_check is 'in: order (locked), bytes. errors: VA002 it is a draft, VA003 they are no file that is taken, VA005 it is there';

create or replace function api.order_file(p_order text, p_name text, p_file bytea) returns api.file_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_named(p_order);
    v_kind text := varta.file_kind(p_file);
    v_name text := varta.file_name(p_name, v_kind);
    v_salt uuid := gen_random_uuid();
    v_id bigint;
begin
    perform varta.own_unit_check(o.city_id, o.unit_id, 'order_file');
    perform from varta.orders where city_id = o.city_id and id = o.id for no key update;
    perform varta.file_check(o, p_file);
    v_id := nextval(pg_get_serial_sequence('varta.attachment', 'id'));
    insert into varta.attachment (city_id, id, order_id, kind, name, operator_id, bytes, salt, digest, data, added_id) overriding system value
    values (o.city_id, v_id, o.id, v_kind, v_name, (varta.me()).id, length(p_file), v_salt, varta.keyed_digest(v_salt, sha256(p_file)), p_file,
            varta.record_event(o.city_id, 'file_add', null, null, jsonb_build_object('file', v_id, 'order', o.id, 'name', v_name, 'bytes', length(p_file), 'sha256', encode(sha256(p_file), 'hex'))));
    return (select r from varta.file_rows(o.city_id, o.id) r where r.file = v_id);
end
$$;
comment on function api.order_file is
'in: number of an order of the operator''s unit, name of a file, what is in it: a PDF, or a file with a qualified signature (.p7s, .asice). out: its row. It is kept as it is; no signature is verified. errors: VA001, VA002 it is a draft,
VA003, VA004, VA005 the order has this file';

create or replace function api.order_files(p_order text) returns setof api.file_row
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_named(p_order);
begin
    return query select r.* from varta.file_rows(o.city_id, o.id) r;
end
$$;
comment on function api.order_files is 'in: number of an order (12/2026, or the database''s). out: its files, as they came. errors: VA001, VA003';

create or replace function api.order_file_data(p_order text, p_file bigint) returns bytea
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_named(p_order);
    v_data bytea := (select a.data from varta.attachment a where a.city_id = o.city_id and a.order_id = o.id and a.kind <> 'photo' and a.id = p_file);
begin
    if v_data is null then
        perform varta.fail('VA001', format('order %s has no file %s', o.id, p_file), 'file', p_file::text);
    end if;
    return v_data;
end
$$;
comment on function api.order_file_data is 'in: number of an order, one of its files. out: what is in it, as it came. errors: VA001, VA003';
