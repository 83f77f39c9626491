-- Polls for administrators: their state, what was refused, reading again.

-- For administrators ----------------------------------------------------------------------------

create or replace function api.polls()
returns table (city text, source text, dialect text, read_to timestamptz, next timestamptz, failures integer, error text, open bigint, refused bigint)
language sql stable security definer set search_path = varta, pg_temp as $$
    select c.code, s.code, s.dialect, p.read_to, nullif(p.next_at, '-infinity'), coalesce(p.failures, 0),
           coalesce(nullif(p.last_error, ''), case when s.url is null then 'the source has no url' when not s.active then 'not active' end,
                    replace(varta.localized('нічого нового з %s', 'nothing new since %s'), '%s', to_char(varta.stale_since(s, p) at time zone c.tz, 'DD.MM.YYYY'))),
           (select count(*) from varta.poll_known k join varta.request r on r.city_id = k.city_id and r.id = k.request_id
            where k.source_id = s.id and r.status in (varta.status_new(), varta.status_pending(), varta.status_merged())),
           (select count(*) from varta.poll_refusal f where f.source_id = s.id)
    from varta.source s join varta.city c on c.id = s.city_id
    left join varta.poll p on p.city_id = s.city_id and p.source_id = s.id
    where s.transport = 'poll' and (s.city_id = any(varta.cities_as('admin')) or varta.is_super())
    order by c.code, s.code
$$;
comment on function api.polls is
'out: the sources that are polled, in the administrator''s cities: how far they were read, when they will be again, failures in a row, the
last error or since when nothing new came, how many of their requests are open here, how many they show that cannot be taken. errors: none';

create or replace function varta.poll_source(p_source text) returns varta.source
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    s varta.source;
begin
    select * into s from varta.source
    where code = p_source and transport = 'poll' and (city_id = any(varta.cities_as('admin')) or varta.is_super());
    if not found then
        perform varta.fail('VA001', format('there is no source %L that is polled', p_source), 'source', p_source);
    end if;
    return s;
end
$$;
comment on function varta.poll_source is 'in: code. out: the source, of the administrator''s cities. errors: VA001';

create or replace function api.poll_refusals(p_source text) returns table (external_id text, reason text, first timestamptz, last timestamptz)
language sql stable security definer set search_path = varta, pg_temp as $$
    select f.external_id, f.reason, f.first_at, f.last_at
    from varta.poll_source(p_source) s join varta.poll_refusal f on f.source_id = s.id
    order by f.last_at desc, f.external_id
$$;
comment on function api.poll_refusals is 'in: source. out: what it shows and cannot be taken, by its number there, with the reason. errors: VA001';

create or replace function api.poll_again(p_source text, p_since timestamptz default null) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    s varta.source := varta.poll_source(p_source);
begin
    insert into varta.poll as p (city_id, source_id, read_to) values (s.city_id, s.id, p_since)
    on conflict (city_id, source_id) do update
    set read_to = coalesce(p_since, p.read_to), span = case when p_since is null then p.span end, etag = null, next_at = '-infinity',
        heedless = p.heedless and p_since is null, whole_at = case when p_since is null then p.whole_at end,
        failures = 0, leased_by = null, leased_until = null;
    perform varta.tell('config');
end
$$;
comment on function api.poll_again is
'in: source, since when it is to be read again (null: only what is new). The daemon reads it at once; what is known is not taken twice.
errors: VA001';
