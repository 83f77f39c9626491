-- Revert varta:poll
begin;

drop function sync.poll_release, api.poll_again, api.poll_refusals, varta.poll_source, api.polls, sync.poll_failed, sync.poll_done, sync.poll_reread,
    sync.poll_take, varta.poll_comment, varta.poll_remember, varta.poll_notes, varta.poll_code, varta.poll_closed, varta.poll_of,
    sync.poll_next, sync.poll_lease, varta.poll_window, varta.poll_params;
drop table varta.poll_refusal, varta.poll_known, varta.poll;

commit;
