-- Revert varta:verbs
begin;

drop function api.refer, api.reject, api.accept, varta.unit_of, varta.line, varta.take, varta.may_read, varta.goal,
    varta.check_role, varta.conflict, varta.request_of;

commit;
