-- Who may hear of what changes. The channels' names are the database's alone (common/channel.sql).

create or replace function api.listen() returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.listen('city ' || c), varta.listen('presence ' || c) from unnest(varta.my_cities()) c;
end
$$;
comment on function api.listen is
'the session hears from the commit on, without any detail, when something changes in the operator''s cities; the notification says city, or presence for who
looks at what. Of many transactions that commit at the same time not each one notifies: who reads when notified reads once more a tenth of a second later.
Call it again when the cities change. errors: none';

create or replace function sync.listen(p_topic text) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    if coalesce(p_topic not in ('config', 'outbox', 'mail', 'media', 'index', 'erased', 'document'), true) then
        perform varta.fail('VA003', format('nobody is told of %L', p_topic), 'topic', p_topic, 'config, outbox, mail, media, index, erased or document');
    end if;
    if not varta.serves_all() and varta.served_cities() = '{}' then
        perform varta.fail('VA004', 'only a daemon is told of that', p_topic, 'sync');
    end if;
    if varta.serves_all() or p_topic in ('config', 'index') then
        perform varta.listen(p_topic);
    else
        perform varta.listen(p_topic || ' ' || c) from unnest(varta.served_cities()) c;
    end if;
end
$$;
comment on function sync.listen is
'in: topic: config (sources, categories, cities changed), outbox (something has to leave), mail (a mail has to), media (a photo is to be fetched),
index (texts changed), erased (texts that are leased say what they should not any more), document (a paper is to be made). The session hears of it from the commit on, a daemon of some cities of what leaves or comes in those alone: call it again when they change. errors: VA003, VA004 where the session is no daemon here';
