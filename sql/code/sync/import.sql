-- One statement stores a whole batch. Batches of one source follow each other (an advisory lock), so that
-- the same report in two of them gives one request, and no two can deadlock. Plans made while the tables
-- are empty stay with the daemon's session: hence no sequential scans.

create or replace function varta.to_time(p_text text, p_zone text) returns timestamptz
language plpgsql stable as $$
begin
    if p_text !~ '^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d(:?\d\d)?)?)?$' then
        return null;
    elsif p_text ~ '\d\s*(Z|[+-]\d\d(:?\d\d)?)$' and length(p_text) > 10 then
        return p_text::timestamptz;
    end if;
    return p_text::timestamp at time zone p_zone;
exception when data_exception then -- a month 13, a zone of +99:00, whatever else is no moment
    return null;
end
$$;
comment on function varta.to_time is 'in: ISO 8601, the zone where it names none. out: the moment; null where it is not one';

create or replace function varta.to_degrees(p_text text) returns double precision
language sql immutable as $$
    select case when p_text ~ '^-?\d{1,3}(\.\d{1,30})?$' then p_text::double precision end
$$;
comment on function varta.to_degrees is 'in: a decimal number as text. out: null where it is not one';

create or replace function varta.contact_wish(p_wish text, p_sealed boolean) returns boolean
language sql immutable as $$
    select case when lower(p_wish) in ('yes', 'true', 'on', '1', 'так') then true when lower(p_wish) in ('no', 'false', 'off', '0', 'ні') then false else p_sealed end
$$;
comment on function varta.contact_wish is
'in: the attribute contact of a submission, whether it is sealed. out: whether the resident may be contacted. Who writes to an officer alone and leaves a telephone
wants to be called, if nothing else is said';

create or replace function varta.notify_lang(p_wish text, p_lang text) returns text
language sql immutable as $$
    select case when lower(p_wish) in ('uk', 'en') then lower(p_wish) when lower(p_wish) in ('1', 'true', 'yes', 'on') then p_lang end
$$;
comment on function varta.notify_lang is
'in: the attribute notify of a submission, language of the source. out: the language of the mails that were asked for, null: none';

create or replace function varta.time_refusal(p_field text, p_text text, p_time timestamptz) returns text
language sql stable as $$
    select case
        when p_text is null then null
        when p_time is null then format('%s "%s" is not a time', p_field, left(p_text, 40))
        when p_time > now() + interval '1 day' then format('%s "%s" is still to come', p_field, left(p_text, 40))
        when p_time < '1970-01-01Z' then format('%s "%s" is before 1970', p_field, left(p_text, 40))
    end
$$;
comment on function varta.time_refusal is
'in: name of a field, what the sender wrote, which moment that is. out: why it cannot be when something was written, null where it can.
A day to come is for clocks and zones that are wrong';

create or replace function varta.length_refusal(p_field text, p_text text, p_longest integer) returns text
language sql stable as $$
    select case when length(p_text) > p_longest then format('%s is longer than %s characters', p_field, p_longest) end
$$;
comment on function varta.length_refusal is 'in: name of a field, its value, characters at most. out: why it cannot be stored, null where it can';

create or replace function varta.reporter_refusal(
    p_email text, p_first_name text, p_last_name text, p_phone text, p_device_id text, p_account_id text) returns text
language sql stable as $$
    select coalesce(varta.length_refusal('email', p_email, 254), varta.length_refusal('first_name', p_first_name, 100),
                    varta.length_refusal('last_name', p_last_name, 100), varta.length_refusal('phone', p_phone, 40),
                    varta.length_refusal('device_id', p_device_id, 200), varta.length_refusal('account_id', p_account_id, 200))
$$;
comment on function varta.reporter_refusal is 'out: what a resident says about himself that is too long, as in the constraints of varta.reporter; null: nothing';

create or replace function varta.import_refusal(
    p_code text, p_category integer, p_active boolean, p_needs_place boolean, p_lat text, p_long text,
    p_lat_degrees double precision, p_long_degrees double precision, p_address text, p_address_id text,
    p_description text, p_external text, p_media_url text, p_attributes jsonb, p_requested text, p_time timestamptz) returns text
language sql stable as $$
    select case
        when p_code is null then 'service_code is missing'
        when p_category is null then format('service_code "%s" is not known here', left(p_code, 60))
        when not p_active then format('service_code "%s" is not in use any more', p_code)
        when (p_lat is null) <> (p_long is null) then 'lat and long come together or not at all'
        when p_lat is not null and coalesce(p_lat_degrees not between -90 and 90, true)
            then format('lat "%s" is not a number between -90 and 90', left(p_lat, 30))
        when p_long is not null and coalesce(p_long_degrees not between -180 and 180, true)
            then format('long "%s" is not a number between -180 and 180', left(p_long, 30))
        when p_needs_place and p_lat is null and coalesce(p_address, '') = '' and coalesce(p_address_id, '') = ''
            then 'lat and long, address_string or address_id is missing'
        when length(p_description) > 20000 then 'description is longer than 20000 characters'
        when length(p_address) > 1000 then 'address_string is longer than 1000 characters'
        when length(p_external) > 200 then 'external_id is longer than 200 characters'
        else coalesce(varta.length_refusal('address_id', p_address_id, 200), varta.length_refusal('media_url', p_media_url, 2000),
                      varta.length_refusal('attributes', p_attributes::text, 20000), varta.time_refusal('requested_datetime', p_requested, p_time))
    end
$$;
comment on function varta.import_refusal is 'out: why an item cannot be stored, naming the field and the value; null where it can';

create or replace function varta.import_items(p_source integer, p_items jsonb)
returns table (n integer, request_id bigint, outcome text, reason text)
language plpgsql set search_path = varta, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    v_erased boolean;
    v_now timestamptz;
    v_due timestamptz[];
    v_secret bytea := (select secret from varta.installation);
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        perform varta.fail('VA003', 'an import must see what others committed', 'transaction_isolation',
                           current_setting('transaction_isolation'), 'read committed');
    end if;
    perform pg_advisory_xact_lock(7301, p_source);
    -- what is known already is acknowledged like what is new: when a standby has it, too, so there must be something to wait for
    perform pg_logical_emit_message(true, 'varta', '');
    v_erased := exists (select from varta.erasure_key where source_id = p_source);
    v_now := clock_timestamp();
    delete from varta.recent_report where source_id = p_source and at < v_now - interval '24 hours';
    select array_agg(varta.due_work(v_source.city_id, v_now, moderation_days) order by id) into v_due from varta.kind;

    return query
    with item as materialized (
        select x.*, coalesce(x.n, x.pos::integer - 1) as item_n, sha256(convert_to(coalesce(x.raw, ''), 'UTF8')) as digest,
               case when nullif(x.external_id, '') is null then sha256(v_secret || convert_to(x.fields, 'UTF8')) end as likeness,
               varta.to_degrees(x.lat) as y, varta.to_degrees(x.long) as x,
               case when x.requested is not null then varta.to_time(x.requested, v_source.zone) end as asked
        from rows from (jsonb_to_recordset(p_items) as (
            n integer, external_id text, service_code text, lat text, long text, address text, address_id text,
            description text, email text, first_name text, last_name text, phone text, device_id text, account_id text,
            media_url text, media_urls jsonb, attributes jsonb, requested text, raw text, fields text, content_type text, private boolean)) with ordinality as x (
            n, external_id, service_code, lat, long, address, address_id, description, email, first_name, last_name, phone,
            device_id, account_id, media_url, media_urls, attributes, requested, raw, fields, content_type, private, pos)),
    checked as materialized (
        select i.*, g.id as category_id, g.kind, k.public and not coalesce(i.private, false) as public,
               coalesce('=' || nullif(i.external_id, ''), encode(coalesce(i.likeness, i.digest), 'hex')) collate "C" as key,
               case when nullif(i.external_id, '') is not null
                    -- by one value and then the other: an index is certain for 'is', but not for 'is one of'
                    then coalesce((select s.request_id from varta.submission s where s.source_id = p_source and s.external_id = i.external_id),
                                  case when v_erased then (select s.request_id from varta.submission s
                                                           where s.source_id = p_source and s.external_id = varta.erased_id(p_source, i.external_id)) end)
                    else coalesce((select d.request_id from varta.recent_report d where d.source_id = p_source and d.digest = i.likeness),
                                  (select s.request_id from varta.submission s
                                   where s.source_id = p_source and s.digest = i.digest and s.external_id is null
                                     and s.received_at > v_now - interval '24 hours'
                                   order by s.received_at desc limit 1)) end as known,
               coalesce(varta.import_refusal(nullif(i.service_code, ''), g.id, g.active, k.needs_place, i.lat, i.long, i.y, i.x, i.address,
                                             i.address_id, i.description, i.external_id, i.media_url, i.attributes, i.requested, i.asked),
                        varta.reporter_refusal(i.email, i.first_name, i.last_name, i.phone, i.device_id, i.account_id)) as refusal, k.sealed
        from item i
        left join varta.category g on g.city_id = v_source.city_id and g.code = i.service_code
        left join varta.kind k on k.id = g.kind),
    fresh as materialized (
        select f.*, nextval('varta.request_id') as request_id, nextval('varta.submission_id') as submission_id,
               p.area, p.district_id, a.beat_id, h.operator_id, t.title, t.titled, t.body
        from (select distinct on (key) c.*, case when c.x is not null then public.st_setsrid(public.st_point(c.x, c.y), 4326) end as point
              from checked c where known is null and refusal is null order by key, pos) f
        cross join lateral varta.locate(v_source.city_id, f.point) p
        left join lateral varta.beat_at(v_source.city_id, case when f.sealed then f.point end) b on true
        cross join lateral (select case when f.sealed and b.beat_id is null then varta.beat_of_address(v_source.city_id, f.address)
                                   else b.beat_id end as beat_id) a
        left join lateral varta.holder_at(v_source.city_id, a.beat_id, v_now) h on true
        cross join lateral varta.split_text(coalesce(f.description, '')) t
        order by f.pos),
    stored_submission as (
        insert into varta.submission (city_id, id, source_id, external_id, digest, salt, raw, content_type, received_at, request_id)
        select v_source.city_id, submission_id, p_source, nullif(external_id, ''), digest, gen_random_uuid(), coalesce(raw, ''),
               coalesce(content_type, ''), v_now, request_id from fresh),
    stored_request as (
        insert into varta.request (city_id, id, kind, category_id, area, titled, public, district_id, beat_id, operator_id, source_id,
            submission_id, due_at, received_at, requested_at, updated_at, title, body, address, address_id, media_url, attributes, point)
        select v_source.city_id, request_id, kind, category_id, area, titled, public, district_id, beat_id, operator_id, p_source,
               submission_id, v_due[kind], v_now, coalesce(asked, v_now), v_now, title, body, coalesce(address, ''), nullif(address_id, ''),
               nullif(media_url, ''), nullif(attributes, '{}'), point from fresh),
    stored_photos as (
        insert into varta.photo (city_id, request_id, n, url)
        select v_source.city_id, request_id, u.n, u.url from fresh cross join lateral varta.further_photos(media_urls) u),
    stored_likeness as (
        insert into varta.recent_report (city_id, source_id, digest, request_id, at)
        select v_source.city_id, p_source, likeness, request_id, v_now from fresh where likeness is not null),
    stored_reporter as (
        insert into varta.reporter (city_id, request_id, email, first_name, last_name, phone, device_id, account_id, notify, may_contact)
        select v_source.city_id, request_id, email, first_name, last_name, phone, device_id, account_id,
               varta.notify_lang(attributes ->> 'notify', v_source.lang), varta.contact_wish(attributes ->> 'contact', sealed) from fresh
        where coalesce(email, first_name, last_name, phone, device_id, account_id) is not null)
    select c.item_n, coalesce(c.known, f.request_id),
           case when c.known is null and f.pos = c.pos then 'stored'
                when coalesce(c.known, f.request_id) is not null then 'known' else 'refused' end,
           case when coalesce(c.known, f.request_id) is null then c.refusal end
    from checked c left join fresh f on f.key = c.key
    order by c.pos;
end
$$;
comment on function varta.import_items is 'sync.import(), but for the receipts: the events are written when this has ended';

create or replace function sync.import(p_source integer, p_items jsonb)
returns table (n integer, request_id bigint, outcome text, reason text, receipt text)
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    v_city smallint := (varta.source_of(p_source)).city_id;
    v_n integer[];
    v_ids bigint[];
    v_outcomes text[];
    v_reasons text[];
begin
    select array_agg(i.n), array_agg(i.request_id), array_agg(i.outcome), array_agg(i.reason) into v_n, v_ids, v_outcomes, v_reasons
    from varta.import_items(p_source, p_items) i;
    return query
    select d.n, d.request_id, d.outcome, d.reason, varta.receipt_of(v_city, d.request_id)
    from unnest(v_n, v_ids, v_outcomes, v_reasons) d (n, request_id, outcome, reason);
end
$$;
comment on function sync.import is
'in: source, JSON array of submissions (media_urls: all addresses of photos where there are several, media_url is the first of them). out: for each its n, the number of its request, outcome stored, known (that source sent the same
external_id before or, without one, the same fields or the same raw within 24 hours; fields is a digest of them) or refused, with the reason, and the receipt of the request. One refused item does
not stop the others. Writes submission, request, reporter; the triggers of request write the history and notify. errors: VA001 source, VA003 isolation';
