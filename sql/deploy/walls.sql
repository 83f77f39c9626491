-- Deploy varta:walls
-- Row-level security stands behind the functions: whoever gets at a table without being its owner
-- sees what varta_view sees, the rows of the session's cities and kinds. The sub-selects are
-- evaluated once per query.
begin;
set local role varta_owner;

do $$
declare
    v_table text;
begin
    for v_table in select tablename from pg_tables where schemaname = 'varta' loop
        execute format('alter table varta.%I enable row level security', v_table);
    end loop;
    foreach v_table in array array['city', 'district', 'unit', 'category', 'kind', 'status', 'response_state',
                                   'referral_state', 'unit_kind', 'role', 'transition', 'reason', 'holiday'] loop
        execute format('create policy read on varta.%I for select to varta_view using (true)', v_table);
        execute format('grant select on varta.%I to varta_view', v_table);
    end loop;
end
$$;

create policy read on varta.operator for select to varta_view
    using (id in (select oc.operator_id from varta.operator_city oc));
create policy read on varta.operator_city for select to varta_view
    using (city_id = any((select varta.my_cities())::smallint[]));
create policy read on varta.request for select to varta_view
    using (city_id = any((select varta.my_cities())::smallint[]) and kind = any((select varta.my_kinds())::smallint[]));
create policy read on varta.reporter for select to varta_view
    using (city_id = any((select varta.my_cities())::smallint[]) and may_contact
           and 'moderator' = any((select varta.my_roles())::text[])
           and exists (select from varta.request r where r.city_id = reporter.city_id and r.id = reporter.request_id));

do $$
declare
    v_table text;
begin
    foreach v_table in array array['comment', 'referral', 'response', 'event', 'outbox'] loop
        execute format('create policy read on varta.%I for select to varta_view
            using (city_id = any((select varta.my_cities())::smallint[])
                   and exists (select from varta.request r where r.city_id = %1$I.city_id and r.id = %1$I.request_id))', v_table);
    end loop;
end
$$;

grant select on varta.operator, varta.operator_city, varta.request, varta.reporter, varta.comment, varta.referral,
    varta.response, varta.event, varta.outbox to varta_view;

create function varta.may_open(p_city smallint, p_request bigint, p_operator integer) returns boolean
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return pg_has_role(session_user, 'varta_officer', 'member')
           and coalesce((varta.me()).id = any(varta.message_readers(
               p_city, p_operator, (select beat_id from varta.request where city_id = p_city and id = p_request))), false);
end
$$;
comment on function varta.may_open is
'in: a request of a sealed kind and who it is assigned to. out: whether this session''s operator may read its text: an officer, and one of
varta.message_readers() at this moment. A referral opens nothing';

grant execute on function varta.my_cities, varta.my_kinds, varta.my_roles, varta.may_open to varta_view;

commit;
