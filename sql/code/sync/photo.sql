-- Photos: what residents' photos are called, where they come from, and whether the public may see them. The
-- files are outside the database, named by the SHA-256 of what is in them, without the metadata that
-- cameras put there. A photo that came with an address is fetched by a daemon that leases it; one that was
-- uploaded before its request is there already.

create or replace function varta.photo_of_request() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.photo (city_id, request_id, url)
    select city_id, id, media_url from added where media_url ~ '^https?://' and length(media_url) <= 2000;
    return null;
end
$$;
comment on function varta.photo_of_request is 'what comes with the address of a photo has it fetched';

create trigger photo_of_request after insert on varta.request
    referencing new table as added for each statement execute function varta.photo_of_request();

create or replace function varta.photo_of_comment() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.photo (city_id, request_id, comment_id, url)
    select city_id, request_id, id, media_url from added where media_url ~ '^https?://' and length(media_url) <= 2000;
    return null;
end
$$;
comment on function varta.photo_of_comment is 'the same for a later word';

create trigger photo_of_comment after insert on varta.comment
    referencing new table as added for each statement execute function varta.photo_of_comment();

create or replace function varta.photo_wanted() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_cities smallint[] := array(select distinct city_id from added where hash is null);
begin
    if v_cities <> '{}' then
        perform varta.tell_daemons('media', v_cities);
    end if;
    return null;
end
$$;
comment on function varta.photo_wanted is 'wakes up the daemon that fetches, whichever of the photos it is';

create trigger photo_wanted after insert on varta.photo
    referencing new table as added for each statement execute function varta.photo_wanted();

create or replace function sync.media_lease(p_daemon text, p_limit integer, p_seconds integer, p_all boolean default false)
returns table (city_id smallint, request_id bigint, comment_id bigint, url text, known text, attempts integer, n smallint, attachment bigint, data bytea)
language sql security definer set search_path = varta, pg_temp as $$
    with brought as (
        select a.city_id, a.id
        from varta.attachment a
        where a.city_id = any((select varta.served_cities())::smallint[]) and p_all
          and a.data is not null and a.kind = 'photo' and a.next_at <= now() and coalesce(a.leased_until <= now(), true)
        order by a.next_at, a.id limit least(p_limit, 1)
        for update skip locked),
    attached as (
        update varta.attachment a
        set leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds), attempts = a.attempts + 1
        from brought b where a.city_id = b.city_id and a.id = b.id and coalesce(p_daemon, '') <> ''
        returning a.city_id, a.attempts, a.id, a.data),
    answering as (
        select f.city_id, f.id from varta.answer_file f
        where f.city_id = any((select varta.served_cities())::smallint[]) and p_all
          and f.data is not null and f.kind = 'photo' and f.next_at <= now() and coalesce(f.leased_until <= now(), true)
        order by f.next_at, f.id limit greatest(least(p_limit, 1) - (select count(*) from brought), 0)
        for update skip locked),
    answered as (
        update varta.answer_file f
        set leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds), attempts = f.attempts + 1
        from answering b where f.city_id = b.city_id and f.id = b.id and coalesce(p_daemon, '') <> ''
        returning f.city_id, f.attempts, f.id, f.data),
    taken as (
        select p.city_id, p.request_id, p.comment_id, p.n
        from varta.photo p
        where p.city_id = any((select varta.served_cities())::smallint[])
          and (p_all or p.n = 0) and p.hash is null and p.refused is null and p.next_at <= now() and coalesce(p.leased_until <= now(), true)
        order by p.next_at limit p_limit - (select count(*) from brought) - (select count(*) from answering)
        for update skip locked),
    wanted as (
    update varta.photo p
    set leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds), attempts = p.attempts + 1
    from taken t
    where p.city_id = t.city_id and p.request_id = t.request_id and p.comment_id = t.comment_id and p.n = t.n and coalesce(p_daemon, '') <> ''
    returning p.city_id, p.request_id, p.comment_id, p.url,
              (select m.hash from varta.media m where m.city_id = p.city_id and m.hash = substring(p.url from '/media/([0-9a-f]{64})\.[a-z]+$')),
              p.attempts::integer, p.n)
    select w.*, null, null from wanted w
    union all select a.city_id, null, null, null, null, a.attempts, null, a.id, a.data from (select * from attached union all select * from answered) a
$$;
comment on function sync.media_lease is
'in: name of the daemon, how many at most, for how many seconds, whether also the second and further ones of a request or comment, which version 0.2 does not know. out: photos
to fetch until then, and one at most that came with its bytes, data, and is number attachment (of one, or of what came with an answer); nobody else gets them. known: the file of the
city that an address of ours names, where it was uploaded before; whether it is our address has the daemon to judge. attempts with this one. errors: none';

create or replace function sync.media_next(p_all boolean default false) returns bigint
language sql stable security definer set search_path = varta, pg_temp as $$
    select greatest(ceil(extract(epoch from min(greatest(w.next_at, w.leased_until)) - now()) * 1000), 0)::bigint
    from ((select p.next_at, p.leased_until from varta.photo p
           where p.city_id = any((select varta.served_cities())::smallint[]) and p.hash is null and p.refused is null and (p_all or p.n = 0)
           order by p.next_at limit 100)
          union all
          (select a.next_at, a.leased_until from varta.attachment a
           where a.city_id = any((select varta.served_cities())::smallint[]) and a.data is not null and a.kind = 'photo' and p_all
           order by a.next_at limit 100)
          union all
          (select f.next_at, f.leased_until from varta.answer_file f
           where f.city_id = any((select varta.served_cities())::smallint[]) and f.data is not null and f.kind = 'photo' and p_all
           order by f.next_at limit 100)) w
    where greatest(w.next_at, w.leased_until, '-infinity') < 'infinity'
    having count(*) > 0
$$;
comment on function sync.media_next is 'in: whether also those that version 0.2 does not know, as of sync.media_lease(). out: in how many milliseconds the next photo may be leased; null: none waits. errors: none';

create or replace function sync.media_upload(p_source integer, p_hash text, p_type text, p_bytes integer) returns void
language sql security definer set search_path = varta, pg_temp as $$
    insert into varta.media (city_id, hash, type, bytes)
    select s.city_id, p_hash, p_type, p_bytes from varta.source_of(p_source) s
    on conflict (city_id, hash) do update set stored_at = now()
$$;
comment on function sync.media_upload is
'in: source, SHA-256 of a file that is there now, type, length. It has a day to become the photo of a request. errors: VA001';

create or replace function sync.media_stored(p_city integer, p_request bigint, p_comment bigint, p_hash text, p_type text, p_bytes integer, p_n integer default 0)
returns boolean
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    if not p_city = any((select varta.served_cities())::smallint[]) then
        return false;
    end if;
    insert into varta.media (city_id, hash, type, bytes)
    select p_city, p_hash, p_type, p_bytes where p_type is not null
    on conflict (city_id, hash) do update set stored_at = now();
    update varta.photo set hash = p_hash, leased_by = null, leased_until = null
    where city_id = p_city and request_id = p_request and comment_id = p_comment and n = p_n and hash is null and refused is null;
    if not found then
        return false;
    end if;
    perform varta.republish(p_city::smallint, p_request);
    return true;
end
$$;
comment on function sync.media_stored is
'in: photo, SHA-256 of its file, type and length (null: the file was known), which of the photos there. out: whether somebody still wants it. errors: none';

create or replace function sync.media_failed(p_city integer, p_request bigint, p_comment bigint, p_daemon text, p_error text, p_permanent boolean, p_n integer default 0)
returns boolean
language sql security definer set search_path = varta, pg_temp as $$
    update varta.photo p
    set leased_by = null, leased_until = null,
        refused = case when p_permanent or p.attempts >= t.attempts then left(coalesce(p_error, ''), 300) end,
        next_at = clock_timestamp() + varta.delivery_wait(t, p.attempts)
    from varta.transport t
    where t.code = 'poll' and p.city_id = p_city and p.request_id = p_request and p.comment_id = p_comment and p.n = p_n and p.leased_by = p_daemon
      and p.city_id = any((select varta.served_cities())::smallint[])
    returning p.refused is not null
$$;
comment on function sync.media_failed is
'in: photo, daemon, what went wrong, whether it can never succeed, which of the photos there. out: whether it was given up; null where the daemon has not got the lease
any more. It is tried again like what is polled. errors: none';

create or replace function sync.media_public(p_hash text) returns text
language sql stable security definer set search_path = varta, pg_temp as $$
    select m.type
    from varta.photo p
    join varta.media m on m.city_id = p.city_id and m.hash = p.hash
    join varta.request r on r.city_id = p.city_id and r.id = p.request_id
    cross join lateral (select b.status from varta.outbox b
                        where b.city_id = r.city_id and b.request_id = r.id and b.visible_at <= now()
                        order by b.seq desc limit 1) o
    join varta.status s on s.id = o.status
    where p.hash = p_hash and p.city_id = any((select varta.served_cities())::smallint[]) and p.comment_id = 0 and r.public and s.code in ('pending', 'answered')
    union all
    select m.type from varta.answer_photo a join varta.media m on m.city_id = a.city_id and m.hash = a.hash
    where a.hash = p_hash and a.city_id = any((select varta.served_cities())::smallint[]) and varta.answer_photo_public(a)
    limit 1
$$;
comment on function sync.media_public is
'in: SHA-256. out: the type of that file, if it is a photo of a request, or of an answer, that the public may see now; null: nobody outside may have it. errors: none';

create or replace function sync.media_ticket(p_hash text, p_ticket text) returns text
language sql stable security definer set search_path = varta, pg_temp as $$
    select m.type from varta.photo_ticket t join varta.media m on m.hash = t.hash
    where t.ticket::text = p_ticket and t.hash = p_hash and t.until > now() and m.city_id = any((select varta.served_cities())::smallint[])
    limit 1
$$;
comment on function sync.media_ticket is
'in: SHA-256, a ticket of api.photo(). out: the type of that file; null: nobody may have it
with that. errors: none';

create or replace function sync.media_unused(p_limit integer) returns setof text
language sql stable security definer set search_path = varta, pg_temp as $$
    select m.hash from varta.media m
    where m.city_id = any((select varta.served_cities())::smallint[])
      and m.stored_at < now() - interval '1 day' and not exists (select from varta.photo p where p.hash = m.hash)
      and not exists (select from varta.attachment a where a.hash = m.hash) and not exists (select from varta.answer_photo a where a.hash = m.hash)
      and not exists (select from varta.media n where n.hash = m.hash and n.stored_at >= now() - interval '1 day')
    order by m.stored_at limit p_limit
$$;
comment on function sync.media_unused is
'in: how many at most. out: files that belong to no photo, and were not stored within a day: to be deleted, and then told to sync.media_gone(). errors: none';

create or replace function sync.media_gone(p_hash text) returns void
language sql security definer set search_path = varta, pg_temp as $$
    delete from varta.media m where m.hash = p_hash and m.city_id = any((select varta.served_cities())::smallint[])
      and not exists (select from varta.photo p where p.hash = p_hash) and not exists (select from varta.attachment a where a.hash = p_hash)
      and not exists (select from varta.answer_photo a where a.hash = p_hash)
$$;
comment on function sync.media_gone is 'in: SHA-256 of a file that was deleted. errors: none';
