-- Deploy varta:history
-- Every change of a request writes one event, by statement triggers with transition tables. The
-- events of a city are numbered without a gap and form a hash chain: hash = SHA-256 of the
-- previous hash and this event's line; its content (why, before, after) has a hash of its own, so
-- that content can be erased one day without breaking the chain. The head of the chain is locked
-- once per statement, in the order of the cities.
begin;
set local role varta_owner;

create table varta.chain (
    city_id smallint primary key,
    last bigint not null,
    hash bytea not null
);
comment on table varta.chain is
'the head of each city''s chain: number and hash of its last event; chain 0 is for matters of no city (see change matters)';
insert into varta.chain values (0, 0, sha256('varta city 0'));

create table varta.event (
    city_id smallint not null,
    id bigint not null,
    request_id bigint not null,
    at timestamptz not null,
    who text not null,
    origin text not null,
    verb text not null,
    why text,
    before jsonb,
    after jsonb,
    salt uuid,
    content_hash bytea not null,
    hash bytea not null,
    primary key (city_id, id)
);
comment on table varta.event is
'the history; rows are only ever added, by varta.record(), which takes the city from its chain and so needs no foreign key';
comment on column varta.event.request_id is '0: a matter of the city, of its units or officers, not of a request';
comment on column varta.event.origin is 'address of the client and name of its program';
comment on column varta.event.salt is 'keeps the hash of erased content from being guessed';
create index event_request on varta.event (city_id, request_id, id);

create function varta.event_content(p_salt uuid, p_why text, p_before jsonb, p_after jsonb) returns bytea
language sql immutable as $$
    select sha256(convert_to(jsonb_build_array(p_salt, p_why, p_before, p_after)::text, 'UTF8'))
$$;
comment on function varta.event_content is 'the hash of what an event says';

create function varta.event_line(p_city smallint, p_id bigint, p_request bigint, p_at timestamptz, p_who text,
                                 p_origin text, p_verb text, p_content bytea) returns bytea
language sql immutable as $$
    select convert_to(jsonb_build_array(p_city, p_id, p_request, (extract(epoch from p_at) * 1000000)::bigint,
                                        p_who, p_origin, p_verb)::text, 'UTF8') || p_content
$$;
comment on function varta.event_line is 'what the chain hashes of one event, besides the previous hash';

create function varta.link(p_state bytea, p_head bytea, p_line bytea) returns bytea
language sql immutable as $$
    select sha256(coalesce(p_state, p_head) || p_line)
$$;
create aggregate varta.chained(bytea, bytea) (sfunc = varta.link, stype = bytea);
comment on aggregate varta.chained(bytea, bytea) is 'in: head of the chain, line. As a window over the lines in order: their hashes';

create type varta.draft_event as (
    city_id smallint, request_id bigint, verb text, why text, before jsonb, after jsonb);

create function varta.record(p_events varta.draft_event[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_at timestamptz;
    v_origin text := coalesce(host(inet_client_addr()), 'local') || ' ' || current_setting('application_name');
    v_city smallint;
begin
    perform from varta.chain
    where city_id in (select distinct city_id from unnest(p_events))
    order by city_id for no key update;
    v_at := clock_timestamp();
    with line as (
        select e.*, c.last + row_number() over (partition by e.city_id order by e.request_id) as id,
               c.hash as head, varta.event_content(e.salt, e.why, e.before, e.after) as content
        from (select *, gen_random_uuid() as salt from unnest(p_events)) e join varta.chain c using (city_id)),
    added as (
        insert into varta.event (city_id, id, request_id, at, who, origin, verb, why, before, after, salt, content_hash, hash)
        select city_id, id, request_id, v_at, session_user, v_origin, verb, why, before, after, salt, content,
               varta.chained(head, varta.event_line(city_id, id, request_id, v_at, session_user, v_origin, verb, content))
                   over (partition by city_id order by id rows unbounded preceding)
        from line
        returning city_id, id, hash)
    update varta.chain c set last = a.id, hash = a.hash
    from (select distinct on (city_id) city_id, id, hash from added order by city_id, id desc) a
    where c.city_id = a.city_id;
    for v_city in select distinct city_id from unnest(p_events) loop
        perform pg_notify('varta_city_' || v_city, '');
    end loop;
end
$$;
comment on function varta.record is
'in: events of one statement. Adds them to the chains of their cities and wakes up who listens to those cities, once';

create function varta.chain_begin() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.chain (city_id, last, hash)
    values (new.id, 0, sha256(convert_to('varta city ' || new.id, 'UTF8')));
    return null;
end
$$;
create trigger chain_begin after insert on varta.city for each row execute function varta.chain_begin();

-- What a verb says about the update that follows it ---------------------------------------------

create function varta.act(p_verb text, p_why text default null, p_before jsonb default null, p_after jsonb default null)
returns void language plpgsql as $$
declare
    v_first text := nullif(current_setting('varta.first', true), '');
begin
    if v_first is not null then
        p_after := coalesce(p_after, '{}') || jsonb_build_object('with', v_first);
        perform set_config('varta.first', '', true);
    end if;
    perform set_config('varta.act',
        jsonb_build_object('verb', p_verb, 'why', p_why, 'before', p_before, 'after', p_after)::text, true);
end
$$;
comment on function varta.act is
'in: verb, why, and what changed outside the request''s row. Call it directly before the update of the request, whose
trigger takes it up. It is no authority: every function that updates a request sets it. Where another verb was done first in the same act
(varta.first, which every function that an operator calls sets, too), the event names it: with';

create function varta.request_shown(p_request varta.request) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select to_jsonb(p_request) - '{city_id,id,version,updated_at,operator_id,category_id,district_id,beat_id}'::text[]
            || jsonb_build_object(
                'status', (select code from varta.status where id = p_request.status),
                'kind', (select code from varta.kind where id = p_request.kind),
                'operator', (select login from varta.operator where id = p_request.operator_id),
                'category', (select code from varta.category where city_id = p_request.city_id and id = p_request.category_id),
                'district', (select code from varta.district where city_id = p_request.city_id and id = p_request.district_id),
                'beat', (select code from varta.beat where city_id = p_request.city_id and id = p_request.beat_id)));
end
$$;
comment on function varta.request_shown is 'a request as the history tells it: codes instead of numbers';

create function varta.request_added() returns trigger
language plpgsql set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    v_events varta.draft_event[];
begin
    select array_agg(row(a.city_id, a.id, 'received', null, null,
                         jsonb_build_object('submission', a.submission_id, 'digest', encode(s.digest, 'hex')))::varta.draft_event)
    into v_events
    from added a left join varta.submission s on s.city_id = a.city_id and s.id = a.submission_id;
    if v_events is not null then
        perform varta.record(v_events);
    end if;
    return null;
end
$$;
create trigger request_added after insert on varta.request
    referencing new table as added for each statement execute function varta.request_added();

create function varta.request_changed() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_act jsonb := coalesce(nullif(current_setting('varta.act', true), ''), '{"verb": "changed"}');
    v_events varta.draft_event[];
begin
    perform set_config('varta.act', '', true);
    select array_agg(row(n.city_id, n.id, v_act ->> 'verb', v_act ->> 'why', d.before, d.after)::varta.draft_event)
    into v_events
    from old_rows o join new_rows n using (city_id, id)
    cross join lateral (
        select coalesce(jsonb_object_agg(b.key, b.value), '{}') || coalesce(nullif(v_act -> 'before', 'null'), '{}') as before,
               coalesce(jsonb_object_agg(b.key, a.value), '{}') || coalesce(nullif(v_act -> 'after', 'null'), '{}') as after
        from jsonb_each(varta.request_shown(o)) b join jsonb_each(varta.request_shown(n)) a using (key)
        where a.value <> b.value and v_act ->> 'verb' <> 'erase') d
    where v_act ->> 'verb' <> 'changed' or o <> n;
    if v_events is not null then
        perform varta.record(v_events);
    end if;
    return null;
end
$$;
create trigger request_changed after update on varta.request
    referencing old table as old_rows new table as new_rows for each statement execute function varta.request_changed();

-- What is never changed or deleted --------------------------------------------------------------

create function varta.refuse() returns trigger
language plpgsql as $$
begin
    raise exception using errcode = '55000', message = format('%s.%s: rows are never %s', tg_table_schema, tg_table_name,
        case tg_op when 'UPDATE' then 'changed' else 'deleted' end);
end
$$;
create trigger refuse before delete or truncate on varta.event
    for each statement execute function varta.refuse();
create trigger refuse before delete or truncate on varta.submission
    for each statement execute function varta.refuse();
create trigger refuse before delete or truncate on varta.request
    for each statement execute function varta.refuse();
create trigger refuse before delete or truncate on varta.chain
    for each statement execute function varta.refuse();

-- Erasure is the one change: what an event says goes, all of it, and its hash stays; what a source sent
-- goes, and its digest stays. An event that records an erasure stays whole.
create trigger only_erase before update on varta.event
    for each row when (
        old.verb = 'erase' or num_nonnulls(new.why, new.before, new.after, new.salt) > 0
        or to_jsonb(new) - '{why,before,after,salt}'::text[] <> to_jsonb(old) - '{why,before,after,salt}'::text[])
    execute function varta.refuse();
create trigger only_erase before update on varta.submission
    for each row when (
        new.raw <> '' or new.erased_at is null or old.erased_at is not null
        or to_jsonb(new) - '{raw,erased_at}'::text[] <> to_jsonb(old) - '{raw,erased_at}'::text[])
    execute function varta.refuse();

commit;
