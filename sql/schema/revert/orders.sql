-- Revert varta:orders
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop function varta.order_draft(), varta.order_issued(), varta.order_accepted(), varta.order_rejected(), varta.order_reported_done(), varta.order_verified_done(),
    varta.order_not_done(), varta.order_cancelled(), varta.order_reissued() cascade;
drop table varta.enforcement, varta.enforcement_transition, varta.enforcement_state, varta.order_step, varta.order_defect, varta.orders, varta.order_counter,
    varta.order_transition, varta.order_verb, varta.order_state cascade;

commit;
