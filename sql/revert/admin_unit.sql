-- Revert varta:admin_unit
begin;

drop function api.rule_set, api.rule_add, varta.rule_store, api.rules, api.units_list, api.unit_area_import, api.unit_set, api.unit_add,
    varta.unit_kind_check, varta.any_unit_of;

commit;
