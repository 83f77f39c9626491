-- What the public may not see any more, though its kind is public, and what it may see again.

create or replace function varta.set_public(p_verb text, r varta.request, p_why text default null) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.describe_action(p_verb, p_why);
    update varta.request q set public = p_verb = 'reveal', version = q.version + 1, updated_at = now() where city_id = r.city_id and id = r.id;
    perform varta.republish(r.city_id, r.id);
end
$$;
comment on function varta.set_public is 'in: private or reveal, request (locked), why. Whoever publishes what is public in its city looks at it again';

create or replace function varta.why_hidden() returns text
language sql immutable as $$ select 'its source does not show it' $$;
comment on function varta.why_hidden is 'out: why a request is private that no operator made so';

create or replace function varta.make_private(r varta.request, p_why text default null) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    q varta.request;
begin
    perform varta.set_public('private', r, p_why);
    for q in select * from varta.request where city_id = r.city_id and id in (select varta.duplicates(r.city_id, r.id)) and public order by id loop
        perform varta.set_public('private', q, format('%s is private', r.id));
    end loop;
end
$$;
comment on function varta.make_private is 'in: request (its family is locked), why. What was merged into it goes with it: it is answered with it';

create or replace function varta.make_public(r varta.request, p_why text) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    q varta.request;
begin
    for q in
        select * from varta.request x
        where x.city_id = r.city_id and (x.id = r.id or x.id in (select varta.duplicates(r.city_id, r.id))) order by x.id <> r.id, x.id
    loop
        continue when not varta.kept_private(q);
        perform varta.set_public('reveal', q, case when q.id = r.id then p_why else format('%s is public', r.id) end);
    end loop;
end
$$;
comment on function varta.make_public is 'in: request (its family is locked), why. What was merged into it, and went with it, is public again, too';

create or replace function api.private(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request;
begin
    perform varta.lock_family(array[p_id]);
    r := varta.begin_action('private', p_id, p_version);
    perform varta.make_private(r);
    return varta.queue_row_of(r);
end
$$;
comment on function api.private is
'in: number, version seen. out: the line. The public does not see the request any more, nor what was merged into it, whatever becomes of it; who sent it is still
answered. errors: VA001, VA002 it is private, VA004, 40001';

create or replace function api.reveal(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request;
    q varta.request;
begin
    perform varta.lock_family(array[p_id]);
    r := varta.begin_action('reveal', p_id, p_version);
    select * into q from varta.request where city_id = r.city_id and id = varta.root(r.city_id, r.id);
    if q.id <> r.id and not q.public then
        perform varta.fail('VA003', 'what is private is not answered in public', 'request', q.id::text, 'a request that is as private');
    end if;
    perform varta.make_public(r, null);
    return varta.queue_row_of(r);
end
$$;
comment on function api.reveal is
'in: number, version seen. out: the line. What an operator, or its source, made private is public again as far as its kind and status allow; what
was merged into it, too. errors: VA001, VA002 it is public, or was always private, VA003 it was merged into what is private, VA004, 40001';
