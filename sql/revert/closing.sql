-- Revert varta:closing
begin;

drop function sync.withdraw, api.withdraw, varta.withdraw, api.reopen;

commit;
