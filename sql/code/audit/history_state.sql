-- The state of the log for those who look at it every day.

create or replace function api.history_state()
returns table (size bigint, sealed_at bigint, waiting bigint, signed bigint, signed_at bigint, anchored boolean, places jsonb, alarms jsonb)
language sql stable security definer set search_path = varta, pg_temp as $$
    select s.size, s.sealed, s.waiting, s.signed, s.signed_at,
           coalesce(to_timestamp(s.signed_at) > statement_timestamp() - interval '1 hour', false),
           (select coalesce(jsonb_agg(jsonb_build_object('place', p.place, 'size', p.size, 'why', p.why, 'at', varta.epoch(p.at)) order by p.place), '[]')
            from varta.log_place p),
           (select coalesce(jsonb_agg(jsonb_build_object('place', a.place, 'why', a.why, 'at', varta.epoch(a.raised_at), 'over', varta.epoch(a.over_at))
                                      order by a.over_at is not null, a.id desc), '[]')
            from ((select * from varta.log_alarm where over_at is null order by id desc limit 100)
                  union all (select * from varta.log_alarm where over_at is not null order by id desc limit 10)) a)
    from sync.log_state() s
$$;
comment on function api.history_state is
'out: how the log of the history stands: its leaves, when the last batch was sealed, events that are not sealed yet; leaves and time of the newest
checkpoint (null: none), whether that is at most an hour old; who outside is told of checkpoints, [{"place", "size": leaves of the last one that it has,
"why": the last attempt failed, or null, "at": since when}]; what was found wrong, [{"place": database, or who outside, "why", "at", "over": since when
it is right again, null: it is not}]: all that lasts, newest first, then the last ten of before. Moments are epoch s. errors: none';
