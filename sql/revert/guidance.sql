-- Revert varta:guidance
begin;

drop function api.guidance_versions, api.guidance_list, api.guidance_save, varta.guidance_check, api.guidance_fill, varta.guidance_of,
    varta.fill, varta.guidance_values, api.guidance, varta.guidance_unit, varta.guidance_now;
drop table varta.guidance;

commit;
