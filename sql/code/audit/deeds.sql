-- Who did what, for auditors: the history by operator and period. What a period costs depends on the period alone.

create or replace function varta.event_since(p_city smallint, p_at timestamptz) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_low bigint := (select min(id) from varta.event where city_id = p_city);
    v_high bigint := (select max(id) + 1 from varta.event where city_id = p_city);
    v_mid bigint;
    e record;
begin
    while v_low < v_high loop
        v_mid := (v_low + v_high) / 2;
        select id, at into e from varta.event where city_id = p_city and id >= v_mid order by id limit 1;
        if e.at >= p_at then
            v_high := v_mid;
        else
            v_low := e.id + 1;
        end if;
    end loop;
    return v_low;
end
$$;
comment on function varta.event_since is
'in: city, moment. out: the number from which its events are of that moment or later, as far as their order is that of time; null where there is none';

create or replace function varta.events_of(p_from timestamptz, p_to timestamptz) returns setof varta.event
language sql stable rows 1000 set search_path = varta, pg_temp as $$
    select e.* from unnest(varta.cities_as('auditor', 'admin')) c
    cross join lateral (select v.* from varta.event v
                        where v.city_id = c and v.id >= varta.event_since(c, p_from - interval '1 hour') and v.at >= p_from and v.at < p_to and v.request_id >= 0) e
$$;
comment on function varta.events_of is
'in: period, an end apart. out: the events of the operator''s cities in it, but for those of deliveries, mails and photos. A transaction of an hour may be out of order';

create or replace function varta.period_check(p_from timestamptz, p_to timestamptz) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if p_from is null or p_to is null or not isfinite(p_from) or p_to <= p_from or p_to > p_from + interval '370 days' then
        perform varta.fail('VA003', 'this is no period', 'period', coalesce(p_from::text, ''), 'a beginning and a later end, a year apart at most');
    end if;
end
$$;
comment on function varta.period_check is 'errors: VA003';

create or replace function audit.deed_counts(p_from timestamptz, p_to timestamptz default clock_timestamp())
returns table (login text, name text, deeds bigint, requests bigint, last bigint, verbs jsonb)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
begin
    perform varta.period_check(p_from, p_to);
    return query
    select v.who, varta.name_of(v.who), sum(v.n)::bigint, sum(v.requests)::bigint, varta.epoch(max(v.last)),
           jsonb_agg(jsonb_build_object('verb', v.verb, 'n', v.n) order by v.n desc, v.verb)
    from (select e.who, e.verb, count(*) as n, count(distinct e.request_id) as requests, max(e.at) as last
          from varta.events_of(p_from, p_to) e group by e.who, e.verb) v
    group by v.who order by 3 desc, 1;
end
$$;
comment on function audit.deed_counts is
'in: period. out: for whoever did something in the auditor''s or administrator''s cities: login, name, how many events, on how many requests (one counts once for each verb), when the
last was (epoch s), and how many of each verb [{verb, n}], most first. errors: VA003';

create or replace function varta.config_subject(e varta.event) returns text
language sql immutable as $$
    select nullif(concat_ws(' · ', s ->> 'login', s ->> 'operator', s ->> 'code', s ->> 'beat', s ->> 'name', s ->> 'day', e.why), '')
    from coalesce(e.after, e.before) s
$$;
comment on function varta.config_subject is 'in: an event of what is no request. out: what it is about, by code, login or name; null where it has none';

create or replace function audit.deeds(p_from timestamptz, p_to timestamptz default clock_timestamp(), p_login text default null, p_limit integer default 500)
returns table (city text, event bigint, id bigint, at bigint, login text, name text, origin text, verb text, why text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
begin
    perform varta.period_check(p_from, p_to);
    return query
    select c.code, e.id, e.request_id, varta.epoch(e.at), e.who, varta.name_of(e.who), e.origin, e.verb,
           case when r.id is null then varta.config_subject(e.e) when varta.may_read(r) then varta.event_why(e.e) end
    from (select v as e, v.* from varta.events_of(p_from, p_to) v where p_login is null or v.who = p_login
          order by v.at desc, v.id desc limit least(greatest(coalesce(p_limit, 500), 1), 1000)) e
    join varta.city c on c.id = e.city_id
    left join varta.request r on r.city_id = e.city_id and r.id = e.request_id
    order by e.at desc, e.id desc;
end
$$;
comment on function audit.deeds is
'in: period, login (null: everybody), events wanted (1 to 1000). out: what was done in the auditor''s or administrator''s cities, newest first: city, number of the event, of the
request (0: a matter of the city), when (epoch s), who, from where, what, and why, which is left out where the operator may not read the request. errors: VA003';
