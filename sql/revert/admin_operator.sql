-- Revert varta:admin_operator
begin;

drop function api.operators, api.operator_set, varta.set_unit, varta.operator_of, api.operator_add, varta.set_cities,
    varta.login_verifier, varta.login_groups, varta.login_make, varta.role_check, varta.verifier_check;

commit;
