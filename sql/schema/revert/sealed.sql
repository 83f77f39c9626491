-- Revert varta:sealed
begin;

delete from varta.transition where role = 'officer' and kind = 5 and (
    verb in ('reject', 'withdraw', 'assign') or verb = 'reopen' and from_status = 4);
update varta.transition set reads = false
where role = 'moderator' and verb in ('reject', 'refer', 'reopen', 'withdraw', 'snooze', 'resume', 'prolong', 'split', 'referral_accept', 'referral_return');

commit;
