-- Revert varta:explicit_accept
begin;

delete from varta.transition
where from_status = 1 and verb in ('submit', 'approve', 'publish', 'referral_accept', 'referral_return', 'referral_answer');
update varta.transition set to_status = 2, via = 'accept' where verb in ('refer', 'draft') and from_status = 1;

commit;
