-- Revert varta:import
begin;

drop function varta.notify_lang(text, text);
drop function sync.import, varta.import_refusal, varta.to_degrees, varta.to_time;

commit;
