-- What the daemon and those outside found wrong with the history. An alarm stays, and is an event of no city, too; the daemon
-- tells it again as long as it lasts, so that one that was taken away comes back.

create trigger refuse_change before delete or truncate on varta.log_alarm
    for each statement execute function varta.refuse_change();

create trigger only_end before update on varta.log_alarm
    for each row when (old.over_at is not null or to_jsonb(new) - 'over_at' <> to_jsonb(old) - 'over_at')
    execute function varta.refuse_change();

select varta.audit_table('varta.log_alarm');

create or replace function varta.log_alarm_set(p_place text, p_why text) returns void
language sql set search_path = varta, pg_temp as $$
    update varta.log_alarm set over_at = clock_timestamp()
    where place = p_place and over_at is null and why is distinct from left(nullif(p_why, ''), 1000);
    insert into varta.log_alarm (place, why) select p_place, left(p_why, 1000) where p_why <> ''
    on conflict (place) where over_at is null do nothing;
$$;
comment on function varta.log_alarm_set is 'in: place, what is wrong (null: nothing any more). Nothing happens where that was known';

create or replace function sync.log_alarm(p_why text) returns void
language sql security definer set search_path = varta, pg_temp as $$
    select varta.serves_all_check();
    select varta.log_alarm_set('database', p_why);
$$;
comment on function sync.log_alarm is
'in: why the history is not the one that was signed. An alarm, until a checkpoint is signed again. errors: VA004';

create or replace function sync.log_places(p_places jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.serves_all_check();
    delete from varta.log_place where place not in (select p ->> 'place' from jsonb_array_elements(p_places) p);
    insert into varta.log_place as l (place, size, why)
    select p ->> 'place', (p ->> 'size')::bigint, left(p ->> 'why', 1000) from jsonb_array_elements(p_places) p
    on conflict (place) do update set size = excluded.size, why = excluded.why, at = clock_timestamp()
    where l.size <> excluded.size or l.why is distinct from excluded.why;
    perform varta.log_alarm_set(p ->> 'place', p ->> 'why') from jsonb_array_elements(p_places) p where (p ->> 'alarm')::boolean;
    perform varta.log_alarm_set(a.place, null) from varta.log_alarm a
    where a.over_at is null and a.place <> 'database'
      and not exists (select from jsonb_array_elements(p_places) p where p ->> 'place' = a.place and (p ->> 'why' is not null or not (p ->> 'tried')::boolean));
end
$$;
comment on function sync.log_places is
'in: all places that are told of checkpoints, [{"place", "size": leaves of the last one that it has, "why": the last attempt failed, or null, "alarm":
whether no attempt mends that, "tried": whether there was an attempt since the daemon began}]. An alarm is over when the place has a checkpoint
again, or is none any more. errors: VA004';
