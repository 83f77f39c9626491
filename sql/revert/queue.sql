-- Revert varta:queue
begin;

drop function api.badges, api.queue_count, varta.queue_total, api.queue_page, varta.queue_keys, varta.filter_id, varta.find, varta.parse_filter,
    varta.filter_check, varta.filter_codes;
drop type varta.filter;
drop function varta.queue_line, varta.due_state, varta.epoch;
drop type api.queue_row;

commit;
