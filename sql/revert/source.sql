-- Revert varta:source
begin;

drop function varta.poll_wrong, varta.poll_base, varta.poll_settings, varta.source_of;
drop table varta.source, varta.dialect;
drop function varta.is_address;
drop trigger config_changed on varta.category;
drop trigger config_changed on varta.city;
drop function varta.config_changed;

commit;
