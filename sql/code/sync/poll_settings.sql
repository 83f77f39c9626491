-- How a source of the transport poll is read: its own settings over those of its dialect.

create or replace function varta.poll_settings(s varta.source)
returns table (format text, since text, paging text, size_param text, page_size integer, rate integer, keyed boolean, extra jsonb,
               every interval, overlap interval, history interval, reread integer, closed boolean, clock text, stale interval)
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(s.poll ->> 'format', d.format), coalesce(s.poll ->> 'since', d.since), coalesce(s.poll ->> 'paging', d.paging),
           coalesce(nullif(s.poll ->> 'size_param', ''), d.size_param), coalesce((s.poll ->> 'page_size')::integer, d.page_size),
           coalesce((s.poll ->> 'rate')::integer, d.rate), coalesce((s.poll ->> 'keyed')::boolean, d.keyed), d.extra || coalesce(s.poll -> 'extra', '{}'),
           coalesce((s.poll ->> 'every')::interval, '5 minutes'), coalesce((s.poll ->> 'overlap')::interval, '10 minutes'),
           coalesce((s.poll ->> 'history')::interval, '7 days'), coalesce((s.poll ->> 'reread')::integer, 20),
           coalesce((s.poll ->> 'closed')::boolean, false),
           coalesce(s.poll ->> 'clock', case when s.dialect = 'fixmystreet' then 'UTC' else s.zone end), coalesce((s.poll ->> 'stale')::interval, '3 days')
    from varta.dialect d where d.code = s.dialect
$$;
comment on function varta.poll_settings is
'in: source. out: how it is polled: the dialect''s ways, which source.poll overrides, and: every how long; overlap of the windows; how far
back the first one reaches; how many known requests are read again in each poll; whether requests that are closed there are taken; the zone of the server''s own
clock, by which a FixMyStreet may compare; after how long without anything new a warning is due';

create or replace function varta.stale_since(s varta.source, p varta.poll) returns timestamptz
language sql stable set search_path = varta, pg_temp as $$
    select p.news_at from varta.poll_settings(s) t where p.news_at < now() - t.stale
$$;
comment on function varta.stale_since is 'in: source, how far it was read. out: since when it has brought nothing new, where that is long; otherwise null';

create or replace function varta.poll_base(s varta.source) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_strip_nulls(jsonb_build_object('jurisdiction_id', coalesce(s.peer_jurisdiction, nullif(s.jurisdiction, ''))) || t.extra)
    from varta.poll_settings(s) t
$$;
comment on function varta.poll_base is 'in: source. out: the parameters that go along with every question';

create or replace function varta.poll_wrong(s varta.source) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_known text[] := '{format,since,paging,size_param,page_size,rate,keyed,extra,every,overlap,history,reread,closed,clock,stale}';
    v_key text;
    p record;
begin
    select key into v_key from jsonb_object_keys(s.poll) key where key <> all (v_known) limit 1;
    if found then
        return format('poll has no setting %L', v_key);
    end if;
    select * into p from varta.poll_settings(s);
    return case
        when p.format not in ('json', 'xml') then 'format is json or xml'
        when p.since not in ('dates', 'updated', 'none') then 'since is dates, updated or none'
        when p.paging not in ('none', 'narrow', 'page', 'offset') then 'paging is none, narrow, page or offset'
        when p.page_size not between 1 and 1000000 then 'page_size is a number from 1'
        when p.rate not between 1 and 100000 then 'rate is a number of calls a minute'
        when jsonb_typeof(p.extra) <> 'object' then 'extra is an object, parameter to value'
        when p.every not between '1 second' and '1 day' then 'every is 1 second to 1 day'
        when p.overlap not between '1 second' and '1 day' then 'overlap is 1 second to 1 day'
        when p.history not between '0' and '90 days' then 'history is 0 to 90 days'
        when not exists (select from pg_timezone_names where name = p.clock) then 'clock is a time zone'
        when p.stale not between '1 minute' and '10 years' then 'stale is 1 minute to 10 years'
        when p.reread not between 0 and 1000 then 'reread is a number up to 1000' end;
exception when data_exception then
    return sqlerrm;
end
$$;
comment on function varta.poll_wrong is 'in: source. out: what is wrong with its poll; null: nothing';
