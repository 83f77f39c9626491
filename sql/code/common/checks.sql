-- Checks of arguments that several functions share.

create or replace function varta.check_text(p_field text, p_text text, p_longest integer) returns text
language plpgsql as $$
begin
    if btrim(coalesce(p_text, ''), E' \t\r\n') = '' or length(p_text) > p_longest then
        perform varta.fail('VA003', 'the text is empty or too long', p_field, left(p_text, 40), format('1 to %s characters', p_longest));
    end if;
    return p_text;
end
$$;
comment on function varta.check_text is 'out: the text. errors: VA003 where it is empty or longer than that';

create or replace function varta.check_longest(p_field text, p_text text, p_longest integer) returns text
language plpgsql as $$
begin
    if length(p_text) > p_longest then
        perform varta.fail('VA003', 'the text is too long', p_field, left(p_text, 40), format('at most %s characters', p_longest));
    end if;
    return coalesce(p_text, '');
end
$$;
comment on function varta.check_longest is 'out: the text, which may be empty. errors: VA003 where it is longer than that';

create or replace function varta.settings_check(p_settings jsonb, p_known text[]) returns void
language plpgsql as $$
declare
    v_key text;
begin
    select key into v_key from jsonb_object_keys(p_settings) key where not key = any(p_known) limit 1;
    if found then
        perform varta.fail('VA003', format('unknown setting %L', v_key), 'setting', v_key, array_to_string(p_known, ' | '));
    end if;
end
$$;
comment on function varta.settings_check is 'errors: VA003 for the first key that is not among the known ones';

create or replace function varta.version_check(p_what text, p_id bigint, p_seen integer, p_now integer) returns void
language plpgsql as $$
begin
    if p_now is distinct from p_seen then
        perform varta.fail('40001', format('%s %s was changed by someone else', p_what, p_id), '', '', '', p_now::text, '{}');
    end if;
end
$$;
comment on function varta.version_check is
'in: what it is, its number, the version that the operator saw, the one that it has. errors: 40001, with the version, where they differ';

create or replace function varta.list_of(p_value jsonb) returns jsonb
language sql immutable as $$
    select case jsonb_typeof(p_value) when 'array' then p_value
           else coalesce((select jsonb_agg(btrim(x)) from regexp_split_to_table(p_value #>> '{}', ';') x where btrim(x) <> ''), '[]') end
$$;
comment on function varta.list_of is 'in: a JSON array of texts, or one text with ; between them. out: the array';

create or replace function varta.code_check(p_code text) returns void
language plpgsql as $$
begin
    if p_code !~ '^[a-z][a-z0-9_-]{0,39}$' or p_code is null then
        perform varta.fail('VA003', format('%L is not a code', p_code), 'code', p_code, 'a letter, then letters, digits, - and _; at most 40');
    end if;
end
$$;
comment on function varta.code_check is 'errors: VA003';

create or replace function varta.daemon_check(p_daemon text) returns void
language plpgsql as $$
begin
    if coalesce(p_daemon, '') = '' then
        perform varta.fail('VA003', 'the daemon has no name', 'daemon', '', 'a name');
    end if;
end
$$;
comment on function varta.daemon_check is 'in: name of who leases something. errors: VA003 where it has none';

create or replace function varta.zone_check(p_zone text) returns void
language plpgsql stable as $$
begin
    if not exists (select from pg_timezone_names where name = p_zone) then
        perform varta.fail('VA003', format('%L is not a time zone', p_zone), 'zone', p_zone, 'a name such as Europe/Kyiv');
    end if;
end
$$;
comment on function varta.zone_check is 'errors: VA003';

-- Sources ---------------------------------------------------------------------------------------

create or replace function varta.url_check(p_url text) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if not varta.is_address(p_url) then
        perform varta.fail('VA003', format('%L is no address', left(p_url, 100)), 'url', left(p_url, 100),
                           'http:// or https://, a host and a path, without user, query and fragment');
    end if;
end
$$;
comment on function varta.url_check is 'in: address of a peer (null is none). errors: VA003';

create or replace function varta.unit_kind_check(p_kind text) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if not exists (select from varta.unit_kind where code = p_kind) then
        perform varta.fail('VA003', format('there is no kind of unit %L', p_kind), 'kind', p_kind,
                           (select string_agg(code, ' | ' order by code) from varta.unit_kind));
    end if;
end
$$;
comment on function varta.unit_kind_check is 'errors: VA003';

create or replace function varta.moment(p_begin timestamptz default now()) returns timestamptz
language sql volatile as $$
    select case when clock_timestamp() - p_begin > interval '5 minutes' then clock_timestamp() else p_begin end
$$;
comment on function varta.moment is
'in: when the transaction began. out: from when windows and due dates count: all that is done in a transaction has one moment, but who keeps one
open for long cannot use up by it the time that others have. Rights ask the clock instead';

create or replace function varta.error_text(p_error text, p_email text default null) returns text
language sql immutable as $$
    select coalesce(string_agg(case when t ~* '@|%40|=40' or lower(rtrim(t, '.')) = v.box then '…' else t end, '' order by o), '')
    from (select nullif(lower(split_part(p_email, '@', 1)), '') as box) v
    cross join regexp_matches(left(p_error, 500), E'([^][\\s<>(),;:"\'{}]+|[][\\s<>(),;:"\'{}]+)', 'g') with ordinality x (m, o)
    cross join lateral (select m[1] as t) w
$$;
comment on function varta.error_text is
'in: what another server said, the address that it was asked about (null: none). out: at most 500 characters of it, with … for every address and for
that mailbox: servers quote what they refuse';
