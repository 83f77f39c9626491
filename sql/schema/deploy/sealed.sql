-- Deploy varta:sealed
-- changes: varta.transition
-- Of a private message only who may read it decides what becomes of it: a moderator could reject or refer one
-- unread, and nobody answered it. Moderators still see to it that it is taken up: they accept, assign, give back.
begin;
set local role varta_owner;

update varta.transition set reads = true
where role = 'moderator' and verb in ('reject', 'refer', 'reopen', 'withdraw', 'snooze', 'resume', 'prolong', 'split', 'referral_accept', 'referral_return');

insert into varta.transition (verb, from_status, to_status, role, kind, reads)
values ('reject', 1, 4, 'officer', 5, true),
       ('reject', 2, 4, 'officer', 5, true),
       ('reopen', 4, 2, 'officer', 5, true),
       ('withdraw', 1, 6, 'officer', 5, true),
       ('withdraw', 2, 6, 'officer', 5, true),
       ('assign', 1, 1, 'officer', 5, true),
       ('assign', 2, 2, 'officer', 5, true);

commit;
