-- Verify varta:lookups
select * from varta.kind where false;
select * from varta.status where false;
select * from varta.response_state where false;
select * from varta.referral_state where false;
select * from varta.response_transition where false;
select * from varta.referral_transition where false;
select * from varta.unit_kind where false;
select * from varta.role where false;
select * from varta.role_kind where false;
select * from varta.transition where false;
select * from varta.undo where false;
select * from varta.reason where false;
