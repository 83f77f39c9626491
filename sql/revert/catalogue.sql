-- Revert varta:catalogue
begin;

drop function api.schema_version, api.reasons, api.units, api.districts, api.categories, api.cities, api.me, varta.city_of;
do $$
begin
    if to_regclass('sqitch.changes') is not null then
        revoke all on sqitch.changes from varta_owner;
        revoke all on schema sqitch from varta_owner;
    end if;
end
$$;

commit;
