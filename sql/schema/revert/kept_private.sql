-- Revert varta:kept_private
begin;

delete from varta.transition where verb in ('private', 'reveal');
alter table varta.transition drop constraint transition_needs;
alter table varta.transition add constraint transition_needs
    check (needs in ('response', 'referral', 'paused', 'running', 'assigned', 'recall', 'comment'));
comment on constraint transition_needs on varta.transition is 'what varta.precondition_met() knows';

commit;
