-- A resident who says within 30 days that it is still broken opens the defect again: somebody looks anew.

create or replace function varta.mended_at(d varta.defect) returns timestamptz
language sql stable set search_path = varta, pg_temp as $$
    select coalesce((select max(v.created_at) from varta.verification v where v.city_id = d.city_id and v.defect_id = d.id and v.outcome = 'mended' and varta.stands(v)), d.changed_at)
$$;
comment on function varta.mended_at is 'in: defect that is mended. out: since when';

create or replace function varta.says_broken(p_source integer, p_status text) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select coalesce((select w.open from varta.source s join varta.peer_status w on w.dialect = s.dialect and w.word = varta.peer_word(p_status) where s.id = p_source),
                    varta.peer_word(p_status) in ('open', 'reopened', 'still_open', 'still_broken'))
$$;
comment on function varta.says_broken is 'in: source, the status of a later word of a resident. out: whether it says that the thing is as it was';

create or replace function varta.reopen_defects() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
declare
    d varta.defect;
begin
    for d in select e.* from varta.defect e
             where e.state = varta.defect_mended()
               and (e.city_id, e.id) in (select x.city_id, x.defect_id from added a join varta.defect_request x on x.city_id = a.city_id and x.request_id = a.request_id
                                         join varta.request r on r.city_id = a.city_id and r.id = a.request_id
                                         where not varta.is_open(r.status) and varta.says_broken(a.source_id, a.status))
             order by e.city_id, e.id for update
    loop
        continue when varta.mended_at(d) < now() - interval '30 days';
        perform varta.touch_defect(d, varta.defect_reported(), true);
        perform varta.record_event(d.city_id, 'defect_reopen', null, jsonb_build_object('defect', d.id, 'state', 'mended'), jsonb_build_object('defect', d.id, 'state', 'reported'));
    end loop;
    return null;
end
$$;
comment on function varta.reopen_defects is 'what was mended in the last 30 days, and is not so says who reported it, is to be verified again';

create trigger reopen_defects after insert on varta.comment
    referencing new table as added for each statement execute function varta.reopen_defects();
