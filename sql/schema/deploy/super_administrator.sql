-- Deploy varta:super_administrator
-- Who administers what belongs to no single city: the calendar, common templates, the daemon's logins, operators
-- of several cities.
begin;

do $$
begin
    create role varta_super nologin;
exception when duplicate_object or unique_violation then
    null;
end
$$;

set local role varta_owner;

insert into varta.role values ('super', 8, 'varta_super', 'головний адміністратор', 'super-administrator');

commit;
