-- Revert varta:filter
begin;

drop function varta.filter_id, varta.find, varta.fits, varta.passes, varta.draft_state, varta.has_unit, varta.parse_filter, varta.filter_check_keys,
    varta.filter_flag, varta.filter_people, varta.filter_place, varta.filter_times, varta.filter_time, varta.filter_check, varta.filter_codes;
drop type varta.filter;

commit;
