-- Every change of a request writes one event, by statement triggers with transition tables, and so does every
-- change of what is watched. Events of the whole installation are numbered by one sequence; writing one waits
-- for nobody, and nobody for it. What an event says (why, before, after) has a hash of its own, so that content
-- can be erased one day: the event's line has that hash in it, and is what is sealed (log_seal.sql).
--
-- Events that were written before there was the log have numbers per city without a gap and form a chain:
-- hash = SHA-256 of the previous hash and the event's line.

create or replace function varta.event_content(p_salt uuid, p_why text, p_before jsonb, p_after jsonb) returns bytea
language sql stable as $$
    select sha256(convert_to(jsonb_build_array(p_salt, p_why, p_before, p_after)::text, 'UTF8'))
$$;
comment on function varta.event_content is 'the hash of what an event says';

create or replace function varta.keyed_digest(p_salt uuid, p_digest bytea) returns bytea
language sql immutable as $$
    select case when p_salt is not null then sha256(uuid_send(p_salt) || p_digest) end
$$;
comment on function varta.keyed_digest is
'in: key, digest of what was sent. out: what the history says of it: when the key has gone, nobody can try out what it was. null without a key';

create or replace function varta.text_digest(p_key uuid, p_text text) returns text
language sql stable as $$
    select encode(varta.keyed_digest(p_key, sha256(convert_to(p_text, 'UTF8'))), 'hex')
$$;
comment on function varta.text_digest is 'in: key of a request, a text of it. out: what the history says of the text; null without a key';

create or replace function varta.event_line(p_city smallint, p_id bigint, p_request bigint, p_at timestamptz, p_who text,
                                 p_origin text, p_verb text, p_content bytea) returns bytea
language sql stable as $$
    select convert_to(jsonb_build_array(p_city, p_id, p_request, (extract(epoch from p_at) * 1000000)::bigint,
                                        p_who, p_origin, p_verb)::text, 'UTF8') || p_content
$$;
comment on function varta.event_line is 'an event as the log has it: JSON of what it is, and the hash of what it says';

create or replace function varta.start_event_ids() returns void
language sql set search_path = varta, pg_temp as $$
    select setval('varta.event_id', c.last + 1000000)
    from (select max(last) as last from varta.chain) c cross join varta.event_id s
    where c.last > 0 and s.last_value < c.last + 1000000
$$;
comment on function varta.start_event_ids is
'The numbers of events begin above those of all chains, with room for what was begun by older code and goes on to number by them';

select varta.start_event_ids();

create type varta.draft_event as (
    city_id smallint, request_id bigint, verb text, why text, before jsonb, after jsonb);

create or replace function varta.write_events(p_events varta.draft_event[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_at timestamptz := clock_timestamp();
    v_origin text := coalesce(host(inet_client_addr()), 'local') || ' ' || current_setting('application_name');
    e varta.draft_event;
    v_id bigint;
    v_salt uuid;
begin
    if cardinality(p_events) = 1 then  -- nearly always, and in half of the time
        e := p_events[1];
        v_id := nextval('varta.event_id');
        v_salt := gen_random_uuid();
        insert into varta.event (city_id, id, request_id, at, who, origin, verb, why, before, after, salt, content_hash)
        values (e.city_id, v_id, e.request_id, v_at, session_user, v_origin, e.verb, e.why, e.before, e.after, v_salt,
                sha256(convert_to(jsonb_build_array(v_salt, e.why, e.before, e.after)::text, 'UTF8')));
        insert into varta.log_queue (city_id, event_id) values (e.city_id, v_id);
        return;
    end if;
    with added as (
        insert into varta.event (city_id, id, request_id, at, who, origin, verb, why, before, after, salt, content_hash)
        select city_id, nextval('varta.event_id'), request_id, v_at, session_user, v_origin, verb, why, before, after, salt,
               varta.event_content(salt, why, before, after)
        from (select *, gen_random_uuid() as salt from unnest(p_events) offset 0) e
        returning city_id, id)
    insert into varta.log_queue (city_id, event_id) select city_id, id from added;
end
$$;
comment on function varta.write_events is 'in: events of one statement. Writes them, to be sealed later';

create or replace function varta.append_events(p_events varta.draft_event[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_city smallint;
begin
    perform varta.write_events(p_events);
    if cardinality(p_events) = 1 then
        perform varta.tell('city', p_events[1].city_id);
        return;
    end if;
    for v_city in select distinct city_id from unnest(p_events) loop
        perform varta.tell('city', v_city);
    end loop;
end
$$;
comment on function varta.append_events is
'in: events of one statement. Writes them, to be sealed later, and wakes up who listens to their cities, once';
