-- Revert varta:bell
begin;

drop table varta.bell cascade;

commit;
