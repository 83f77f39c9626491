-- Revert varta:undo
begin;

drop function api.undo, varta.act_events, varta.undo_row, varta.undo_parts, api.recall, varta.recall, varta.show_undo, varta.undoable, varta.last_act;

commit;
