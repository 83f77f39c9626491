-- Revert varta:guidance_texts
begin;

drop trigger guidance_defaults on varta.city;
drop function varta.guidance_defaults;
drop table varta.default_guidance;

commit;
