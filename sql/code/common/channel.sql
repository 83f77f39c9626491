-- Channels of NOTIFY. Neither LISTEN nor NOTIFY can be kept from anybody who may connect, so a channel's name is made from
-- a topic and a secret of this database: who may hear of a topic listens through a function, and nobody learns a name.
-- A notification says 'look again' and nothing else; whoever hears one reads what he may read.

create or replace function varta.channel_name(p_secret bytea, p_topic text) returns text
language sql stable as $$
    select 'varta_' || left(encode(sha256(p_secret || convert_to(p_topic, 'UTF8')), 'hex'), 40)
$$;
comment on function varta.channel_name is 'in: the secret of a database, topic. out: the name of its channel. Inlined';

create or replace function varta.channel(p_topic text) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select varta.channel_name(secret, p_topic) from varta.installation);
end
$$;
comment on function varta.channel is 'in: topic. out: the name of its channel in this database';

create or replace function varta.tell(p_topic text, p_city smallint default null) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_bell tid;
begin
    insert into varta.bell (topic, city_id) values (p_topic, p_city) returning ctid into v_bell;
    delete from varta.bell where ctid = v_bell;  -- it rings all the same
end
$$;
comment on function varta.tell is
'in: topic, of which city (null: it has none). Wakes up who listens to it when the transaction commits, once; the notification says the topic';

create or replace function varta.waits_for_standby() returns boolean
language sql stable as $$
    select current_setting('synchronous_standby_names') <> '' and current_setting('synchronous_commit') not in ('off', 'local')
$$;
comment on function varta.waits_for_standby is 'whether the commit of this transaction waits for a standby. Inlined';

create or replace function varta.ring() returns trigger
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_key integer := array_position('{city,presence,config,outbox,mail,media,index}', new.topic) * 65536 + coalesce(new.city_id, 0);
    v_tells boolean := true;
begin
    -- of those who commit at the same time two are enough: one that commits now, and one behind it
    if v_key is not null then
        v_tells := pg_try_advisory_xact_lock(7304, v_key) or pg_try_advisory_xact_lock(7305, v_key);
        if varta.waits_for_standby() then  -- seen long after who does not wait: leaves it to two that wait, too
            v_tells := pg_try_advisory_xact_lock(7306, v_key) or pg_try_advisory_xact_lock(7307, v_key);
        end if;
    end if;
    if v_tells then
        perform pg_notify(varta.channel_name(secret, concat_ws(' ', new.topic, new.city_id)), new.topic) from varta.installation;
    end if;
    return null;
end
$$;
comment on function varta.ring is
'at the commit of what told a topic: notifies who listens to it. Notifying transactions commit one after the other in all of the database, each waiting
for the one before, so whoever finds one committing and another waiting to do so, of the same topic, leaves it to that one, which ends later; whoever has to wait
for a standby, only to one that has to, too';

create constraint trigger ring after insert on varta.bell deferrable initially deferred
    for each row execute function varta.ring();

create or replace function varta.tell_daemons(p_topic text, p_cities smallint[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.tell(p_topic, c) from (select distinct c from unnest(p_cities) c) x;
    perform varta.tell(p_topic);
end
$$;
comment on function varta.tell_daemons is
'in: topic, of which cities. Wakes up the daemons of these cities, and those that serve all: cities may come while those listen, so they listen to the topic alone';

create or replace function varta.listen(p_topic text) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    execute format('listen %I', varta.channel(p_topic));
end
$$;
comment on function varta.listen is 'in: topic, with its city where it has one. The session listens to it from the commit on';
