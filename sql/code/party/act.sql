-- What a party without a login does through its link: a step of that party, of no operator.

create or replace function varta.owner_acts(l varta.party_link, p_verb text, p_version integer, p_note text, p_until date, p_photo bytea) returns jsonb
language plpgsql set search_path = varta, pg_temp as $$
declare
    o varta.orders;
    t varta.order_transition;
    v_before jsonb;
begin
    select * into o from varta.orders where city_id = l.city_id and id = l.order_id;
    perform varta.lock_reporters(o.city_id, varta.order_defects(o));
    select * into o from varta.orders where city_id = l.city_id and id = l.order_id for no key update;
    select * into t from varta.order_transition where verb = p_verb and from_state = o.state and party = 'owner';
    if not found or o.version is distinct from p_version then
        return '{"result": "stale"}';
    elsif length(p_note) > 2000 or t.reason and btrim(p_note, E' \t\n') = '' then
        return '{"result": "invalid", "field": "note"}';
    elsif p_photo is not null and (p_verb <> 'order_done' or not varta.is_photo(p_photo)) then
        return '{"result": "invalid", "field": "photo"}';
    end if;
    v_before := varta.order_shown(o);
    if p_verb = 'order_ask_time' then
        begin
            perform varta.later_day(o, p_until);
        exception when sqlstate 'VA003' then
            return '{"result": "invalid", "field": "until"}';
        end;
        update varta.orders set asked_until = p_until where city_id = o.city_id and id = o.id;
    end if;
    perform varta.end_order(p_verb, v_before, o.state, o.id, o.city_id, p_note, '', 'owner');
    if p_photo is not null then
        perform varta.photo_add(o.city_id, null, o.id, 'after', null, p_photo);
    end if;
    return '{"result": "done"}';
end
$$;
comment on function varta.owner_acts is
'in: link of an order, verb, version that the party saw, note, day, a photo of what was done (null: none). out: {"result": done, stale: something else was done since, or invalid: with the "field" that is wrong}. errors: none';

create or replace function varta.unit_acts(l varta.party_link, p_verb text, p_version integer, p_note text, p_names text[], p_files bytea[]) returns jsonb
language plpgsql set search_path = varta, pg_temp as $$
declare
    f varta.referral := (select x from varta.referral x where x.city_id = l.city_id and x.id = l.referral_id);
    r varta.request := varta.locked(f.city_id, f.request_id);
    v_said jsonb := '{}';
begin
    select * into f from varta.referral where city_id = f.city_id and id = f.id for no key update;
    if r.version is distinct from p_version or not varta.party_may(r, p_verb) or not exists (select from varta.referral_transition where verb = p_verb and from_state = f.state) then
        return '{"result": "stale"}';
    elsif length(p_note) > (case p_verb when 'referral_answer' then 20000 else 2000 end) or p_verb <> 'referral_accept' and btrim(p_note, E' \t\n') = '' then
        return '{"result": "invalid", "field": "note"}';
    elsif cardinality(p_files) > 0 and (p_verb <> 'referral_answer' or not varta.attached_right(p_files)) then
        return '{"result": "invalid", "field": "files"}';
    end if;
    perform set_config('varta.first', '', true);
    v_said := varta.files_said(r, p_names, p_files);
    perform varta.do_referral(p_verb, r, f, nullif(p_note, ''), f.operator_id, f.unit_id, v_said);
    perform varta.add_answer_files(r, (select x.response_id from varta.referral x where x.city_id = f.city_id and x.id = f.id), v_said, p_files);
    return '{"result": "done"}';
end
$$;
comment on function varta.unit_acts is 'in: link of a referral, verb, version of the request that the party saw, text, names and bytes of files that come with an answer. out: as of varta.owner_acts(). errors: none';

create or replace function varta.day_or_null(p_day text) returns date
language plpgsql immutable as $$
begin
    return case when p_day ~ '^\d{4}-\d\d-\d\d$' then p_day::date end;
exception when datetime_field_overflow then
    return null;
end
$$;
comment on function varta.day_or_null is 'in: a day as forms send it, 2026-12-24. out: it; null where it is none';

create or replace function sync.link_act(p_hash bytea, p_verb text, p_version integer, p_note text, p_until text default null, p_photo bytea default null,
                                         p_names text[] default null, p_files bytea[] default null) returns jsonb
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    l varta.party_link := varta.link_of(p_hash);
    v_note text := replace(coalesce(p_note, ''), E'\r\n', E'\n');
    v_result jsonb;
begin
    if l.id is null then
        return null;
    end if;
    v_result := case when l.order_id is not null then varta.owner_acts(l, p_verb, p_version, v_note, varta.day_or_null(p_until), p_photo)
                     when p_photo is not null then '{"result": "invalid", "field": "photo"}'
                     when varta.party_page(l) is not null then varta.unit_acts(l, p_verb, p_version, v_note, p_names, p_files) end;
    return v_result || jsonb_build_object('verb', p_verb, 'page', varta.party_page(l));
end
$$;
comment on function sync.link_act is
'in: SHA-256 of what stands in the address of a link, what its party does, the version that it saw, note or reason, a day, a photo that comes with it (of order_done), names and bytes of files (of referral_answer). out: {"result": done, stale or invalid, "field", "page": as sync.link_page()};
null: the link opens nothing. errors: VA003';
