-- Revert varta:lookups
begin;

drop table varta.reason, varta.undo, varta.transition, varta.referral_transition, varta.response_transition, varta.role_kind, varta.role, varta.unit_kind, varta.referral_state,
    varta.response_state, varta.status, varta.kind;

commit;
