-- Revert varta:defects
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop function varta.defect_reported(), varta.defect_confirmed(), varta.defect_ordered(), varta.defect_mended() cascade;
drop table varta.verification, varta.defect_request, varta.defect, varta.measure, varta.verification_outcome, varta.defect_state cascade;

commit;
