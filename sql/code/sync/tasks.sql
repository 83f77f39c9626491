-- What of the daemon's upkeep there is to do, so that it asks once a minute where there is nothing.

create or replace function sync.tasks_due() returns setof text
language sql security definer set search_path = varta, pg_temp as $$
    select 'index' where exists (select from varta.search_todo) or exists (select from varta.form_asked) or varta.dictionary_there() is null
    union all
    select 'erase' where exists (select from varta.erasures_due(1))
    union all
    select 'mail_tidy' where exists (select from varta.subscription where confirmed_at is null and asked_at < now() - interval '7 days')
        or exists (select from varta.mail where begun_at < now() - interval '90 days' and num_nonnulls(sent_at, dead_at) > 0)
    union all
    select 'expire_keys' where exists (select from varta.idempotency_key where at < now() - interval '90 days')
    union all
    select 'orders_tick' where exists (select from varta.orders_due(1))
$$;
comment on function sync.tasks_due is
'out: which of index (sync.index_texts), erase (erase_due), mail_tidy, expire_keys, orders_tick have something to do; one may turn out to have nothing. errors: none';
