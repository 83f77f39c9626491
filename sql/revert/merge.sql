-- Revert varta:merge
begin;

drop function api.split, varta.split, api.merge, varta.target, varta.mark, varta.resident_text;

commit;
