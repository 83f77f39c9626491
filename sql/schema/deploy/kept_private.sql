-- Deploy varta:kept_private
-- changes: varta.transition
-- A moderator keeps a request from the public, whatever its status, and lets the public see it again.
begin;
set local role varta_owner;

alter table varta.transition drop constraint transition_needs;
alter table varta.transition add constraint transition_needs
    check (needs in ('response', 'referral', 'paused', 'running', 'assigned', 'recall', 'comment', 'shown', 'kept')) not valid;
alter table varta.transition validate constraint transition_needs;
comment on constraint transition_needs on varta.transition is 'what varta.precondition_met() knows';

insert into varta.transition (verb, from_status, to_status, role, reads, needs)
select v.verb, s.id, s.id, 'moderator', false, v.needs
from (values ('private', 'shown'), ('reveal', 'kept')) v (verb, needs) cross join varta.status s;

commit;
