-- Revert varta:claim
begin;

drop function api.claim_next, varta.claim_lock, varta.may_claim, varta.claim_keys;
drop index varta.request_unassigned;
delete from varta.transition where verb = 'claim';

commit;
