-- Revert varta:queue
begin;

drop function api.badges, api.queue_count, varta.queue_total, api.queue_page, varta.queue_keys, varta.queue_sort, varta.queue_walk,
    varta.queue_few, varta.queue_among, varta.queue_where, varta.queue_ranks;
drop function varta.queue_line, varta.due_state, varta.epoch;
drop type api.queue_row;

commit;
