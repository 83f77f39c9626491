-- Files of orders: a PDF, or what has a qualified signature, told by its beginning; who puts them there and who reads them; their names harm nobody;
-- they stay as they came, and the history has their SHA-256.
\ir ../../lib/tap.sql
select plan(29);
\ir ../../lib/institutions.sql

create function pg_temp.asice(p_more text default '') returns bytea language sql as $$
    select '\x504b03040a00000000000000210000000000000000000000000008000000'::bytea || convert_to('mimetypeapplication/vnd.etsi.asic-e+zip' || p_more, 'UTF8')
$$;
create function pg_temp.p7s(p_more text default '') returns bytea language sql as $$ select '\x3082030006092a864886f70d010702a08202f1'::bytea || convert_to(p_more, 'UTF8') $$;
create function pg_temp.error_as(p_login text, p_sql text) returns text language plpgsql as $$
declare
    v_found text;
begin
    perform set_config('session_authorization', p_login, true);
    v_found := split_part(pg_temp.error_of(p_sql), ' ', 1);
    perform set_config('session_authorization', 'postgres', true);
    return nullif(v_found, 'no');
end
$$;

set session authorization t_traffic;
select id as d from api.defect_add('kyiv', 'sign', 'знак 2.1 закрито гілками', 'вул. Лісова, 5', 50.46, 30.45) \gset
select api.defect_verify(:d, 1, 'confirmed') \g /dev/null
select id as o from api.order_draft(array[:d::bigint]) \gset
select is(pg_temp.error_of(format('select api.order_file(%L, ''a.pdf'', ''%%PDF-1.7'')', :o)), format('VA002 ["order_file","draft","%s","it is not issued"]', :o), 'a draft has no files');
select api.order_issue(:o, 1) \g /dev/null

-- What is taken
select is((select concat_ws(' ', name, kind, bytes, "by", verified) from api.order_file(:'o', 'answer.pdf', '%PDF-1.7')), 'answer.pdf pdf 8 Наталія Шевчук f', 'a PDF; nothing is verified');
select is((select concat_ws(' ', name, kind) from api.order_file(:'o', 'Відповідь № 5.asice', pg_temp.asice())), 'Відповідь № 5.asice asice', 'a container');
select is((select concat_ws(' ', name, kind) from api.order_file(:'o', 'лист.pdf.p7s', pg_temp.p7s())), 'лист.pdf.p7s p7s', 'signed data');
select is((select concat_ws(' ', name, kind) from api.order_file(:'o', 'лист', convert_to(E'-----BEGIN PKCS7-----\nx', 'UTF8'))), 'лист.p7s p7s', 'also as text');
select is(pg_temp.error_of(format('select api.order_file(%L, %L, %L)', :o, 'answer.p7s', bytes)), format('VA003 ["file","%s B","a PDF, .p7s or .asice of 5 MiB at most"]', length(bytes)), what) from (values
    ('\x'::bytea, 'nothing is none'), (convert_to('<html>', 'UTF8'), 'nor a page'), ('\xffd8ff'::bytea, 'nor a photo'), ('\x504b0304'::bytea || convert_to('x', 'UTF8'), 'nor any archive'), ('\x4d5a90'::bytea, 'nor a program'),
    ('\x3003020101'::bytea, 'nor anything that begins as that'), (convert_to('%PDF-' || repeat('x', 5242876), 'UTF8'), 'nor what is a byte too long')) x (bytes, what);
select is(pg_temp.error_of(format('select api.order_file(%L, ''x.pdf'', null)', :o)), 'VA003 ["file","0 B","a PDF, .p7s or .asice of 5 MiB at most"]', 'nor what is not there');
select is(pg_temp.error_of(format('select api.order_file(%L, ''again.pdf'', ''%%PDF-1.7'')', :o)), format('VA005 ["file of order","%s"]', :o), 'none twice');

-- Names
reset session authorization;
select is(varta.file_name(given, 'pdf'), harmless, 'harmless: ' || harmless) from (values ('../../etc/passwd', 'passwd.pdf'), ('C:\x\y.PDF', 'y.PDF'), (E'a\u202efdp.exe', 'a_fdp.exe.pdf'), (E'\x1b[2J\n.pdf', '__2J_.pdf'),
    ('', 'файл.pdf'), ('...', 'файл.pdf'), (repeat('ї', 300), repeat('ї', 100) || '.pdf')) x (given, harmless);

-- Who
select is((select string_agg(concat_ws(' ', l, pg_temp.error_as(l, format('select api.order_file(%L, ''x.pdf'', ''%%PDF-2'')', :o)), pg_temp.error_as(l, format('select api.order_files(%L)', :o))), ', ')
           from unnest(array['t_moderator', 't_expert', 't_auditor', 't_officer', 't_admin', 't_syncd']) l),
          't_moderator 42501, t_expert 42501, t_auditor 42501, t_officer 42501 42501, t_admin 42501 42501, t_syncd 42501 42501', 'officers of the unit put them there, who reads orders reads them');

-- They stay
set session authorization t_auditor;
select file as f from api.order_files(:'o') where name = 'answer.pdf' \gset
select is(api.order_file_data(:'o', :f), '%PDF-1.7'::bytea, 'as they came');
select is(pg_temp.error_of(format('select api.order_file_data(%L, 0)', :o)), 'VA001 ["file","0"]', 'those that are there');
select is(api.order_detail(:'o') -> 'files', '4', 'and are counted');
reset session authorization;
select is((select count(*) from sync.media_lease('a', 10, 60, true)) + coalesce(sync.media_next(true), 0), 0::bigint, 'no daemon takes one for a photo');
select is((select concat_ws(' ', who, after ->> 'name', after ->> 'sha256' = encode(sha256('%PDF-1.7'), 'hex')) from varta.event where verb = 'file_add' and (after ->> 'file')::bigint = :f), 't_traffic answer.pdf t', 'the history has their SHA-256');
select is(pg_temp.error_of(format('update varta.attachment set data = ''%%PDF-2'' where id = %s', :f)), '55000', 'they are never changed');
select is(pg_temp.behind_triggers(format('update varta.attachment set data = ''%%PDF-2'' where id = %s', :f),
    $$(select string_agg(regexp_replace(fault, '\d+', 'N'), ', ') from audit.compare('kyiv') where place like 'attachment%')$$), 'it is not what event N says', 'unless by force, which is found');
select * from finish();
