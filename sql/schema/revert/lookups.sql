-- Revert varta:lookups
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.reason, varta.undo, varta.transition, varta.role_kind, varta.role, varta.unit_kind, varta.referral_transition, varta.response_transition, varta.referral_state, varta.response_state, varta.status, varta.kind cascade;

commit;
