-- Revert varta:admin_city
begin;

drop function api.sources_list, api.source_set, api.source_add, api.district_import, varta.replace_requests,
    varta.area_store, varta.features, varta.polygons, varta.slug, api.cities_list, api.city_set, api.city_add, varta.city_lock, varta.url_check, varta.zone_check, varta.code_check,
    varta.settings_check;

commit;
