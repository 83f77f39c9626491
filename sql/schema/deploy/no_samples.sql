-- Deploy varta:no_samples
-- The planner's statistics hold samples of the values in a column, which an erasure does not reach: of what residents
-- write, and of what could name them, none are taken. These columns are only ever looked up by unique indexes.
-- Setting this waits for no reader or writer of the tables.
begin;
set local role varta_owner;

do $$
declare
    v record;
begin
    for v in
        select table_name, column_name from varta.text_place
        union
        values ('reporter'::name, 'email'::name), ('reporter', 'first_name'), ('reporter', 'last_name'), ('reporter', 'phone'),
            ('reporter', 'device_id'), ('reporter', 'account_id'), ('request', 'media_url'), ('comment', 'raw'), ('comment', 'media_url'),
            ('comment', 'update_id'), ('submission', 'raw'), ('submission', 'external_id'), ('event', 'why'), ('event', 'before'),
            ('event', 'after'), ('mail', 'last_error'), ('subscription', 'email'), ('photo', 'url'), ('saved_view', 'name'),
            ('saved_view', 'filter'), ('poll', 'last_error'), ('poll_known', 'external_id'), ('poll_refusal', 'external_id'),
            ('poll_refusal', 'reason')
        order by 1, 2
    loop
        execute format('alter table varta.%I alter column %I set statistics 0', v.table_name, v.column_name);
    end loop;
end
$$;
alter index varta.subscription_thing alter column 2 set statistics 0;

-- The samples that were taken; only a superuser reaches them.
reset role;
do $$
begin
    if (select rolsuper from pg_roles where rolname = current_user) then
        delete from pg_statistic s using pg_attribute a, pg_class c
        where a.attrelid = s.starelid and a.attnum = s.staattnum and a.attstattarget = 0 and c.oid = a.attrelid and c.relnamespace = 'varta'::regnamespace;
    end if;
end
$$;

commit;
