-- Which daemons live. Each holds a lock of its session under its name, so that who dies is known at once; what a dead one
-- had leased is given to the others, and they are told. A daemon that only lost its connection has time to come back.

create or replace function varta.daemon_key(p_daemon text) returns bigint
language sql immutable as $$
    select hashtextextended('varta daemon ' || p_daemon, 0)
$$;
comment on function varta.daemon_key is 'in: name of a daemon. out: the number of the lock that it holds';

create or replace function varta.daemon_grace() returns interval
language sql immutable as $$ select interval '5 seconds' $$;
comment on function varta.daemon_grace is 'out: how long nobody has to hold a daemon''s lock until it counts as dead';

create or replace function varta.free_leases(p_daemon text) returns bigint
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_count bigint;
    v_all bigint;
    v_cities smallint[];
begin
    with held as (select seq, source_id, leased_until from varta.delivery where leased_by = p_daemon and leased_until is not null and leased_until > now()
                  for no key update skip locked),
    behind as (select source_id, max(leased_until) - now() as by from held group by source_id),
    freed as (update varta.delivery d set leased_until = d.leased_until - b.by
              from held h join behind b using (source_id) where d.source_id = h.source_id and d.seq = h.seq returning d.city_id)
    select count(*), array_agg(distinct city_id) into v_count, v_cities from freed;
    v_all := v_count;
    perform varta.tell_daemons('outbox', v_cities) where v_count > 0;

    with held as (select city_id, request_id, comment_id, n from varta.photo where hash is null and refused is null and leased_by = p_daemon and leased_until > now()
                  for no key update skip locked),
    freed as (update varta.photo p set leased_until = now() from held h
              where p.city_id = h.city_id and p.request_id = h.request_id and p.comment_id = h.comment_id and p.n = h.n returning p.city_id)
    select count(*), array_agg(distinct city_id) into v_count, v_cities from freed;
    v_all := v_all + v_count;
    perform varta.tell_daemons('media', v_cities) where v_count > 0;

    with held as (select city_id, id from varta.attachment where data is not null and kind = 'photo' and leased_by = p_daemon and leased_until > now() for no key update skip locked),
    freed as (update varta.attachment a set leased_until = now() from held h where a.city_id = h.city_id and a.id = h.id returning a.city_id)
    select count(*), array_agg(distinct city_id) into v_count, v_cities from freed;
    v_all := v_all + v_count;
    perform varta.tell_daemons('media', v_cities) where v_count > 0;

    with held as (select city_id, id from varta.document where pdf is null and leased_by = p_daemon and leased_until > now() for no key update skip locked),
    freed as (update varta.document d set leased_until = now() from held h where d.city_id = h.city_id and d.id = h.id returning d.city_id)
    select count(*), array_agg(distinct city_id) into v_count, v_cities from freed;
    v_all := v_all + v_count;
    perform varta.tell_daemons('document', v_cities) where v_count > 0;

    with held as (select city_id, source_id from varta.poll where leased_by = p_daemon and leased_until > now() for no key update skip locked)
    update varta.poll p set leased_until = now() from held h where p.city_id = h.city_id and p.source_id = h.source_id;
    get diagnostics v_count = row_count;
    perform varta.tell('config') where v_count > 0;
    return v_all + v_count;
end
$$;
comment on function varta.free_leases is
'in: name of a daemon that is dead. Its leases of answers, photos, papers and polls end now, in the order in which they would have ended, but for what somebody
holds; whoever leases is told. Mails stay leased to their end: a daemon that lives and has lost the database may be sending one, and no mail server
knows a mail by its number as a peer knows an answer. out: how many; 0: none is left';

create or replace function sync.enlist(p_daemon text) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.daemon_check(p_daemon), pg_advisory_lock_shared(varta.daemon_key(p_daemon));
    if not exists (select from varta.daemon where name = p_daemon and missed_at is null) then
        -- no standby has to know it, and whoever waits for one has not answered
        perform set_config('synchronous_commit', 'local', true);
        insert into varta.daemon (name, login) values (p_daemon, session_user) on conflict (name) do update set missed_at = null;
    end if;
end
$$;
comment on function sync.enlist is
'in: name of the daemon. It lives for as long as one of its sessions that has called this does. errors: VA003';

create or replace function sync.beat(p_daemon text, p_idle integer) returns table (ended integer, freed bigint, wait bigint)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    d varta.daemon;
    v_freed bigint := 0;
    v_here bigint;
begin
    perform varta.daemon_check(p_daemon);
    for d in select * from varta.daemon where name <> p_daemon and login = session_user order by name loop
        continue when not pg_try_advisory_xact_lock(varta.daemon_key(d.name));
        select * into d from varta.daemon where name = d.name for no key update skip locked;
        continue when not found or d.missed_at > now() - varta.daemon_grace();
        perform set_config('synchronous_commit', 'local', true);
        if d.missed_at is null then
            update varta.daemon set missed_at = now() where name = d.name;
            continue;
        end if;
        v_here := varta.free_leases(d.name);
        v_freed := v_freed + v_here;
        delete from varta.daemon where name = d.name and v_here = 0;
    end loop;
    return query
    select sync.end_idle(p_idle), v_freed,
           least(varta.idle_left(p_idle),
                 (select case when count(*) > 0 then greatest(ceil(extract(epoch from min(missed_at) + varta.daemon_grace() - now()) * 1000), 200) end
                  from varta.daemon where name <> p_daemon and login = session_user and missed_at is not null)::bigint);
end
$$;
comment on function sync.beat is
'in: name of the daemon, milliseconds as for sync.end_idle(). A sign of life of the database, and what has to be looked at every few seconds: frees what
daemons had leased whose lock nobody has held for 5 s, and ends idle transactions. out: transactions ended, leases freed, in how many milliseconds the
next look is worth while; null: whenever. errors: VA003';
