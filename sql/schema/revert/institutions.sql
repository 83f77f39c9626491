-- Revert varta:institutions
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop table varta.unit_head, varta.order_ground, varta.ownership_street, varta.ownership_piece, varta.ownership, varta.institution, varta.object_kind cascade;

commit;
