-- Row-level security stands behind the functions: whoever gets at a table without being its owner sees what
-- varta_view sees, the rows of the session's cities and kinds. The sub-selects are evaluated once per
-- query.

-- What every operator may know.
create policy read on varta.city for select to varta_view using (true);
create policy read on varta.district for select to varta_view using (true);
create policy read on varta.unit for select to varta_view using (true);
create policy read on varta.category for select to varta_view using (true);
create policy read on varta.kind for select to varta_view using (true);
create policy read on varta.status for select to varta_view using (true);
create policy read on varta.response_state for select to varta_view using (true);
create policy read on varta.referral_state for select to varta_view using (true);
create policy read on varta.unit_kind for select to varta_view using (true);
create policy read on varta.role for select to varta_view using (true);
create policy read on varta.transition for select to varta_view using (true);
create policy read on varta.reason for select to varta_view using (true);
create policy read on varta.holiday for select to varta_view using (true);

create policy read on varta.operator for select to varta_view
    using (id in (select oc.operator_id from varta.operator_city oc));
create policy read on varta.operator_city for select to varta_view
    using (city_id = any((select varta.my_cities())::smallint[]));
create policy read on varta.request for select to varta_view
    using (city_id = any((select varta.my_cities())::smallint[]) and kind = any((select varta.my_kinds())::smallint[])
           and city_id * 16 + kind <> all((select varta.hidden_kinds())::integer[]));
create policy read on varta.reporter for select to varta_view
    using (city_id = any((select varta.cities_as('moderator'))::smallint[]) and may_contact
           and exists (select from varta.request r where r.city_id = reporter.city_id and r.id = reporter.request_id));

-- The gazetteer of the operator's cities.
create policy read on varta.place_import for select to varta_view
    using (city_id = any((select varta.cities_as('moderator', 'officer', 'traffic', 'expert', 'auditor'))::smallint[]));
create policy read on varta.street for select to varta_view
    using (city_id = any((select varta.cities_as('moderator', 'officer', 'traffic', 'expert', 'auditor'))::smallint[]));
create policy read on varta.house for select to varta_view
    using (city_id = any((select varta.cities_as('moderator', 'officer', 'traffic', 'expert', 'auditor'))::smallint[]));
create policy read on varta.place for select to varta_view
    using (city_id = any((select varta.cities_as('moderator', 'officer', 'traffic', 'expert', 'auditor'))::smallint[]));

-- What belongs to a request is seen with it.
create policy read on varta.comment for select to varta_view
    using (city_id = any((select varta.my_cities())::smallint[])
           and exists (select from varta.request r where r.city_id = comment.city_id and r.id = comment.request_id));
create policy read on varta.referral for select to varta_view
    using (city_id = any((select varta.my_cities())::smallint[])
           and exists (select from varta.request r where r.city_id = referral.city_id and r.id = referral.request_id));
create policy read on varta.response for select to varta_view
    using (city_id = any((select varta.my_cities())::smallint[])
           and exists (select from varta.request r where r.city_id = response.city_id and r.id = response.request_id));
create policy read on varta.event for select to varta_view
    using (city_id = any((select varta.my_cities())::smallint[])
           and exists (select from varta.request r where r.city_id = event.city_id and r.id = event.request_id));
create policy read on varta.outbox for select to varta_view
    using (city_id = any((select varta.my_cities())::smallint[])
           and exists (select from varta.request r where r.city_id = outbox.city_id and r.id = outbox.request_id));
