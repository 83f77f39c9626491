-- Every change of a request writes one event, by statement triggers with transition tables. The events of a
-- city are numbered without a gap and form a hash chain: hash = SHA-256 of the previous hash and this
-- event's line; its content (why, before, after) has a hash of its own, so that content can be erased one
-- day without breaking the chain. The head of the chain is locked once per statement, in the order of the
-- cities.

create or replace function varta.event_content(p_salt uuid, p_why text, p_before jsonb, p_after jsonb) returns bytea
language sql immutable as $$
    select sha256(convert_to(jsonb_build_array(p_salt, p_why, p_before, p_after)::text, 'UTF8'))
$$;
comment on function varta.event_content is 'the hash of what an event says';

create or replace function varta.keyed_digest(p_salt uuid, p_digest bytea) returns bytea
language sql immutable as $$
    select case when p_salt is not null then sha256(uuid_send(p_salt) || p_digest) end
$$;
comment on function varta.keyed_digest is
'in: key, digest of what was sent. out: what the history says of it: when the key has gone, nobody can try out what it was. null without a key';

create or replace function varta.event_line(p_city smallint, p_id bigint, p_request bigint, p_at timestamptz, p_who text,
                                 p_origin text, p_verb text, p_content bytea) returns bytea
language sql immutable as $$
    select convert_to(jsonb_build_array(p_city, p_id, p_request, (extract(epoch from p_at) * 1000000)::bigint,
                                        p_who, p_origin, p_verb)::text, 'UTF8') || p_content
$$;
comment on function varta.event_line is 'what the chain hashes of one event, besides the previous hash';

create or replace function varta.chain_link(p_state bytea, p_head bytea, p_line bytea) returns bytea
language sql immutable as $$
    select sha256(coalesce(p_state, p_head) || p_line)
$$;

create or replace aggregate varta.chained(bytea, bytea) (sfunc = varta.chain_link, stype = bytea);
comment on aggregate varta.chained(bytea, bytea) is 'in: head of the chain, line. As a window over the lines in order: their hashes';

create type varta.draft_event as (
    city_id smallint, request_id bigint, verb text, why text, before jsonb, after jsonb);

create or replace function varta.append_events(p_events varta.draft_event[]) returns void
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
        perform varta.tell('city', v_city);
    end loop;
end
$$;
comment on function varta.append_events is
'in: events of one statement. Adds them to the chains of their cities and wakes up who listens to those cities, once';

create or replace function varta.chain_begin() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.chain (city_id, last, hash)
    values (new.id, 0, sha256(convert_to('varta city ' || new.id, 'UTF8')));
    return null;
end
$$;

create trigger chain_begin after insert on varta.city for each row execute function varta.chain_begin();
