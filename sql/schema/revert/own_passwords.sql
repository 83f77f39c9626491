-- Revert varta:own_passwords
-- Cascade: the code that stands on this table goes with it.
begin;

set local client_min_messages = warning;
drop table varta.password_set cascade;

commit;
