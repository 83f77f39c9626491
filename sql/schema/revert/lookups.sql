-- Revert varta:lookups
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.reason, varta.undo, varta.transition, varta.role_kind, varta.role, varta.unit_kind, varta.referral_transition, varta.response_transition, varta.referral_state, varta.response_state, varta.status, varta.kind cascade;
drop function
    varta.status_new, varta.status_pending, varta.status_answered, varta.status_rejected,
    varta.status_merged, varta.status_withdrawn, varta.response_draft, varta.response_submitted,
    varta.response_approved, varta.response_published, varta.response_recalled, varta.referral_sent,
    varta.referral_accepted, varta.referral_returned, varta.referral_answered,
    varta.referral_cancelled, varta.kind_message, varta.is_open, varta.is_open_referral cascade;

commit;
