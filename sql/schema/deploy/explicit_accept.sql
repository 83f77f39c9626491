-- Deploy varta:explicit_accept
-- changes: varta.transition
-- Saving a draft, or referring, accepted a new request on the way, and so made it public. Nothing becomes public but by
-- an act that says so: both leave a new request as it is, the unit and the author work on it while it is new, and only
-- accept, a question to the resident and publish (which then accepts first) show it to anybody outside.
begin;
set local role varta_owner;

update varta.transition set to_status = from_status, via = null where verb in ('refer', 'draft') and via = 'accept';

insert into varta.transition (verb, from_status, to_status, role, kind, reads, via, needs)
values ('submit', 1, 1, 'moderator', null, true, null, 'response'),
       ('submit', 1, 1, 'officer', 5, true, null, 'response'),
       ('approve', 1, 1, 'moderator', null, true, null, 'response'),
       ('approve', 1, 1, 'officer', 5, true, null, 'response'),
       ('publish', 1, 3, 'moderator', null, true, 'accept', 'response'),
       ('publish', 1, 3, 'officer', 5, true, 'accept', 'response');

insert into varta.transition (verb, from_status, to_status, role, kind, reads, via, needs)
select verb, 1, 1, role, kind, reads, via, needs from varta.transition
where verb in ('referral_accept', 'referral_return', 'referral_answer') and from_status = 2;

commit;
