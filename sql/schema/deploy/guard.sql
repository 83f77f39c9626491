-- Deploy varta:guard
-- The role of the one function that may end other people's sessions. It owns nothing else, and nobody is a member of it but
-- whoever puts the code into the database.
begin;

do $$
begin
    begin
        create role varta_guard nologin;
    exception when duplicate_object or unique_violation then
        null;
    end;
    if not pg_has_role('varta_guard', 'member') then
        execute format('grant varta_guard to %I', current_user);
    end if;
end
$$;

grant pg_signal_backend, pg_read_all_stats to varta_guard;

alter default privileges for role varta_guard revoke execute on functions from public;

commit;
