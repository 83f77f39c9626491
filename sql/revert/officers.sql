-- Revert varta:officers
begin;

drop function api.office_hours, api.absences, api.beat_officers, api.beats, api.officer_of_address, api.officer_of, varta.in_charge,
    varta.hours_of;

commit;
