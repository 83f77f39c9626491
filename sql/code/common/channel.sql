-- Channels of NOTIFY. Neither LISTEN nor NOTIFY can be kept from anybody who may connect, so a channel's name is made from
-- a topic and a secret of this database: who may hear of a topic listens through a function, and nobody learns a name.
-- A notification says 'look again' and nothing else; whoever hears one reads what he may read.

create or replace function varta.channel(p_topic text) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select 'varta_' || left(encode(sha256(secret || convert_to(p_topic, 'UTF8')), 'hex'), 40) from varta.installation);
end
$$;
comment on function varta.channel is 'in: topic. out: the name of its channel in this database';

create or replace function varta.tell(p_topic text, p_city smallint default null) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform pg_notify(varta.channel(concat_ws(' ', p_topic, p_city)), p_topic);
end
$$;
comment on function varta.tell is
'in: topic, of which city (null: it has none). Wakes up who listens to it when the transaction commits, once; the notification says the topic';

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
