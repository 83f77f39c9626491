-- Revert varta:admin_beat
begin;

drop function api.beat_assign, api.beat_set, api.beat_import, varta.rebeat, varta.lock_beatless, varta.beatless, varta.period,
    varta.officer_of, varta.beat_of;

commit;
