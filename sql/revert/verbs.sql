-- Revert varta:verbs
begin;

drop function api.refer, api.reject, api.accept, varta.unit_of, varta.take, varta.resume, varta.accept, varta.lock_family, varta.lock_keys, varta.locked,
    varta.calm, varta.line, varta.met, varta.may_handle, varta.goal, varta.check_role, varta.conflict, varta.may_read, varta.request_of;

commit;
