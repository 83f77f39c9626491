-- Revert varta:desks
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
delete from varta.undo where verb = 'seen';
delete from varta.transition where verb = 'seen';
alter table varta.transition drop constraint transition_needs;
alter table varta.transition add constraint transition_needs check (needs in ('response', 'referral', 'paused', 'running', 'assigned', 'recall'));
drop table varta.unseen_comment, varta.message_reader cascade;

commit;
